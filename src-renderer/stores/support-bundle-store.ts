import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { BundlePartName, SupportBundle } from '../../src-shared/support-bundle.ts'
import { copySupportBundle, makeSupportBundle, noteInSupportBundle, saveSupportBundle } from '../api/support-api.ts'

/** A support bundle that is looked at before it is saved. Main holds it; what is shown here is what would be saved. */
export const useSupportBundleStore = defineStore('support-bundle', () => {
  const isShown = ref(false)
  const bundle = shallowRef<SupportBundle | null>(null)
  const chosen = ref<BundlePartName>('console')
  const note = ref('')
  /** The note that main has. */
  const sentNote = ref('')
  const code = shallowRef<ErrorCode | null>(null)
  const isBusy = ref(false)
  /** Where it was saved, or that it was copied. */
  const taken = shallowRef<{ readonly file: string } | 'copied' | null>(null)
  const part = computed(() => bundle.value?.parts.find(({ name }) => name === chosen.value) ?? bundle.value?.parts[0] ?? null)
  /** What is shown is not what would be saved. */
  const isNoteNew = computed(() => note.value.trim() !== sentNote.value)
  /** Answers that come after the dialog was closed are for nobody. */
  let visit = 0

  async function open(): Promise<void> {
    close()
    isShown.value = true
    const mine = visit
    const answer = await makeSupportBundle()
    if (mine !== visit) return
    if (answer.status === 'ok') bundle.value = answer.bundle
    else code.value = answer.code
  }

  /** Puts the note into the bundle, and shows it as it will be saved. */
  async function takeNote(): Promise<boolean> {
    const { value } = bundle
    const text = note.value.trim()
    if (value === null) return false
    if (!isNoteNew.value) return true
    const mine = visit
    const answer = await noteInSupportBundle(value.bundleId, text)
    if (mine !== visit) return false
    taken.value = null
    code.value = answer.status === 'ok' ? null : answer.code
    if (answer.status !== 'ok') return false
    bundle.value = answer.bundle
    sentNote.value = text
    if (text !== '') chosen.value = 'note'
    else if (chosen.value === 'note') chosen.value = 'console'
    return true
  }

  async function take(how: (bundleId: string) => Promise<void>): Promise<void> {
    const { value } = bundle
    if (isBusy.value || value === null) return
    isBusy.value = true
    taken.value = null
    code.value = null
    const mine = visit
    await how(value.bundleId)
    if (mine === visit) isBusy.value = false
  }

  const save = (): Promise<void> => take(async (bundleId) => {
    const mine = visit
    const answer = await saveSupportBundle(bundleId)
    if (mine !== visit) return
    if (answer.status === 'refused') code.value = answer.code
    else if (answer.file !== null) taken.value = { file: answer.file }
  })

  const copy = (): Promise<void> => take(async (bundleId) => {
    const mine = visit
    const answer = await copySupportBundle(bundleId)
    if (mine !== visit) return
    if (answer.status === 'refused') code.value = answer.code
    else taken.value = 'copied'
  })

  function close(): void {
    visit += 1
    isShown.value = false
    bundle.value = null
    chosen.value = 'console'
    note.value = ''
    sentNote.value = ''
    code.value = null
    isBusy.value = false
    taken.value = null
  }

  return { isShown, bundle, chosen, note, code, isBusy, taken, part, isNoteNew, open, takeNote, save, copy, close }
})
