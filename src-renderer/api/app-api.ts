import type { AppInfo, LinkName, Preferences, SavedView } from '../../src-shared/app-info.ts'
import { filterCopy } from './directory-api.ts'
import { bridge, settle } from './bridge.ts'

export const readAppInfo = () => settle(() => bridge().app.info())
export const onAppInfoChanged = (listener: (info: AppInfo) => void) => bridge().app.onInfoChanged(listener)
export const copyText = (text: string) => settle(() => bridge().app.copyText({ text }))
/** `ruleId` belongs to 'rule-source', `deviceId` to 'open-in-intune'. */
export const openLink = (link: LinkName, what: { readonly ruleId?: string; readonly deviceId?: string } = {}) =>
  settle(() => bridge().app.openLink({ link, ...what }))

export const readPreferences = () => settle(() => bridge().preferences.get())
/** Copied member by member: a reactive object cannot cross the bridge. */
export const savePreferences = ({ theme, notifications, practiceProfile, views, columns }: Preferences) =>
  settle(() => bridge().preferences.save({
    theme, notifications, practiceProfile, views: views.map(viewCopy),
    columns: { order: [...columns.order], shown: columns.shown === null ? null : [...columns.shown], widths: { ...columns.widths } },
  }))

const viewCopy = ({ name, text, sort, filter }: SavedView): SavedView => ({ name, text, sort: { key: sort.key, direction: sort.direction }, filter: filterCopy(filter) })
