import { describe, expect, it } from 'vitest'
import { cautionMessages, nextStepMessages, unavailableReasonMessages } from '../../src-renderer/messages/availability-messages.ts'
import { deviceNameMessage } from '../../src-renderer/messages/device-name-messages.ts'
import { cautions, nextSteps, unavailableReasons } from '../../src-shared/availability.ts'
import { deviceNameFaults } from '../../src-shared/device-name-rules.ts'

const all = { ...unavailableReasonMessages, ...nextStepMessages, ...cautionMessages }
const sentence = /^[A-Z“].{9,}\.$/

describe('the words for what can be done to a device', () => {
  it.each([...unavailableReasons, ...nextSteps, ...cautions])('%s is in whole sentences, without "please"', (word) => {
    expect(all[word]).toMatch(sentence)
    expect(all[word]).not.toMatch(/please|invalid|HTTP|null/i)
  })

  it('has no reason and no next step that reads like another', () => {
    for (const messages of [unavailableReasonMessages, nextStepMessages]) {
      expect(new Set(Object.values(messages)).size).toBe(Object.keys(messages).length)
    }
  })
})

describe('the words for a name', () => {
  it.each(deviceNameFaults)('%s is a whole sentence', (fault) => {
    expect(deviceNameMessage({ fault, detail: '7' })).toMatch(sentence)
  })

  it('name the character, a hidden one by its number, and the length', () => {
    expect(deviceNameMessage({ fault: 'character', detail: '_' })).toContain('“_”')
    expect(deviceNameMessage({ fault: 'character', detail: '\u202e' })).toContain('U+202E')
    expect(deviceNameMessage({ fault: 'too-long', detail: '63' })).toContain('63')
  })
})
