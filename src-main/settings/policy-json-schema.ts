import { z } from 'zod'
import { policyKeys } from './policy-keys.ts'
import { policySchema } from './policy-schema.ts'

interface Node {
  [name: string]: unknown
  properties?: Record<string, Node>
  anyOf?: Node[]
  oneOf?: Node[]
  required?: string[]
}

/** One key of the policy file as the JSON Schema describes it. */
interface PolicyKey {
  readonly path: string
  readonly node: Node
  readonly isRequired: boolean
}

/** The JSON Schema of the policy file, as an administrator writes it; every key with what it does. */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { io: 'input' }) as Node
  for (const { path, node } of keysOf(schema)) {
    const described = policyKeys[path.replace('supervisorLogin.', 'login.')]
    if (described !== undefined) node['description'] = described
  }
  return { $schema, title: 'Policy of the Helpdesk Console', ...schema }
}

/** Every key as a row of Markdown: the key, what may stand there, what stands there when it is left out, what it does. */
export function policyKeyTable(): string {
  const keys = new Map<string, PolicyKey & { readonly kinds: Set<string> }>()
  for (const key of keysOf(policyJsonSchema())) {
    // Its keys are those of login.
    if (key.path.includes('supervisorLogin.')) continue
    const known = keys.get(key.path)
    if (known === undefined) keys.set(key.path, { ...key, kinds: new Set([kindOf(key.node)]) })
    else known.kinds.add(kindOf(key.node))
  }
  const rows = [...keys.values()].map(({ path, node, isRequired, kinds }) =>
    `| \`${path}\` | ${[...kinds].join(' or ')} | ${isRequired ? '(needed)' : usualOf(node)} | ${policyKeys[path] ?? ''} |`)
  return ['| Key | What may stand there | Usual | What it does |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** An object's usual value is that of its keys. */
function usualOf({ default: usual }: Node): string {
  return usual === undefined || (typeof usual === 'object' && usual !== null && !Array.isArray(usual)) ? '' : `\`${JSON.stringify(usual)}\``
}

/** Every key with its node, the outer before the inner; a key of alternatives once for each. */
export function keysOf(node: Node, around = ''): readonly PolicyKey[] {
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((one) => keysOf(one, around))
  const own = Object.entries(node.properties ?? {}).flatMap(([name, inner]): readonly PolicyKey[] => {
    const path = `${around}${name}`
    return [{ path, node: inner, isRequired: node.required?.includes(name) ?? false }, ...keysOf(inner, `${path}.`)]
  })
  return [...own, ...alternatives]
}

function kindOf(node: Node): string {
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? [])]
  if (alternatives.length > 0) return [...new Set(alternatives.map(kindOf))].join(' or ')
  if (Array.isArray(node['enum'])) return node['enum'].map((one) => `\`${JSON.stringify(one)}\``).join(', ')
  if (node['const'] !== undefined) return `\`${JSON.stringify(node['const'])}\``
  switch (node['type']) {
    case 'integer':
      return `whole number, ${String(node['minimum'])} to ${String(node['maximum'])}`
    case 'array':
      return `list of: ${kindOf(node['items'] as Node)}`
    case 'boolean':
      return '`true` or `false`'
    case 'null':
      return '`null`'
    case 'object':
      return 'object'
    default:
      return textKinds[String(node['format'])] ?? (typeof node['maxLength'] === 'number' ? `text, at most ${node['maxLength']} characters` : 'text')
  }
}

const textKinds: Readonly<Record<string, string>> = { uuid: 'GUID', uri: 'https address', email: 'e-mail address' }
