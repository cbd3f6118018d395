import type { TenantDevice } from '../devices/device.ts'

type Predicate = (device: TenantDevice) => boolean
export type FilterAnswer = { readonly status: 'ok'; readonly matches: Predicate } | { readonly status: 'unsupported' }

/** Which operators the metadata states for which property; everything else is "unsupported". */
const operators: Readonly<Record<string, readonly string[]>> = {
  deviceName: ['eq', 'contains', 'startswith'], model: ['eq', 'contains'], userPrincipalName: ['eq', 'ne'],
  emailAddress: ['contains'], osVersion: ['contains'],
  phoneNumber: ['contains'], serialNumber: ['eq'], imei: ['eq'], manufacturer: ['eq'], operatingSystem: ['eq'],
  complianceState: ['eq'],
  managementState: ['eq'], managementAgent: ['eq'], deviceCategoryDisplayName: ['eq'], jailBroken: ['eq'],
  azureADDeviceId: ['eq'], deviceType: ['eq'],
  ownerType: ['eq'], enrolledDateTime: ['lt', 'gt'], lastSyncDateTime: ['lt', 'gt'],
  complianceGracePeriodExpirationDateTime: ['lt', 'gt'],
}

function clauseOf(text: string): Predicate | null {
  const call = /^(contains|startswith)\((\w+), *'((?:[^']|'')*)'\)$/i.exec(text)
  const comparison = /^(\w+) +(eq|ne|lt|gt) +(?:'((?:[^']|'')*)'|(\S+))$/i.exec(text)
  const [name, operator, value] = call !== null
    ? [call[2], call[1]?.toLowerCase(), call[3]]
    : [comparison?.[1], comparison?.[2]?.toLowerCase(), comparison?.[3] ?? comparison?.[4]]
  if (name === undefined || operator === undefined || value === undefined || operators[name]?.includes(operator) !== true) {
    return null
  }
  // Seen on real tenants: an empty user name matches everything.
  if (value === '') return null
  const wanted = value.replaceAll('\'\'', '\'').toLowerCase()
  return ({ properties }) => {
    const raw = properties[name === 'ownerType' ? 'managedDeviceOwnerType' : name]
    const held = typeof raw === 'string' ? raw.toLowerCase() : ''
    switch (operator) {
      case 'eq': return held === wanted
      case 'ne': return held !== wanted
      case 'contains': return held.includes(wanted)
      case 'startswith': return held.startsWith(wanted)
      case 'lt': return held < wanted
      default: return held > wanted
    }
  }
}

/** Reads a `$filter`: one clause, or several joined by `or`. */
export function readFilter(text: string): FilterAnswer {
  const clauses = text.split(/ +or +/i).map((part) => clauseOf(part.trim()))
  if (clauses.some((clause) => clause === null)) return { status: 'unsupported' }
  const predicates = clauses.filter((clause) => clause !== null)
  return { status: 'ok', matches: (device) => predicates.some((predicate) => predicate(device)) }
}
