import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import ExportButton from '../../src-renderer/components/audit/ExportButton.vue'
import { exportCount } from '../../src-renderer/messages/export-words.ts'
import { useExportStore } from '../../src-renderer/stores/export-store.ts'
import type { ExportProgress } from '../../src-shared/audit-export.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import { anExport } from '../factories/audit.ts'
import { field, press } from './support/dialog-fields.ts'
import { dialog, findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const filter = { ...everyAttempt, text: 'ana', statuses: ['refused'] } as const

async function open(): Promise<void> {
  await render(ExportButton, { filter })
  await flushPromises()
  findButton('Export…').click()
  await nextTick()
}

async function news(overrides: Partial<ExportProgress>): Promise<void> {
  fake().emit('audit:export-changed', anExport(overrides))
  await nextTick()
}

describe('exporting the audit log', () => {
  it('asks which format, says what each is for, and exports the present filter', async () => {
    await open()
    expect(dialog().textContent).toContain('it does not verify')
    expect(dialog().textContent).toContain('verify command')
    await press('Choose a file…')
    expect(fake().asked('audit:export')).toEqual([{ format: 'csv', filter, scope: 'desk', installId: null }])
    expect(dialog().textContent).toContain('Choose where to save it')
  })

  it('asks for the whole log', async () => {
    await open()
    field('This desk’s present log (JSONL)').click()
    await press('Choose a file…')
    expect(fake().asked('audit:export')[0]?.format).toBe('jsonl')
  })

  it('prints a report, says while the pages are made, and what to do when it is too much', async () => {
    await open()
    field('Report (PDF)').click()
    await press('Choose a file…')
    expect(fake().asked('audit:export')[0]?.format).toBe('pdf')
    await news({ phase: 'writing', format: 'pdf', rows: 40, totalRows: 80 })
    expect(dialog().textContent).toContain('40 of 80 attempts, 50%')
    expect(dialog().textContent).not.toContain('The pages are being made')
    await news({ phase: 'writing', format: 'pdf', rows: 80, totalRows: 80 })
    expect(dialog().textContent).toContain('The pages are being made')
    await news({ phase: 'failed', format: 'pdf', code: 'export-too-many' })
    expect(dialog().textContent).toContain('2,000 at most')
    expect(dialog().textContent).toContain('Narrow the filter')
  })

  it('says that its row is not in the log yet, where the log cannot be written', async () => {
    await open()
    await press('Choose a file…')
    await news({ phase: 'done', rows: 2, totalRows: 2, file: '/home/sam/audit.csv' })
    expect(dialog().textContent).not.toContain('keep the console open')
    await news({ phase: 'done', rows: 2, totalRows: 2, file: '/home/sam/audit.csv', isRowHeld: true })
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('keep the console open')
  })

  it('asks for every desk’s attempts where the page shows them, and for the whole log of this desk alone', async () => {
    await render(ExportButton, { filter, scope: 'service-desk' })
    await flushPromises()
    findButton('Export…').click()
    await nextTick()
    expect(dialog().textContent).toContain('the attempts of every desk')
    await press('Choose a file…')
    await news({ phase: 'cancelled', code: 'export-cancelled' })
    field('This desk’s present log (JSONL)').click()
    await press('Choose a file…')
    expect(fake().asked('audit:export').map(({ scope }) => scope)).toEqual(['service-desk', 'desk'])
  })

  it('shows how far it has come, on the button too when the dialog is closed, and the file in the end', async () => {
    await open()
    await press('Choose a file…')
    await news({ phase: 'writing', rows: 500, totalRows: 2000 })
    expect(dialog().textContent).toContain('500 of 2,000 attempts, 25%')
    await press('Go on in the background')
    expect(document.querySelector('dialog[open]')).toBeNull()
    findButton('Exporting… 25%').click()
    await nextTick()
    await news({ phase: 'done', rows: 2000, totalRows: 2000, file: '/home/sam/audit.csv' })
    expect(dialog().textContent).toContain('2,000 attempts saved.')
    findButton('Copy File: /home/sam/audit.csv', dialog()).click()
    await flushPromises()
    expect(fake().asked('app:copy-text')).toEqual([{ text: '/home/sam/audit.csv' }])
    await news({ phase: 'writing', rows: 1500, totalRows: 2000 }) // late
    expect(dialog().textContent).toContain('saved.')
    await press('Close')
    findButton('Export…').click()
    await nextTick()
    expect(hasButton('Choose a file…')).toBe(true) // the next one
  })

  it('is cancelled by its button, not by Escape', async () => {
    await open()
    await press('Choose a file…')
    await news({ phase: 'writing', rows: 1, totalRows: 2 })
    dialog().dispatchEvent(new Event('cancel', { cancelable: true }))
    await nextTick()
    expect(fake().asked('audit:cancel-export')).toEqual([])
    findButton('Exporting… 50%').click()
    await nextTick()
    await press('Cancel export')
    expect(fake().asked('audit:cancel-export')).toEqual([{ exportId: 'export-1' }])
    await news({ phase: 'cancelled', code: 'export-cancelled' })
    expect(dialog().textContent).toContain('Nothing is left of the file.')
  })

  it('says why it failed or was refused, and can be tried again', async () => {
    await open()
    await press('Choose a file…')
    await news({ phase: 'failed', code: 'export-failed' })
    expect(dialog().textContent).toContain('The file could not be written.')
    fake().on('audit:export', () => ({ status: 'refused', code: 'export-busy' }))
    await press('Choose a file…')
    expect(dialog().textContent).toContain('Another export is under way.')
  })

  it('finds one that goes on, after the page was loaded anew, and forgets it with the person', async () => {
    fake().on('audit:current-export', () => ({ status: 'ok', export: anExport({ phase: 'writing', rows: 1, totalRows: 4 }) }))
    await render(ExportButton, { filter })
    await flushPromises()
    expect(hasButton('Exporting… 25%')).toBe(true)
    useExportStore().clear()
    await nextTick()
    expect(hasButton('Export…')).toBe(true)
    await news({ phase: 'writing', rows: 2, totalRows: 4 }) // somebody else's by now
    expect(hasButton('Export…')).toBe(true)
  })

  it('counts attempts in one format and rows in the other', () => {
    expect(exportCount(anExport({ phase: 'writing', rows: 1, totalRows: 3 }))).toBe('1 of 3 attempts, 33%')
    expect(exportCount(anExport({ phase: 'done', format: 'jsonl', rows: 1, totalRows: 1 }))).toBe('1 row')
    expect(exportCount(anExport({ phase: 'writing', rows: 0, totalRows: 0 }))).toBe('0 of 0 attempts, 100%')
  })
})
