import type { AppInfo, LinkName, Preferences } from '../../src-shared/app-info.ts'
import { bridge, settle } from './bridge.ts'

export const readAppInfo = () => settle(() => bridge().app.info())
export const onAppInfoChanged = (listener: (info: AppInfo) => void) => bridge().app.onInfoChanged(listener)
export const copyText = (text: string) => settle(() => bridge().app.copyText({ text }))
export const openLink = (link: LinkName, ruleId?: string) => settle(() => bridge().app.openLink(ruleId === undefined ? { link } : { link, ruleId }))

export const readPreferences = () => settle(() => bridge().preferences.get())
/** Copied member by member: a reactive object cannot cross the bridge. */
export const savePreferences = ({ theme, notifications, practiceProfile }: Preferences) =>
  settle(() => bridge().preferences.save({ theme, notifications, practiceProfile }))
