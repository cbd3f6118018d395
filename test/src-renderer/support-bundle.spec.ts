import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import App from '../../src-renderer/App.vue'
import { sizeWords } from '../../src-renderer/messages/support-words.ts'
import SettingsView from '../../src-renderer/views/SettingsView.vue'
import SupportBundleDialog from '../../src-renderer/components/support/SupportBundleDialog.vue'
import SignInView from '../../src-renderer/views/SignInView.vue'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { useSupportBundleStore } from '../../src-renderer/stores/support-bundle-store.ts'
import { useAppStore } from '../../src-renderer/stores/app-store.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { field, press, type } from './support/dialog-fields.ts'
import { dialog, findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const noteLabel = 'Your note: what happened, and when'

async function open(): Promise<void> {
  const store = useSupportBundleStore()
  void store.open()
  await flushPromises()
  await render(SupportBundleDialog)
  await flushPromises()
}

describe('the support bundle', () => {
  it('is offered beside the versions, and opens over whatever is shown', async () => {
    await render(App, {}, '/settings')
    await flushPromises()
    findButton('Make a support bundle…').click()
    await flushPromises()
    expect(dialog().textContent).toContain('It is sent nowhere')
    expect(fake().asked('support:make')).toHaveLength(1)
  })
  it('is offered in the settings, and where somebody cannot sign in', async () => {
    await useAppStore().start()
    await render(SettingsView)
    expect(hasButton('Make a support bundle…')).toBe(true)
    document.body.replaceChildren()
    fake().on('session:get', () => ({ status: 'ok', session: { status: 'signed-out', code: 'sign-in-timed-out' } }))
    await useSessionStore().start()
    await render(SignInView)
    expect(hasButton('Make a support bundle…')).toBe(true)
  })
  it('shows each part with its size, and what was taken out of it as such', async () => {
    await open()
    const parts = [...dialog().querySelectorAll('.part')].map((part) => part.textContent.replaceAll(/\s+/g, ' ').trim())
    expect(parts).toEqual(['Console 15 bytes', expect.stringMatching(/^The console’s own log \d+ bytes$/)])
    expect(dialog().querySelector('pre')?.textContent).toBe('console: 0.1.0\n')
    dialog().querySelectorAll<HTMLButtonElement>('.part')[1]?.click()
    await nextTick()
    expect([...dialog().querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['⟨redacted e-mail⟩'])
    expect(dialog().querySelector('pre')?.textContent).toBe('{"at":"2026-11-24T10:00:00.000Z","message":"for ⟨redacted e-mail⟩"}\n')
  })
  it('cannot be saved with a note that was not shown as it will be saved', async () => {
    await open()
    fake().on('support:note', ({ bundleId }) => ({ status: 'ok', bundle: { bundleId, madeAt: '', bytes: 1, parts: [{ name: 'note', text: 'by ⟨redacted e-mail⟩\n', bytes: 24 }] } }))
    await type(noteLabel, 'by ada@contoso.com')
    expect(hasButton('Save…', dialog())).toBe(false)
    await press('Show my note as it will be saved')
    await flushPromises()
    expect(dialog().querySelector('pre')?.textContent).toBe('by ⟨redacted e-mail⟩\n')
    expect(hasButton('Save…', dialog())).toBe(true)
    expect(dialog().textContent).toContain('No passcodes and no names')
    expect(field(noteLabel).getAttribute('maxlength')).toBe('2000')
  })
  it('says where it was saved, or that it was copied, and says nothing where no file was chosen', async () => {
    await open()
    await press('Save…')
    await flushPromises()
    expect(dialog().textContent).toContain('/home/ada/support.txt')
    await press('Copy')
    await flushPromises()
    expect(dialog().textContent).toContain('Copied.')
    fake().on('support:save', () => ({ status: 'ok', file: null }))
    await press('Save…')
    await flushPromises()
    expect(dialog().textContent).not.toMatch(/Copied|Saved/)
  })
  it('says why there is none on a PC that several people share', async () => {
    fake().on('support:make', () => refuse('support-bundle-kiosk'))
    await open()
    expect(dialog().textContent).toContain('several people share')
    expect(hasButton('Save…', dialog())).toBe(false)
  })
  it('is forgotten when it is closed, and an answer that comes later is not shown', async () => {
    const store = useSupportBundleStore()
    const opening = store.open()
    store.close()
    await opening
    expect([store.isShown, store.bundle]).toEqual([false, null])
  })
  it('tells sizes in words', () => {
    expect([sizeWords(812), sizeWords(14_500), sizeWords(1_500_000)]).toEqual(['812 bytes', '14 KB', '1,465 KB'])
  })
})
