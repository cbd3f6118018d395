import type { SessionState } from '../../src-shared/session.ts'
import { bridge, settle } from './bridge.ts'

export const readSession = () => settle(() => bridge().session.get())
export const signIn = () => settle(() => bridge().session.signIn())
export const cancelSignIn = () => settle(() => bridge().session.cancelSignIn())
export const openPageAgain = () => settle(() => bridge().session.openPageAgain())
export const signOut = () => settle(() => bridge().session.signOut())
export const onSessionChanged = (listener: (session: SessionState) => void) => bridge().session.onChanged(listener)
