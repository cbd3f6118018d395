import type { TenantDevice } from '../devices/device.ts'

type Predicate = (device: TenantDevice) => boolean
export type FilterAnswer = { readonly status: 'ok'; readonly matches: Predicate } | { readonly status: 'unsupported' }

const dates = ['lt', 'gt', 'le', 'ge']
/** Which operators the metadata states for which property, and `ge` and `le` of dates, which people's scripts use; everything else is "unsupported". */
const operators: Readonly<Record<string, readonly string[]>> = {
  deviceName: ['eq', 'contains', 'startswith'], model: ['eq', 'contains'], userPrincipalName: ['eq', 'ne'],
  emailAddress: ['contains'], osVersion: ['contains'],
  phoneNumber: ['contains'], serialNumber: ['eq'], imei: ['eq'], manufacturer: ['eq'], operatingSystem: ['eq'],
  complianceState: ['eq'],
  managementState: ['eq'], managementAgent: ['eq'], deviceCategoryDisplayName: ['eq'], jailBroken: ['eq'],
  azureADDeviceId: ['eq'], deviceType: ['eq'],
  ownerType: ['eq'], enrolledDateTime: dates, lastSyncDateTime: dates, complianceGracePeriodExpirationDateTime: dates,
}

/** All dates of the tenant are written alike, so their order is that of their letters. */
function dateClause(name: string, operator: string, value: string): Predicate {
  const wanted = value.toUpperCase()
  return ({ properties }) => {
    const held = String(properties[name])
    switch (operator) {
      case 'lt': return held < wanted
      case 'le': return held <= wanted
      case 'ge': return held >= wanted
      default: return held > wanted
    }
  }
}

function clauseOf(text: string): Predicate | null {
  const call = /^(contains|startswith)\((\w+), *'((?:[^']|'')*)'\)$/i.exec(text)
  const comparison = /^(\w+) +(eq|ne|lt|gt|le|ge) +(?:'((?:[^']|'')*)'|(\S+))$/i.exec(text)
  const [name, operator, value] = call !== null
    ? [call[2], call[1]?.toLowerCase(), call[3]]
    : [comparison?.[1], comparison?.[2]?.toLowerCase(), comparison?.[3] ?? comparison?.[4]]
  if (name === undefined || operator === undefined || value === undefined || operators[name]?.includes(operator) !== true) {
    return null
  }
  // Seen on real tenants: an empty user name matches everything.
  if (value === '') return null
  if (operators[name] === dates) return dateClause(name, operator, value)
  const wanted = value.replaceAll('\'\'', '\'').toLowerCase()
  return ({ properties }) => {
    const raw = properties[name === 'ownerType' ? 'managedDeviceOwnerType' : name]
    const held = typeof raw === 'string' ? raw.toLowerCase() : ''
    switch (operator) {
      case 'eq': return held === wanted
      case 'ne': return held !== wanted
      case 'contains': return held.includes(wanted)
      default: return held.startsWith(wanted)
    }
  }
}

/** Reads a `$filter`: one clause, or several joined by `or` or by `and`, which binds closer; no brackets. */
export function readFilter(text: string): FilterAnswer {
  const alternatives: Predicate[][] = []
  for (const part of text.split(/ +or +/i)) {
    const clauses = part.split(/ +and +/i).map((clause) => clauseOf(clause.trim()))
    const predicates = clauses.filter((clause) => clause !== null)
    if (predicates.length < clauses.length) return { status: 'unsupported' }
    alternatives.push(predicates)
  }
  return { status: 'ok', matches: (device) => alternatives.some((all) => all.every((predicate) => predicate(device))) }
}
