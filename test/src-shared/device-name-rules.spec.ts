import { describe, expect, it } from 'vitest'
import { managementNameMaxLength } from '../../src-shared/attempts.ts'
import { checkDeviceName, checkManagementName, nameRulesFor } from '../../src-shared/device-name-rules.ts'
import { deviceKinds } from '../../src-shared/device.ts'
import type { DeviceKind } from '../../src-shared/device.ts'
import { expectedAvailability } from '../factories/expected-availability.ts'

/** "fault" or "fault detail", "" for a good name. */
function fault(kind: DeviceKind, name: string, currentName = ''): string {
  const found = checkDeviceName(nameRulesFor(kind)!, name, currentName)
  return found === null ? '' : `${found.fault} ${found.detail}`.trim()
}

describe('which rules a device has', () => {
  it('are there for the kinds that can be renamed, and for no other', () => {
    for (const kind of deviceKinds) {
      // A personal iPhone can be supervised as well, though the one of the table is not.
      const canBeRenamed = kind === 'ios-personal' || !expectedAvailability['graph-admin'].rename[kind].startsWith('no:')
      expect(nameRulesFor(kind) !== null, kind).toBe(canBeRenamed)
    }
  })

  it.each(['__proto__', 'constructor', ''])('are none for "%s"', (kind) => {
    expect(nameRulesFor(kind as DeviceKind)).toBeNull()
  })
})

describe('a new name for a Windows PC', () => {
  it.each(['PC-1', 'a', '-', '1a', 'x'.repeat(63), 'Büro-7', 'ПК-12', '電腦', 'é', 'e\u0301x', '٣-x'])('can be "%s"', (name) => {
    expect(fault('windows', name)).toBe('')
  })

  it.each([
    ['', 'empty'],
    ['x'.repeat(64), 'too-long 63'],
    ['ä'.repeat(64), 'too-long 63'],
    ['PC 1', 'spaces'], [' PC', 'spaces'], ['PC\u00a01', 'spaces'], ['PC\t1', 'spaces'], ['PC\u3000', 'spaces'],
    ['123', 'digits-only'], ['٣٤', 'digits-only'],
    ['pc\u200b1', 'character \u200b'], ['pc\u202e1', 'character \u202e'], ['pc\u0000', 'character \u0000'], ['pc\ud800', 'character \ud800'],
    ['pc\u3164', 'character \u3164'], ['pc\ufe0f', 'character \ufe0f'], ['pc😀', 'character 😀'], ['pc–1', 'character –'], ['{{rand:3}}', 'character {'],
  ])('cannot be "%s": %s', (name, expected) => {
    expect(fault('windows', name)).toBe(expected)
  })

  it.each(Array.from('{|}~[\\]^\':;<=>?&@!"#$%`()+/,._*'))('cannot have %s in it', (character) => {
    expect(fault('windows', `pc${character}1`)).toBe(`character ${character}`)
  })

  it('cannot be the one that it has, in the same letters', () => {
    expect(fault('windows', 'PC-1', 'PC-1')).toBe('same-name')
    expect(fault('windows', 'pc-1', 'PC-1')).toBe('')
  })
})

describe.each<DeviceKind>(['macos', 'ios-automated', 'ios-personal'])('a new name for %s', (kind) => {
  it.each(['MAC-1', '1-', '-', 'a1', 'x'.repeat(255)])('can be "%s"', (name) => {
    expect(fault(kind, name)).toBe('')
  })

  it.each([['12', 'needs-letter-or-hyphen'], ['Ana’s', 'character ’'], ['Büro', 'character ü'], ['a b', 'spaces'], ['x'.repeat(256), 'too-long 255'], ['', 'empty']])(
    'cannot be "%s": %s', (name, expected) => {
      expect(fault(kind, name)).toBe(expected)
    })
})

describe.each<DeviceKind>(['android-dedicated', 'android-fully-managed', 'android-corporate-work-profile'])('a new name for %s', (kind) => {
  it.each(['123', 'kiosk-1', '-', 'x'.repeat(255)])('can be "%s"', (name) => {
    expect(fault(kind, name)).toBe('')
  })

  it.each([['a_b', 'character _'], ['ö', 'character ö'], ['a b', 'spaces'], ['x'.repeat(256), 'too-long 255'], ['', 'empty']])('cannot be "%s": %s', (name, expected) => {
    expect(fault(kind, name)).toBe(expected)
  })
})

describe('a new management name', () => {
  it.each(['ana.ruiz_iPhone_11/2/2026_9:12 AM', 'Büro 7 (leihweise)', '😀', '7', 'x'.repeat(managementNameMaxLength)])('can be "%s"', (name) => {
    expect(checkManagementName(name)).toBeNull()
  })

  it.each([
    ['', 'empty', ''], ['  \t', 'empty', ''], ['a\nb', 'character', '\n'], ['a\u202eb', 'character', '\u202e'], ['a\ud800', 'character', '\ud800'],
    ['x'.repeat(managementNameMaxLength + 1), 'too-long', String(managementNameMaxLength)],
  ])('cannot be "%s": %s %s', (name, expected, detail) => {
    expect(checkManagementName(name)).toEqual({ fault: expected, detail })
  })

  it('cannot be the one that it has', () => {
    expect(checkManagementName('Kiosk', 'Kiosk')).toEqual({ fault: 'same-name', detail: '' })
  })
})
