import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { policyJsonSchema, policyKeyTable, keysOf } from '../../../src-main/settings/policy-json-schema.ts'
import { policyKeys } from '../../../src-main/settings/policy-keys.ts'
import { readPolicyFile } from '../../../src-main/settings/policy-file.ts'
import { warningsOf } from '../../../src-main/settings/policy-warnings.ts'

const root = join(import.meta.dirname, '../../..')
const exampleFile = join(root, 'resources/policy.example.json')
const keys = keysOf(policyJsonSchema())

it('is published as the console reads it (npm run policy -- schema > resources/policy.schema.json)', () => {
  expect(JSON.parse(readFileSync(join(root, 'resources/policy.schema.json'), 'utf8'))).toEqual(policyJsonSchema())
})

it('says of every key what it does, and of no other', () => {
  const paths = new Set(keys.map(({ path }) => path.replace('supervisorLogin.', 'login.')))
  expect([...paths].sort()).toEqual(Object.keys(policyKeys).sort())
  expect(keys.filter(({ node }) => typeof node['description'] !== 'string').map(({ path }) => path)).toEqual([])
})

it('is explained in full in docs/policy.md (npm run policy -- keys)', () => {
  expect(readFileSync(join(root, 'docs/policy.md'), 'utf8')).toContain(policyKeyTable())
})

it('has an example that the console accepts, with every usual value in it', () => {
  expect(readPolicyFile(exampleFile)).toMatchObject({ status: 'ok' })
  const example = JSON.parse(readFileSync(exampleFile, 'utf8')) as Record<string, unknown>
  for (const { path, node } of keys) {
    if (node['default'] === undefined || path.startsWith('kiosk.') || path.startsWith('audit.central.')) continue
    const value = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], example)
    expect([path, value]).toEqual([path, node['default']])
  }
  const read = readPolicyFile(exampleFile)
  expect(read.status === 'ok' && warningsOf(read.policy).map(({ key }) => key)).toEqual(['actionClientId'])
})
