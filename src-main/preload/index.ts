import { contextBridge } from 'electron'
import type { Bridge } from '../../src-shared/bridge.ts'
import { invoker, subscriber } from './invoker.ts'

contextBridge.exposeInMainWorld('helpdesk', {
  app: {
    info: invoker('app:info'),
    copyText: invoker('app:copy-text'),
    openLink: invoker('app:open-link'),
    onInfoChanged: subscriber('app:info-changed'),
  },
  preferences: { get: invoker('preferences:get'), save: invoker('preferences:save') },
  session: {
    get: invoker('session:get'),
    signIn: invoker('session:sign-in'),
    cancelSignIn: invoker('session:cancel-sign-in'),
    openPageAgain: invoker('session:open-page-again'),
    signOut: invoker('session:sign-out'),
    onChanged: subscriber('session:changed'),
  },
  directory: {
    query: invoker('directory:query'),
    status: invoker('directory:status'),
    refresh: invoker('directory:refresh'),
    onChanged: subscriber('directory:changed'),
  },
  device: { open: invoker('device:open') },
  attempts: {
    begin: invoker('attempt:begin'),
    signOut: invoker('attempt:sign-out'),
    send: invoker('attempt:send'),
    cancel: invoker('attempt:cancel'),
    onChanged: subscriber('attempt:changed'),
  },
  deviceActions: {
    list: invoker('device-actions:list'),
    revealSecret: invoker('device-actions:reveal-secret'),
    copySecret: invoker('device-actions:copy-secret'),
    readLocation: invoker('device-actions:read-location'),
    onChanged: subscriber('device-actions:changed'),
  },
  bulk: {
    begin: invoker('bulk:begin'),
    start: invoker('bulk:start'),
    cancel: invoker('bulk:cancel'),
    current: invoker('bulk:current'),
    onChanged: subscriber('bulk:changed'),
  },
  audit: {
    attempts: invoker('audit:attempts'),
    story: invoker('audit:story'),
    related: invoker('audit:related'),
    figures: invoker('audit:figures'),
    choices: invoker('audit:choices'),
    review: invoker('audit:review'),
    reconcile: invoker('audit:reconcile'),
    export: invoker('audit:export'),
    cancelExport: invoker('audit:cancel-export'),
    currentExport: invoker('audit:current-export'),
    onExportChanged: subscriber('audit:export-changed'),
    acknowledge: invoker('audit:acknowledge'),
    health: invoker('audit:health'),
    onHealthChanged: subscriber('audit:health-changed'),
  },
} satisfies Bridge)
