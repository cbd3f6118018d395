import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import paths, { basename, dirname, join } from 'node:path'
import type { AuditEvent } from '../../src-shared/audit.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, Refusal } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import { bundlePartNames } from '../../src-shared/support-bundle.ts'
import type { BundlePart, BundlePartName, SupportBundle } from '../../src-shared/support-bundle.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { isOutside } from './is-outside.ts'
import { createLeftovers } from './leftovers.ts'
import { createTargetFile } from './target-file.ts'

export interface SupportBundlesOptions {
  /** A PC that several people share saves no files. */
  readonly isKiosk: boolean
  readonly audit: Pick<AuditLog, 'append' | 'appendOrHold'>
  readonly account: () => Account | null
  /** The text of every part but the note, before it is redacted; that of the log is redacted, field by field, which a text cannot be. */
  readonly gather: () => Promise<Readonly<Record<Exclude<BundlePartName, 'note'>, string>>>
  readonly redact: (text: string) => string
  /** Asks the person for a file; null when they chose none. */
  readonly chooseFile: (fileName: string) => Promise<string | null>
  readonly copyText: (text: string) => Promise<void>
  /** The console's own folder: nothing is saved over what is in it. */
  readonly profileFolder: string
  readonly clock: Pick<Clock, 'wallMs'>
  readonly onProblem: (where: string, cause: unknown) => void
}

/**
 * A text for whoever helps with the console itself, made when a person asks for it, shown to them whole, and sent nowhere. Signed in or not: not being
 * able to sign in is what people need help with. Taking it out has its row in the audit log.
 */
export interface SupportBundles {
  /** Makes a new one, which takes the place of the last. */
  make(): Promise<Answer<{ bundle: SupportBundle }>>
  /** The bundle with the person's own note, redacted like the rest; an empty one takes it out. */
  note(bundleId: string, text: string): Answer<{ bundle: SupportBundle }>
  /** Asks for a file and writes what was shown; `file` is null when none was chosen. */
  save(bundleId: string): Promise<Answer<{ file: string | null }>>
  copy(bundleId: string): Promise<Answer>
  /** The person has gone: the next one shall not find theirs. */
  forget(): void
}

type Row = Extract<AuditEvent, { kind: 'support-bundle' }>

export function createSupportBundles(options: SupportBundlesOptions): SupportBundles {
  const leftovers = createLeftovers(join(options.profileFolder, 'unfinished-support-bundle.json'), options.onProblem)
  let present: SupportBundle | null = null

  const found = (bundleId: string): SupportBundle | null => (present?.bundleId === bundleId ? present : null)

  async function make(): Promise<Answer<{ bundle: SupportBundle }>> {
    if (options.isKiosk) return refuse('support-bundle-kiosk')
    const texts: Readonly<Partial<Record<BundlePartName, string>>> = await options.gather()
    const parts = bundlePartNames.flatMap((name) => (texts[name] === undefined ? [] : [partOf(name, name === 'log' ? texts[name] : options.redact(texts[name]))]))
    return keep({ bundleId: randomUUID(), madeAt: new Date(options.clock.wallMs()).toISOString(), parts })
  }

  function keep(bundle: Omit<SupportBundle, 'bytes'>): Answer<{ bundle: SupportBundle }> {
    present = { ...bundle, bytes: Buffer.byteLength(fileText(bundle)) }
    return { status: 'ok', bundle: present }
  }

  function note(bundleId: string, text: string): Answer<{ bundle: SupportBundle }> {
    const bundle = found(bundleId)
    if (bundle === null) return refuse('support-bundle-gone')
    const others = bundle.parts.filter(({ name }) => name !== 'note')
    return keep({ ...bundle, parts: text === '' ? others : [...others, partOf('note', `${options.redact(text)}\n`)] })
  }

  const rowOf = (bundle: SupportBundle, person: Account | null, taken: Pick<Row, 'to' | 'fileName' | 'sha256'>): Row => ({
    kind: 'support-bundle', actor: person === null ? null : actorOf(person), parts: bundle.parts.map(({ name }) => name), bytes: bundle.bytes, ...taken,
  })

  /** A log that cannot be written just now is one of the things that a bundle is made for: the row is held. */
  function record(row: Row): Refusal | null {
    const answer = options.audit.append(row)
    if (answer.status === 'ok') return null
    if (answer.code !== 'audit-unavailable' && answer.code !== 'audit-broken') return answer
    options.audit.appendOrHold(row)
    return null
  }

  async function save(bundleId: string): Promise<Answer<{ file: string | null }>> {
    const bundle = found(bundleId)
    if (bundle === null) return refuse('support-bundle-gone')
    const person = options.account()
    const path = await options.chooseFile(`helpdesk-console-support-${bundle.madeAt.slice(0, 16).replaceAll(/[T:]/g, '-')}.txt`)
    if (path === null) return { status: 'ok', file: null }
    // Whoever asked may have left, or written another note, while the system's dialog was open.
    if (found(bundleId) !== bundle || options.account()?.oid !== person?.oid) return refuse('support-bundle-gone')
    try {
      if (!isOutside(await realpath(dirname(path)), await realpath(options.profileFolder), paths)) return refuse('export-failed')
      await leftovers.sweep()
      return await write(bundle, person, path)
    } catch (cause) {
      options.onProblem('support bundle', cause)
      return refuse('export-failed')
    }
  }

  async function write(bundle: SupportBundle, person: Account | null, path: string): Promise<Answer<{ file: string | null }>> {
    const file = await createTargetFile(path, leftovers)
    try {
      await file.write(fileText(bundle))
      const sha256 = await file.finish()
      if ((await file.readBack(() => undefined)) !== sha256) return refuse('export-failed')
      await file.clearName()
      const refusal = record(rowOf(bundle, person, { to: 'file', fileName: basename(path), sha256 }))
      if (refusal !== null) return refusal
      await file.moveIntoPlace()
      return { status: 'ok', file: path }
    } finally {
      await file.discard() // nothing, once it is in its place
    }
  }

  async function copy(bundleId: string): Promise<Answer> {
    const bundle = found(bundleId)
    if (bundle === null) return refuse('support-bundle-gone')
    const refusal = record(rowOf(bundle, options.account(), { to: 'clipboard' }))
    if (refusal !== null) return refusal
    await options.copyText(fileText(bundle))
    return { status: 'ok' }
  }

  return { make, note, save, copy, forget: () => { present = null } }
}

const partOf = (name: BundlePartName, text: string): BundlePart => ({ name, text, bytes: Buffer.byteLength(text) })

/** One plain text that anybody can read before it is passed on. */
const fileText = ({ madeAt, parts }: Pick<SupportBundle, 'madeAt' | 'parts'>): string => [
  `Helpdesk Console: support bundle of ${madeAt}\nNothing about devices or people is meant to be in it. Read it before you pass it on.\n`,
  ...parts.map(({ name, text }) => `===== ${name} =====\n${text}`),
].join('\n')
