import type { AnswerOf, EventChannel, Events, RequestChannel, RequestOf } from './ipc-contract.ts'

type Invoker<C extends RequestChannel> =
  RequestOf<C> extends undefined ? () => Promise<AnswerOf<C>> : (request: RequestOf<C>) => Promise<AnswerOf<C>>
/** Calls back on every event; answers a function that stops it. */
type Subscriber<C extends EventChannel> = (listener: (event: Events[C]) => void) => () => void

/** What the preload script puts on `window.helpdesk`: named verbs only, nothing of Electron. */
export interface Bridge {
  readonly app: {
    readonly info: Invoker<'app:info'>
    readonly copyText: Invoker<'app:copy-text'>
    readonly openLink: Invoker<'app:open-link'>
    readonly onInfoChanged: Subscriber<'app:info-changed'>
  }
  readonly preferences: { readonly get: Invoker<'preferences:get'>; readonly save: Invoker<'preferences:save'> }
  readonly support: {
    readonly make: Invoker<'support:make'>
    readonly note: Invoker<'support:note'>
    readonly save: Invoker<'support:save'>
    readonly copy: Invoker<'support:copy'>
  }
  readonly setup: {
    readonly check: Invoker<'setup:check'>
    readonly cancel: Invoker<'setup:cancel'>
    readonly openPageAgain: Invoker<'setup:open-page-again'>
    readonly savePolicy: Invoker<'setup:save-policy'>
    readonly lookAgain: Invoker<'setup:look-again'>
    readonly practise: Invoker<'setup:practise'>
    readonly onChanged: Subscriber<'setup:changed'>
  }
  readonly session: {
    readonly get: Invoker<'session:get'>
    readonly signIn: Invoker<'session:sign-in'>
    readonly cancelSignIn: Invoker<'session:cancel-sign-in'>
    readonly openPageAgain: Invoker<'session:open-page-again'>
    readonly signOut: Invoker<'session:sign-out'>
    readonly onChanged: Subscriber<'session:changed'>
  }
  readonly directory: {
    readonly query: Invoker<'directory:query'>
    readonly findInText: Invoker<'directory:find-in-text'>
    readonly export: Invoker<'directory:export'>
    readonly cancelExport: Invoker<'directory:cancel-export'>
    readonly onExportChanged: Subscriber<'directory:export-changed'>
    readonly copy: Invoker<'directory:copy'>
    readonly status: Invoker<'directory:status'>
    readonly refresh: Invoker<'directory:refresh'>
    readonly onChanged: Subscriber<'directory:changed'>
  }
  readonly device: { readonly open: Invoker<'device:open'> }
  readonly attempts: {
    readonly begin: Invoker<'attempt:begin'>
    readonly signOut: Invoker<'attempt:sign-out'>
    readonly send: Invoker<'attempt:send'>
    readonly cancel: Invoker<'attempt:cancel'>
    readonly onChanged: Subscriber<'attempt:changed'>
  }
  readonly deviceActions: {
    readonly list: Invoker<'device-actions:list'>
    readonly revealSecret: Invoker<'device-actions:reveal-secret'>
    readonly copySecret: Invoker<'device-actions:copy-secret'>
    readonly readLocation: Invoker<'device-actions:read-location'>
    readonly onChanged: Subscriber<'device-actions:changed'>
  }
  readonly bulk: {
    readonly begin: Invoker<'bulk:begin'>
    readonly start: Invoker<'bulk:start'>
    readonly cancel: Invoker<'bulk:cancel'>
    readonly current: Invoker<'bulk:current'>
    readonly onChanged: Subscriber<'bulk:changed'>
  }
  readonly audit: {
    readonly attempts: Invoker<'audit:attempts'>
    readonly story: Invoker<'audit:story'>
    readonly related: Invoker<'audit:related'>
    readonly figures: Invoker<'audit:figures'>
    readonly choices: Invoker<'audit:choices'>
    readonly review: Invoker<'audit:review'>
    readonly events: Invoker<'audit:events'>
    readonly reconcile: Invoker<'audit:reconcile'>
    readonly export: Invoker<'audit:export'>
    readonly cancelExport: Invoker<'audit:cancel-export'>
    readonly currentExport: Invoker<'audit:current-export'>
    readonly onExportChanged: Subscriber<'audit:export-changed'>
    readonly logs: Invoker<'audit:logs'>
    readonly closeLog: Invoker<'audit:close-log'>
    readonly removeLog: Invoker<'audit:remove-log'>
    readonly central: Invoker<'audit:central'>
    readonly onCentralChanged: Subscriber<'audit:central-changed'>
    readonly desks: Invoker<'audit:desks'>
    readonly verifyDesk: Invoker<'audit:verify-desk'>
    readonly cancelVerify: Invoker<'audit:cancel-verify'>
    readonly onVerifyChanged: Subscriber<'audit:verify-changed'>
    readonly acknowledge: Invoker<'audit:acknowledge'>
    readonly health: Invoker<'audit:health'>
    readonly onHealthChanged: Subscriber<'audit:health-changed'>
  }
}

declare global {
  interface Window {
    readonly helpdesk: Bridge
  }
}
