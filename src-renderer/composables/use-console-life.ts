import { computed, watch } from 'vue'
import type { DeviceFilter } from '../../src-shared/device-filter.ts'
import type { DirectoryQuery } from '../../src-shared/device.ts'
import { useAppStore } from '../stores/app-store.ts'
import { useAttemptStore } from '../stores/attempt-store.ts'
import { useAuditStore } from '../stores/audit-store.ts'
import { useBulkStore } from '../stores/bulk-store.ts'
import { useCentralStore } from '../stores/central-store.ts'
import { useDesksStore } from '../stores/desks-store.ts'
import { useDeviceActionsStore } from '../stores/device-actions-store.ts'
import { useDeviceStore } from '../stores/device-store.ts'
import { useDeviceExportStore } from '../stores/device-export-store.ts'
import { useDirectoryStore } from '../stores/directory-store.ts'
import { useLogsStore } from '../stores/logs-store.ts'
import { useOtherRowsStore } from '../stores/other-rows-store.ts'
import { useReconciliationStore } from '../stores/reconciliation-store.ts'
import { useExportStore } from '../stores/export-store.ts'
import { useSelectionStore } from '../stores/selection-store.ts'
import { useSessionStore } from '../stores/session-store.ts'
import { useSupportBundleStore } from '../stores/support-bundle-store.ts'
import { useToastStore } from '../stores/toast-store.ts'

export type Screen = 'starting' | 'sign-in' | 'no-role' | 'console'

/**
 * Which screen is shown, and what is loaded and forgotten when the person changes.
 * Step 1 of an attempt signs the agent out underneath an open dialog: as long as that dialog is open, the console stays on the screen.
 */
export function useConsoleLife() {
  const app = useAppStore()
  const session = useSessionStore()
  const directory = useDirectoryStore()
  const device = useDeviceStore()
  const selection = useSelectionStore()
  const bulk = useBulkStore()
  const actions = useDeviceActionsStore()
  const audit = useAuditStore()
  const central = useCentralStore()
  const desks = useDesksStore()
  const logs = useLogsStore()
  const otherRows = useOtherRowsStore()
  const reconciliation = useReconciliationStore()
  const exports = useExportStore()
  const deviceExports = useDeviceExportStore()
  const support = useSupportBundleStore()
  const attempts = useAttemptStore()
  const toasts = useToastStore()

  const screen = computed<Screen>(() => {
    const status = session.session?.status
    if (status === undefined) return 'starting'
    if (status === 'signed-in') return 'console'
    if (attempts.isOpen && session.lastAccount !== null) return 'console'
    return status === 'no-role' ? 'no-role' : 'sign-in'
  })
  /** Whose data the console may hold; null: nobody's. */
  const owner = computed(() => (screen.value === 'console' ? session.lastAccount?.oid ?? null : null))

  /** Where the last person was when they did not leave on purpose: given back to the same person, to nobody else. */
  let left: { readonly oid: string; readonly text: string; readonly sort: DirectoryQuery['sort']; readonly filter: DeviceFilter; readonly deviceId: string | null } | null = null

  watch([owner, () => session.isSignedIn] as const, ([person, isSignedIn], [personBefore]) => {
    if (person !== personBefore && personBefore !== null) {
      left = leftOnPurpose() ? null : { oid: personBefore, text: directory.text, sort: directory.sort, filter: directory.filter, deviceId: device.openId }
      forget()
    }
    if (person !== null && !isSignedIn) directory.pause()
    if (person !== null && person !== personBefore) restore(person)
    if (person !== null && isSignedIn) load() // the first time, and again after a fresh sign-in in the middle of an attempt
  })

  function leftOnPurpose(): boolean {
    const now = session.session
    return now?.status === 'signed-out' && now.code === null
  }

  function restore(person: string): void {
    if (left?.oid === person) {
      directory.apply({ text: left.text, sort: left.sort, filter: left.filter })
      if (left.deviceId !== null) void device.open(left.deviceId)
    }
    left = null
  }

  function load(): void {
    void directory.load()
    void actions.load()
    void audit.loadHealth()
    void central.load()
    if (device.code !== null) void device.readAgain()
  }

  function forget(): void {
    directory.clear()
    device.close()
    selection.clear()
    bulk.clear()
    actions.clear()
    audit.clear()
    desks.clear()
    logs.clear()
    otherRows.clear()
    reconciliation.clear()
    exports.clear()
    deviceExports.clear()
    support.close()
    toasts.clear()
  }

  async function start(): Promise<void> {
    directory.listen()
    actions.listen()
    attempts.listen()
    audit.listen()
    central.listen()
    await Promise.all([app.start(), session.start()])
  }

  return { screen, start }
}
