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
  resetPasscode: {
    begin: invoker('reset-passcode:begin'),
    signOut: invoker('reset-passcode:sign-out'),
    send: invoker('reset-passcode:send'),
    cancel: invoker('reset-passcode:cancel'),
    onAttemptChanged: subscriber('attempt:changed'),
  },
  deviceActions: {
    list: invoker('device-actions:list'),
    revealPasscode: invoker('device-actions:reveal-passcode'),
    copyPasscode: invoker('device-actions:copy-passcode'),
    onChanged: subscriber('device-actions:changed'),
  },
  audit: {
    attempts: invoker('audit:attempts'),
    story: invoker('audit:story'),
    health: invoker('audit:health'),
    onHealthChanged: subscriber('audit:health-changed'),
  },
} satisfies Bridge)
