import type { AuditActor, AuditEntry, AuditKind, SignInProof } from '../../src-shared/audit.ts'
import type { ActionParameters } from '../../src-shared/device-actions.ts'
import type { GraphReference } from '../../src-shared/error-codes.ts'
import { actionNames, requestNouns, stateWords } from './action-words.ts'
import { whatHappened } from './agent-words.ts'
import { answerWords, decisionWords, revealWords, sessionWords, stageWords } from './audit-words.ts'
import { profileNames } from './availability-messages.ts'
import { kindDescriptions } from './device-words.ts'
import { parameterFact, recordedParameterFact } from './parameter-words.ts'
import { exactTime } from './time-words.ts'
import type { Tone } from './tones.ts'

export interface StoryFact { readonly label: string; readonly value: string; readonly isCopyable?: boolean }
export interface StoryStep {
  readonly title: string
  readonly tone: Tone
  readonly sentence: string
  readonly facts: readonly StoryFact[]
}

type Teller<K extends AuditKind> = (entry: Extract<AuditEntry, { kind: K }>) => StoryStep

const who = (actor: AuditActor): string => `${actor.displayName} (${actor.upn})`
const copyable = (label: string, value: string | null | undefined): readonly StoryFact[] =>
  value === null || value === undefined || value === '' ? [] : [{ label, value, isCopyable: true }]
const plain = (label: string, value: string | number | null): readonly StoryFact[] => (value === null || value === '' ? [] : [{ label, value: String(value) }])

function referenceFacts(reference: GraphReference | null): readonly StoryFact[] {
  if (reference === null) return []
  return [
    ...plain('HTTP status', reference.httpStatus), ...plain('Graph code', reference.graphCode),
    ...copyable('request-id', reference.requestId), ...copyable('client-request-id', reference.clientRequestId),
    ...plain('Server time', reference.serverDate === null ? null : exactTime(reference.serverDate)),
  ]
}

/** `word` says it of what was asked for; rows of version 0.1 have nothing. */
function parameterFacts(parameters: ActionParameters | undefined, word: (given: ActionParameters) => StoryFact | null): readonly StoryFact[] {
  const fact = parameters === undefined ? null : word(parameters)
  return fact === null ? [] : [fact]
}

function proofFacts(proof: SignInProof): readonly StoryFact[] {
  if (proof.method === 'session') return plain('Signed in since (iat)', exactTime(proof.issuedAt))
  return [
    ...plain('Password typed (auth_time)', exactTime(proof.authenticatedAt)), ...plain('Token issued (iat)', exactTime(proof.issuedAt)),
    ...plain('Took', `${(proof.signInTookMs / 1000).toFixed(1)} seconds`),
  ]
}

/** The reason goes with every such request: whether the organisation asks for a second administrator, only Intune's answer says. */
const approvalHeaders = { justification: 'the reason, for organisations that ask for a second administrator', code: 'the code of the approval' } as const

/** `offsetMs`: the server's clock minus this PC's. */
function clockWords(offsetMs: number): string {
  const seconds = (Math.abs(offsetMs) / 1000).toFixed(1)
  return seconds === '0.0' ? 'As the server’s' : `${seconds} seconds ${offsetMs > 0 ? 'behind' : 'ahead of'} the server`
}

/** Less than that between wall clock and monotonic clock is no news. */
const noticedDriftMs = 2000

function clockSentence({ cause, driftMs, offsetMs }: Extract<AuditEntry, { kind: 'clock' }>): string {
  const moved = `This PC’s clock moved by ${(driftMs / 1000).toFixed(1)} seconds against its own count.`
  if (cause === 'server') return offsetMs === null ? moved : `This PC’s clock: ${clockWords(offsetMs)}. Rows are dated by it.`
  if (cause === 'drift') return moved
  return Math.abs(driftMs) < noticedDriftMs ? 'This PC woke up.' : `This PC woke up. ${moved}`
}

/** Each kind of audit row in words, with every exact value. A kind without words does not compile. */
const tellers: { readonly [K in AuditKind]: Teller<K> } = {
  'app-started': (entry) => ({ title: 'Console started', tone: 'neutral', sentence: `Version ${entry.version} on ${entry.runtime}.`, facts: [] }),
  attempt: (entry) => ({
    title: 'Asked for',
    tone: 'info',
    sentence: entry.completes === undefined
      ? `${who(entry.actor)} asked for ${actionNames[entry.action]}.`
      : `${who(entry.actor)} came back to send the approved ${requestNouns[entry.action]}.`,
    facts: [
      ...parameterFacts(entry.parameters, (given) => recordedParameterFact(given, entry.target.kind)), ...copyable('Run of many devices', entry.runId), ...copyable('Completes attempt', entry.completes),
      ...plain('Ticket', entry.ticket), ...plain('Reason', entry.reason), ...plain('Rules', profileNames[entry.profile]),
      ...plain('Device name', entry.target.deviceName), ...copyable('Serial number', entry.target.serialNumber),
      ...plain('Kind', kindDescriptions[entry.target.kind]),
      ...plain('Primary user', `${entry.target.userDisplayName} ${entry.target.userPrincipalName}`.trim()),
      ...plain('Enrolled', exactTime(entry.target.enrolledAt)), ...plain('Last check-in', exactTime(entry.target.lastSyncAt)),
      ...copyable('Intune device id', entry.target.deviceId), ...copyable('User id', entry.target.userId), ...copyable('Agent id', entry.actor.oid),
    ],
  }),
  refusal: (entry) => ({
    title: 'Refused',
    tone: 'warn',
    sentence: `The console refused ${stageWords[entry.stage]}: ${whatHappened(entry.code)}`,
    facts: [
      ...plain('Code', entry.code), ...plain('Signed in instead', entry.otherPerson === null ? null : who(entry.otherPerson)),
      ...copyable('Id of that person', entry.otherPerson?.oid), ...referenceFacts(entry.reference),
    ],
  }),
  cancellation: (entry) => ({ title: 'Cancelled', tone: 'neutral', sentence: `${who(entry.actor)} pressed Cancel ${stageWords[entry.stage]}. Nothing was sent.`, facts: [] }),
  'fresh-sign-in': (entry) => ({
    title: 'Confirmed identity',
    tone: 'good',
    sentence: `${who(entry.actor)} signed out and signed back in as the same person.`,
    facts: proofFacts(entry.proof),
  }),
  intent: (entry) => ({
    title: 'Intent written',
    tone: 'info',
    sentence: `Written before anything was sent: ${actionNames[entry.action]} on exactly this device.`,
    facts: [
      ...parameterFacts(entry.parameters, (given) => parameterFact(given, entry.effect)), ...(entry.proof.method === 'session' ? proofFacts(entry.proof) : []),
      ...plain('Sent with', entry.approval === undefined ? null : approvalHeaders[entry.approval]),
      ...copyable('Request', entry.request), ...copyable('client-request-id', entry.clientRequestId), ...copyable('Permit', entry.permitId),
      ...plain('Previous result', exactTime(entry.previousResultAt)),
    ],
  }),
  answer: (entry) => ({
    title: 'Intune’s answer',
    tone: entry.result === 'requested' ? 'info' : 'warn',
    sentence: entry.result === 'approval-required'
      ? 'Nothing is done until a second administrator approves it.'
      : `${answerWords[entry.result]}.${entry.code === null ? '' : ` ${whatHappened(entry.code)}`}`,
    facts: [
      ...plain('Code', entry.code), ...copyable('Approval request', entry.approvalCode), ...referenceFacts(entry.reference),
      ...plain('Clock of this PC', entry.clockOffsetMs === null ? null : clockWords(entry.clockOffsetMs)),
    ],
  }),
  outcome: (entry) => ({
    title: stateWords[entry.state].word,
    tone: stateWords[entry.state].tone,
    sentence: entry.code === null ? 'As Intune reports it for the device.' : whatHappened(entry.code),
    facts: [...plain('Code', entry.code), ...plain('Graph state', entry.graphState), ...plain('Graph error', entry.graphErrorCode)],
  }),
  approval: (entry) => ({ ...decisionWords[entry.decision], tone: entry.decision === 'approved' || entry.decision === 'completed' ? 'info' : 'warn', facts: [] }),
  review: (entry) => ({
    title: entry.verdict === 'note' ? 'Note' : 'Signed off', tone: entry.verdict === 'note' ? 'info' : 'good',
    sentence: `${who(entry.actor)} ${entry.verdict === 'note' ? 'wrote' : 'signed it off'}${entry.text === '' ? '.' : `: ${entry.text}`}`, facts: [],
  }),
  'log-started': (entry) => ({
    title: 'Log started', tone: entry.previous === null || entry.previous.reason === 'closed' ? 'neutral' : 'warn', sentence: `A new log on ${entry.machine}.`,
    facts: [...copyable('Sealing key', entry.sealKey), ...copyable('Desk', entry.deskId), ...copyable('Follows log', entry.previous?.installId), ...plain('Because', entry.previous?.reason ?? null)],
  }),
  checkpoint: (entry) => ({ title: 'Sealed', tone: 'good', sentence: 'Every row before this one is sealed.', facts: [...plain('Epoch', entry.epoch), ...copyable('Checkpoint', entry.note)] }),
  acknowledgement: (entry) => ({
    title: 'Broken log acknowledged', tone: 'warn', sentence: `${who(entry.actor)} acknowledged it: ${entry.text}`,
    facts: [...plain('Their own attempts at this desk', entry.ownAttempts ?? null), ...copyable('Log', entry.about.installId), ...plain('Rows', entry.about.rows), ...plain('File', entry.about.fileName)],
  }),
  session: (entry) => ({ title: sessionWords[entry.event], tone: entry.event === 'refused' ? 'warn' : 'neutral', sentence: entry.actor === null ? 'Nobody was signed in.' : `${who(entry.actor)}.`, facts: plain('Code', entry.code) }),
  clock: (entry) => ({
    title: 'Clock', tone: entry.cause === 'resume' && Math.abs(entry.driftMs) < noticedDriftMs ? 'neutral' : 'warn', sentence: clockSentence(entry),
    facts: plain('Clock of this PC', entry.offsetMs === null ? null : clockWords(entry.offsetMs)),
  }),
  export: (entry) => ({
    title: 'Exported', tone: 'info', sentence: `${who(entry.actor)} saved ${entry.rows} rows as ${entry.format.toUpperCase()}.`,
    facts: [...plain('File', entry.fileName), ...copyable('SHA-256', entry.sha256), ...copyable('Filter', entry.filter)],
  }),
  'device-export': (entry) => ({
    title: entry.to === 'file' ? 'Devices exported' : 'Devices copied', tone: 'info',
    sentence: `${who(entry.actor)} ${entry.to === 'file' ? 'saved' : 'copied'} ${entry.rows} devices of the list${entry.question === null ? ', ticked one by one' : ''}.`,
    facts: [...plain('File', entry.fileName ?? null), ...copyable('SHA-256', entry.sha256), ...copyable('Found by', entry.question ?? undefined), ...plain('Columns', entry.columns.join(', '))],
  }),
  'support-bundle': (entry) => ({
    title: entry.to === 'file' ? 'Support bundle saved' : 'Support bundle copied', tone: 'info',
    sentence: `${entry.actor === null ? 'Somebody who was not signed in' : who(entry.actor)} took out a redacted account of the console’s state.`,
    facts: [...plain('File', entry.fileName ?? null), ...copyable('SHA-256', entry.sha256), ...plain('Parts', entry.parts.join(', ')), ...plain('Bytes', entry.bytes)],
  }),
  closing: (entry) => ({
    title: 'Log closed', tone: 'neutral', sentence: entry.actor === null ? 'It had grown long: the console went on with a new one.' : `${who(entry.actor)} closed it and began a new one.`, facts: [],
  }),
  tombstone: (entry) => ({
    title: 'Old log removed', tone: 'warn', sentence: `${who(entry.actor)} removed ${entry.fileName} from this PC.`,
    facts: [
      ...copyable('Log', entry.removed.installId), ...plain('Rows', entry.removed.rows), ...copyable('Last hash', entry.removed.hash),
      ...plain('From', exactTime(entry.firstAt)), ...plain('To', exactTime(entry.lastAt)), ...copyable('SHA-256 of the copy', entry.copySha256),
    ],
  }),
  settings: (entry) => ({
    title: 'Settings changed', tone: 'info',
    sentence: entry.source === 'policy' ? 'The organisation’s policy file says something else than before.' : `${entry.actor === null ? 'Somebody' : who(entry.actor)} changed their preferences.`,
    facts: entry.changes.map(({ name, from, to }) => ({ label: name, value: `${from ?? 'nothing'} → ${to ?? 'nothing'}` })),
  }),
  reconciliation: (entry) => ({
    title: 'Compared with Intune', tone: entry.missing + entry.outside === 0 ? 'good' : 'warn',
    sentence: `${who(entry.actor)}: ${entry.confirmed} confirmed, ${entry.missing} missing, ${entry.outside} done outside this console${entry.elsewhere === undefined ? '' : `, ${entry.elsewhere} at other desks`}.`,
    facts: [...plain('From', exactTime(entry.from)), ...plain('To', exactTime(entry.to)), ...plain('Read', entry.sources.join(', '))],
  }),
  reveal: (entry) => {
    const { title, sentence } = revealWords[entry.what ?? 'temporary-passcode']
    return { title, tone: 'warn', sentence: `${who(entry.actor)} ${sentence}`, facts: [] }
  },
}

/** A row of the central log can be of a newer console, or forged: it is shown as what it is, and the others with it. */
const untold = (entry: AuditEntry): StoryStep => (
  { title: 'A row that this console does not understand', tone: 'warn', sentence: 'A newer console wrote it, or something that is no console.', facts: plain('Kind', entry.kind) }
)

export function tell(entry: AuditEntry): StoryStep {
  try {
    return Object.hasOwn(tellers, entry.kind) ? (tellers[entry.kind] as Teller<AuditKind>)(entry) : untold(entry)
  } catch {
    return untold(entry)
  }
}
