import type { TenantDevice } from '../devices/device.ts'
import type { Reply } from '../http/reply.ts'
import type { TenantState } from '../state.ts'
import { approvalsOf } from './approvals-section.ts'
import { clockSection } from './clock-section.ts'
import type { Deed } from './deeds.ts'
import { deviceDeeds } from './deeds.ts'
import { buttonsOf, foreign, saidOf, tableOf, timeOf, trainerPage } from './parts.ts'

function connectionOf({ model }: TenantDevice): string {
  if (model.online) return 'Online'
  return model.nextCheckInAt === null ? 'Offline, until it is brought back' : `Offline until ${timeOf(model.nextCheckInAt)}`
}

const nextActionDeeds = { usual: 'next-as-usual', fail: 'next-fails', notSupported: 'next-not-supported' } as const

function nextActionOf({ model }: TenantDevice): string {
  switch (model.nextAction) {
    case null: return 'Ends as usual'
    case 'fail': return 'Will fail'
    case 'notSupported': return 'Will be not supported'
  }
}

/** The deeds that change something on the device as it is now. */
function deedsFor({ model }: TenantDevice): Record<string, Deed> {
  const unwanted: readonly string[] = [model.online ? 'come-online' : 'go-offline', nextActionDeeds[model.nextAction ?? 'usual']]
  return Object.fromEntries(Object.entries(deviceDeeds).filter(([name]) => !unwanted.includes(name)))
}

function actionsOf({ actions }: TenantDevice): string {
  if (actions.size === 0) return '<p>Nothing was asked of this device.</p>'
  return tableOf({
    caption: 'Actions', columns: ['Action', 'State', 'Asked for', 'Last change'],
    rows: [...actions.values()].map(({ actionName, state, startedAt, updatedAt }) =>
      [foreign(actionName), foreign(state), timeOf(startedAt), timeOf(updatedAt)]),
  })
}

/** One device: what it is, what it was asked for, and buttons for what it does next. It has to be settled first. */
export function devicePage(state: TenantState, device: TenantDevice, token: string, done: Deed | undefined): Reply {
  const { id, deviceName, serialNumber, model, operatingSystem, osVersion, userDisplayName, userPrincipalName, managementState } = device.properties
  const facts: readonly (readonly [string, string])[] = [
    ['Serial number', foreign(serialNumber)], ['Model', foreign(model)], ['System', foreign(`${operatingSystem} ${osVersion}`)],
    ['User', foreign(userDisplayName)], ['Account', foreign(userPrincipalName)], ['Management state', foreign(managementState)],
    ['Connection', connectionOf(device)], ['Next action', nextActionOf(device)], ['Id', foreign(id)],
  ]
  const here = `/practice/devices/${encodeURIComponent(id)}`
  const hidden = { token, device: id }
  return trainerPage(deviceName, `<nav aria-label="Back"><a href="/practice/">All devices</a></nav>
<h1>${foreign(deviceName)}</h1>${saidOf(done)}
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
<section aria-labelledby="actions"><h2 id="actions">Actions</h2>${actionsOf(device)}
<p><a href="${here}">Look again</a></p></section>
${approvalsOf(state, id, hidden)}
<section aria-labelledby="next"><h2 id="next">What the device does</h2>${buttonsOf(deedsFor(device), hidden)}</section>
${clockSection(state, hidden)}`)
}
