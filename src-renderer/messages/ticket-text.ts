import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { OpenedDevice } from '../../src-shared/availability.ts'
import { complianceNames, ownershipNames } from '../../src-shared/device-list-words.ts'
import { requestNouns, requestTitle, stateWords } from './action-words.ts'
import { doubtWords } from './audit-words.ts'
import { kindDescriptions } from './device-words.ts'
import { visibleText } from './display-text.ts'
import { agentInWords, enrolmentInWords, managementStateInWords } from './fact-words.ts'
import { explanationOf, stateSentence } from './outcome-words.ts'
import { parameterFact } from './parameter-words.ts'
import { exactTime } from './time-words.ts'

/** A ticket system's field takes so much. */
const longest = 7_900
type Line = readonly [label: string, value: string]

/** Everything that the panel shows about the device, as plain text for a ticket. Never a passcode, a PIN or a place. */
export function ticketText(opened: OpenedDevice, last: DeviceActionRecord | null): string {
  const lines = [...deviceLines(opened), ...(last === null ? [] : actionLines(last))].filter(([, value]) => value.trim() !== '')
  const text = lines.map(([label, value]) => `${label}: ${visibleText(value)}`).join('\n')
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}

function deviceLines({ device, pending }: OpenedDevice): readonly Line[] {
  return [
    ['Device', device.deviceName || 'no name'],
    ['Management name', device.managedDeviceName],
    ['Serial number', device.serialNumber || 'not reported'],
    ['IMEI', device.imei],
    ['MEID', device.meid],
    ['Primary user', device.userDisplayName || 'none'],
    ['UPN', device.userPrincipalName],
    ['Kind', kindDescriptions[device.kind]],
    ['Model', `${device.manufacturer} ${device.model}`.trim()],
    ['System', `${device.operatingSystem} ${device.osVersion}`.trim()],
    ['Ownership', ownershipNames[device.ownership]],
    ['Compliance', complianceNames[device.compliance]],
    ['Last check-in', device.lastSyncAt === null ? 'never' : exactTime(device.lastSyncAt)],
    ['Enrolled', exactTime(device.enrolledAt)],
    ['Enrolment type', enrolmentInWords(device.enrollmentType)],
    ['Managed by', agentInWords(device.managementAgent)],
    ['Management state', managementStateInWords(device.managementState)],
    ['Intune id', device.id],
    ['Entra id', device.entraDeviceId],
    ['Pending in Intune', pending.map((action) => requestNouns[action]).join(', ')],
    ['Read from Intune', exactTime(device.readAt)],
  ]
}

function actionLines(record: DeviceActionRecord): readonly Line[] {
  const fact = parameterFact(record.parameters, record.effect)
  return [
    ['Last action', `${requestTitle(record.action)}, ${stateWords[record.state].word.toLowerCase()}. ${stateSentence(record)} ${explanationOf(record) ?? ''}`.trim()],
    [fact?.label ?? '', fact?.value ?? ''],
    ['Requested by', record.agentName],
    ['Requested', exactTime(record.requestedAt)],
    ['Last news', exactTime(record.updatedAt)],
    ['Ticket', record.ticket],
    ['Attempt', record.attemptId],
    ['Audit log', record.isDoubtful === true ? doubtWords.row.sentence : ''],
  ]
}
