import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { FoundIdentifier } from '../../src-shared/device.ts'
import SearchBox from '../../src-renderer/components/shell/SearchBox.vue'
import { nothingInText } from '../../src-renderer/messages/pasted-text.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const ticket = 'INC0042: caller says the phone is lost\nSerial: F2LX1, user ana@practice.example'
const serial: FoundIdentifier = { kind: 'serialNumber', value: 'F2LX1', devices: 1 }
const user: FoundIdentifier = { kind: 'userPrincipalName', value: 'ana@practice.example', devices: 3 }

const box = (): HTMLInputElement => document.querySelector('input[type=search]')!
const said = (): string => document.querySelector('[role=status][aria-label="Pasted text"]')!.textContent
const offered = (): string[] => [...document.querySelectorAll('[role=option]')].map((option) => option.textContent)

async function paste(text: string, found: readonly FoundIdentifier[]): Promise<{ readonly isTaken: boolean }> {
  fake().on('directory:find-in-text', () => ({ status: 'ok', found }))
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: { getData: () => text } })
  box().dispatchEvent(event)
  await flushPromises()
  return { isTaken: event.defaultPrevented }
}
async function press(key: string): Promise<void> {
  box().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await flushPromises()
}

describe('a ticket pasted into the search box', () => {
  it('is searched for the one device it speaks of', async () => {
    await render(SearchBox)
    expect(await paste(ticket, [serial])).toEqual({ isTaken: true })
    expect(fake().asked('directory:find-in-text')).toEqual([{ text: ticket }])
    expect(useDirectoryStore().text).toBe('F2LX1')
    expect(offered()).toEqual([])
  })

  it('offers several with how many devices each has, to arrows and Enter', async () => {
    await render(SearchBox)
    await paste(ticket, [serial, user])
    expect(useDirectoryStore().text).toBe('')
    expect(offered()).toEqual(['F2LX1Serial number, 1 device', 'ana@practice.exampleUser, 3 devices'])
    expect(said()).toContain('2 found in the pasted text')
    expect(box().getAttribute('role')).toBe('combobox')
    await press('ArrowDown')
    expect(document.getElementById(box().getAttribute('aria-activedescendant')!)?.textContent).toContain('ana@practice.example')
    await press('Enter')
    expect(useDirectoryStore().text).toBe('ana@practice.example')
    expect(offered()).toEqual([])
  })

  it('closes with Escape and changes nothing', async () => {
    await render(SearchBox)
    await paste(ticket, [serial, user])
    await press('Escape')
    expect(offered()).toEqual([])
    expect(useDirectoryStore().text).toBe('')
  })

  it('says that there is none, and leaves its words in one line of 500 characters at most', async () => {
    await render(SearchBox)
    await paste(`lost\n${'phone '.repeat(200)}`, [])
    expect(said()).toBe(nothingInText)
    expect(useDirectoryStore().text).toHaveLength(500)
    expect(useDirectoryStore().text.startsWith('lost phone phone')).toBe(true)
  })

  it('names what looks like an identifier and is no device’s, and searches for that', async () => {
    await render(SearchBox)
    await paste('INC0042917\nSerial: ZZZZ99999X9, ana.silva@contoso.example', [])
    expect(said()).toBe('No device has what the pasted text names: ZZZZ99999X9, ana.silva@contoso.example.')
    expect(useDirectoryStore().text).toBe('ZZZZ99999X9')
  })

  it.each(['Serial: F2LX1 locked', 'serial:F2LX1', 'F2LX1, please'])('may be as short as %j', async (text) => {
    await render(SearchBox)
    expect(await paste(text, [serial])).toEqual({ isTaken: true })
    expect(useDirectoryStore().text).toBe('F2LX1')
  })

  it('that is short and speaks of no device is a search, and nothing is said about it', async () => {
    await render(SearchBox)
    await paste('Ana  Silva', [])
    expect(useDirectoryStore().text).toBe('Ana Silva')
    expect(said()).toBe('')
  })

  it('leaves a few words that are pasted between others to the box', async () => {
    await render(SearchBox)
    box().value = 'lost'
    box().setSelectionRange(4, 4)
    expect(await paste(' phone again', [serial])).toEqual({ isTaken: false })
  })

  it('asks nothing about a short text, which is typed as ever', async () => {
    await render(SearchBox)
    expect(await paste('F2LX1', [serial])).toEqual({ isTaken: false })
    expect(fake().asked('directory:find-in-text')).toEqual([])
  })

  it('does not take the place of what was typed while it was looked through', async () => {
    await render(SearchBox)
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => { release = resolve })
    const pasting = paste(ticket, [])
    fake().on('directory:find-in-text', async () => {
      await held
      return { status: 'ok', found: [serial] }
    })
    await pasting
    await paste('another\nticket', [])
    release()
    await flushPromises()
    expect(useDirectoryStore().text).toBe('another ticket')
  })
})
