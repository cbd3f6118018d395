import type { RequestChannel } from '../../src-shared/ipc-contract.ts'

/** Every channel by name, so that each has a handler before what answers it is loaded; a channel that is missing here does not compile. */
const named: Readonly<Record<RequestChannel, true>> = {
  'support:make': true, 'support:note': true, 'support:save': true, 'support:copy': true,
  'setup:check': true, 'setup:cancel': true, 'setup:open-page-again': true, 'setup:save-policy': true, 'setup:look-again': true, 'setup:practise': true,
  'app:info': true, 'app:copy-text': true, 'app:open-link': true,
  'preferences:get': true, 'preferences:save': true,
  'session:get': true, 'session:sign-in': true, 'session:cancel-sign-in': true, 'session:open-page-again': true, 'session:sign-out': true,
  'directory:query': true, 'directory:find-in-text': true, 'directory:export': true, 'directory:cancel-export': true, 'directory:copy': true,
  'directory:status': true, 'directory:refresh': true,
  'device:open': true,
  'attempt:begin': true, 'attempt:sign-out': true, 'attempt:send': true, 'attempt:cancel': true,
  'device-actions:list': true, 'device-actions:reveal-secret': true, 'device-actions:copy-secret': true, 'device-actions:read-location': true,
  'bulk:begin': true, 'bulk:start': true, 'bulk:cancel': true, 'bulk:current': true,
  'audit:attempts': true, 'audit:story': true, 'audit:related': true, 'audit:figures': true, 'audit:choices': true, 'audit:review': true,
  'audit:reconcile': true, 'audit:events': true, 'audit:export': true, 'audit:cancel-export': true, 'audit:current-export': true,
  'audit:logs': true, 'audit:close-log': true, 'audit:remove-log': true, 'audit:central': true, 'audit:desks': true, 'audit:verify-desk': true,
  'audit:cancel-verify': true, 'audit:acknowledge': true, 'audit:health': true,
}
export const requestChannels = Object.keys(named) as RequestChannel[]
