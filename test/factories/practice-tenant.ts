import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ControlOrder } from '../../simulated-tenant/control/schema.ts'
import type { JournalEntry } from '../../simulated-tenant/journal/journal.ts'
import type { PracticeTenantAddress } from '../../src-shared/practice-tenant.ts'

/** A control order before zod has filled in what may be left out. */
export type Order = { [K in keyof ControlOrder]: K extends 'faults' | 'addFaults' ? readonly FaultOrder[] : ControlOrder[K] }
export type FaultOrder = Omit<NonNullable<ControlOrder['faults']>[number], 'match'> & {
  readonly match?: NonNullable<ControlOrder['faults']>[number]['match']
}

/** The practice tenant as a process of its own. */
export interface TenantProcess {
  readonly address: PracticeTenantAddress
  /** Sends an order; answers the tenant's state. Throws with the tenant's sentence when it refuses. */
  control(order: Order): Promise<Record<string, unknown>>
  journal(): Promise<JournalEntry[]>
  clearJournal(): Promise<void>
  stop(): Promise<void>
}

export interface TenantProcessOptions {
  readonly devices?: number
  readonly seed?: number
  readonly port?: number
  /** Another file to run: the built one, say. */
  readonly entry?: string
}

const source = fileURLToPath(new URL('../../simulated-tenant/main.ts', import.meta.url))

/** What specs do to a tenant over HTTP, wherever it runs. */
export function tenantRemote(address: PracticeTenantAddress): Omit<TenantProcess, 'stop' | 'address'> {
  return {
    control: async (order) => {
      const response = await fetch(
        address.controlUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) }
      )
      const state = await response.json() as Record<string, unknown>
      if (!response.ok) throw new Error(String(state['error']))
      return state
    },
    journal: async () => (await (await fetch(address.journalUrl)).json() as { entries: JournalEntry[] }).entries,
    clearJournal: async () => { await fetch(address.journalUrl, { method: 'DELETE' }) },
  }
}

/** Starts a practice tenant and waits for its address. It ends with `stop()`, or when this process ends. */
export async function startTenantProcess(
  { devices = 200, seed = 1, port = 0, entry = source }: TenantProcessOptions = {}
): Promise<TenantProcess> {
  const words = ['--port', String(port), '--devices', String(devices), '--seed', String(seed), '--until-stdin-closes']
  const child = spawn(process.execPath, [entry, ...words], { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaints += text })
  const exited = once(child, 'exit')

  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('\n')) resolve(text)
    })
    void exited.then(() => reject(new Error(`The practice tenant ended before it listened. ${complaints}`)))
  })
  const address = JSON.parse(line) as PracticeTenantAddress
  return {
    address,
    ...tenantRemote(address),
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
