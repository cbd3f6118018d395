import { StrictEmitter, strict } from './strict.ts'

export const powerEvents = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown', 'on-ac', 'on-battery', 'user-did-become-active', 'user-did-resign-active'] as const

class PowerMonitor extends StrictEmitter {
  constructor() {
    super('powerMonitor', powerEvents)
  }
}

/** Node hears nothing of the machine's sleep or lock: only the test channel emits here (see README). */
export const powerMonitor = strict('powerMonitor', new PowerMonitor())
