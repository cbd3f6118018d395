import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createScenarioDevices } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { generateDevices } from '../../../simulated-tenant/devices/generate-devices.ts'
import { createProjection } from '../../../simulated-tenant/graph/project-device.ts'
import { v1Defaults, v1EnrollmentTypes, v1ManagementAgents } from '../../../simulated-tenant/graph/properties.ts'

/** The part of Microsoft's metadata that concerns devices; the file says where it comes from. */
const metadata = readFileSync(new URL('./managed-device.v1.0.csdl.xml', import.meta.url), 'utf8')

function elementOf(kind: 'EntityType' | 'ComplexType' | 'EnumType', name: string): string {
  const text = new RegExp(`<${kind} Name="${name}"[\\s\\S]*?</${kind}>`).exec(metadata)?.[0]
  if (text === undefined) throw new Error(`The metadata has no ${kind} "${name}".`)
  return text
}
const membersOf = (enumName: string): string[] =>
  [...elementOf('EnumType', enumName).matchAll(/<Member Name="(\w+)"/g)].map(([, name = '']) => name)

interface Property {
  readonly type: string
  readonly isNullable: boolean
}
function propertiesOf(kind: 'EntityType' | 'ComplexType', name: string): Map<string, Property> {
  const found = elementOf(kind, name).matchAll(/<Property Name="(\w+)" Type="([^"]+)"([^>]*)\/>/g)
  return new Map([...found].map(([, property = '', type = '', rest = '']) => [property, { type, isNullable: !rest.includes('Nullable="false"') }]))
}

const device = new Map([['id', { type: 'Edm.String', isNullable: false }], ...propertiesOf('EntityType', 'managedDevice')])
const projection = createProjection('v1.0', null, 'single')
const rows = projection.status === 'ok'
  ? [...createScenarioDevices(0), ...generateDevices(7, 1500, 1_700_000_000_000)].map((one) => projection.project(one))
  : []

/** What is wrong with a value, by its type in the metadata; null when nothing is. */
function wrongIn(value: unknown, { type, isNullable }: Property): string | null {
  if (value === null) return isNullable ? null : 'is null'
  const enumName = /^graph\.(\w+)$/.exec(type)?.[1]
  switch (type) {
    case 'Edm.String': return typeof value === 'string' ? null : 'is no text'
    case 'Edm.Boolean': return typeof value === 'boolean' ? null : 'is no boolean'
    case 'Edm.Int64': return Number.isSafeInteger(value) ? null : 'is no whole number'
    case 'Edm.DateTimeOffset':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? null : 'is no moment'
    case 'Collection(graph.deviceActionResult)': return Array.isArray(value) ? null : 'is no list'
    default:
      if (enumName === undefined || !metadata.includes(`<EnumType Name="${enumName}"`)) return null
      return typeof value === 'string' && membersOf(enumName).includes(value) ? null : `is no ${enumName}`
  }
}

describe('v1.0 of the practice tenant, held against Microsoft\'s metadata', () => {
  it('has exactly its properties of a managedDevice', () => {
    expect(Object.keys(v1Defaults).sort()).toEqual([...device.keys()].sort())
  })

  it('knows exactly its enrolment types and management agents', () => {
    expect([...v1EnrollmentTypes].sort()).toEqual(membersOf('deviceEnrollmentType').sort())
    expect([...v1ManagementAgents].sort()).toEqual(membersOf('managementAgentType').sort())
  })

  it('gives every property of every device a value of its type', () => {
    expect(rows.length).toBeGreaterThan(1500)
    const wrong = rows.flatMap((row) => [...device].map(([name, property]) => {
      const what = wrongIn(row[name], property)
      return what === null ? null : `${name} ${what}: ${JSON.stringify(row[name])}`
    }).filter((sentence) => sentence !== null))
    expect([...new Set(wrong)]).toEqual([])
  })
})
