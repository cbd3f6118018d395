import type { TenantDevice } from '../devices/device.ts'
import { scenarioDeviceIds } from '../devices/scenario-devices.ts'
import { escapeHtml } from '../entra/page.ts'
import type { Reply } from '../http/reply.ts'
import type { TenantState } from '../state.ts'
import { waitingApprovals } from './approvals-section.ts'
import { clockSection } from './clock-section.ts'
import type { Deed } from './deeds.ts'
import { foreign, saidOf, tableOf, trainerPage } from './parts.ts'

const mostShown = 50
const searched: readonly string[] = ['id', 'deviceName', 'serialNumber', 'userDisplayName', 'userPrincipalName']
const rehearsalIds: readonly string[] = Object.values(scenarioDeviceIds)

function found(state: TenantState, query: string): { readonly sentence: string; readonly devices: readonly TenantDevice[] } {
  if (query === '') {
    const devices = rehearsalIds.map((id) => state.devices.get(id)).filter((device) => device !== undefined)
    return { sentence: `${devices.length} devices to rehearse with.`, devices }
  }
  const wanted = query.toLowerCase()
  const devices = [...state.devices.from(-1)].filter(({ properties }) => searched.some((name) => {
    const text = properties[name]
    return typeof text === 'string' && text.toLowerCase().includes(wanted)
  }))
  const more = devices.length > mostShown ? `; these are the first ${mostShown}` : ''
  const sentence = `${devices.length} of ${state.devices.count()} devices match “${query}”${more}.`
  return { sentence, devices: devices.slice(0, mostShown) }
}

function row({ properties, model, actions }: TenantDevice): string[] {
  const { id, deviceName, serialNumber, userDisplayName, managementState } = properties
  const queued = [...actions.values()].map(({ actionName, state }) => `${escapeHtml(actionName)}: ${escapeHtml(state)}`)
  return [
    `<a href="/practice/devices/${encodeURIComponent(id)}">${foreign(deviceName)}</a>`, foreign(serialNumber),
    foreign(userDisplayName), foreign(managementState), model.online ? 'Online' : 'Offline',
    queued.length === 0 ? '–' : queued.join('<br>'),
  ]
}

/** The trainer's first page: the time, and the devices to rehearse with or those that were looked for. */
export function overviewPage(state: TenantState, token: string, query: string, done: Deed | undefined): Reply {
  const { sentence, devices } = found(state, query)
  const columns = ['Device', 'Serial number', 'User', 'Management state', 'Connection', 'Actions']
  const table = devices.length === 0 ? '' : tableOf({ caption: 'Devices', columns, rows: devices.map(row) })
  const hidden = { token, q: query }
  return trainerPage('Trainer’s page', `<h1>Trainer’s page</h1>${saidOf(done)}
${clockSection(state, hidden)}
${waitingApprovals(state, hidden)}
<section aria-labelledby="devices"><h2 id="devices">Devices</h2>
<form method="get" action="/practice/" role="search"><label for="q">Name, serial number, user or id</label>
<div class="row"><input id="q" name="q" type="search" autocomplete="off" value="${escapeHtml(query)}">
<button type="submit">Find</button></div></form>
<p>${escapeHtml(sentence)}${query === '' ? '' : ' <a href="/practice/">Show those to rehearse with</a>'}</p>${table}</section>`)
}
