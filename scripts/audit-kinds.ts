// node scripts/audit-kinds.ts: writes docs/audit-kinds.md, the table of the audit log's kinds of rows, from their types.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '..')
export const auditKindsFile = join(root, 'docs', 'audit-kinds.md')

/** The text of docs/audit-kinds.md as src-shared/audit.ts has it now. */
export function describeAuditKinds(): string {
  const path = join(root, 'src-shared', 'audit.ts')
  const text = readFileSync(path, 'utf8')
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const typeOf = (name: string): ts.TypeNode => {
    for (const statement of source.statements) if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) return statement.type
    throw new Error(`src-shared/audit.ts has no type ${name}`)
  }
  const membersOf = (name: string): readonly ts.TypeElement[] => {
    for (const statement of source.statements) if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) return statement.members
    throw new Error(`src-shared/audit.ts has no interface ${name}`)
  }
  const event = typeOf('AuditEvent')
  if (!ts.isUnionTypeNode(event)) throw new Error('AuditEvent is no union')
  const parts = event.types.map((type) => {
    if (!ts.isTypeLiteralNode(type)) throw new Error(`a kind is no plain type: ${type.getText()}`)
    const kind = type.members.find((member) => nameOf(member) === 'kind')
    const name = kind !== undefined && ts.isPropertySignature(kind) ? kind.type?.getText().replaceAll("'", '') : undefined
    if (name === undefined) throw new Error(`a kind has no name: ${type.getText()}`)
    return [`## \`${name}\``, commentBefore(text, type), tableOf(type.members.filter((member) => member !== kind))].filter((part) => part !== '').join('\n\n')
  })
  return `${[
    '# Kinds of rows in the audit log',
    'Written by `node scripts/audit-kinds.ts` from `src-shared/audit.ts`; change it there. What the log is and how it is checked: [audit-log.md](audit-log.md).',
    '## In every row', tableOf(membersOf('AuditEnvelope')),
    ...parts,
    ...['AuditActor', 'AuditTarget', 'FreshSignInProof', 'SessionProof', 'LogHead', 'PreviousLog'].map((name) => `## ${name}\n\n${tableOf(membersOf(name))}`),
  ].join('\n\n')}\n`
}

/** The comment right before a member of the union. In the syntax tree nobody owns it, because the bar stands between. */
const commentBefore = (text: string, type: ts.TypeNode): string =>
  plain(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*\|\s*$/.exec(text.slice(0, type.getStart()))?.[1] ?? '')

function tableOf(members: readonly ts.TypeElement[]): string {
  if (members.length === 0) return ''
  const rows = members.filter(ts.isPropertySignature).map((member) => {
    const doc = ts.getJSDocCommentsAndTags(member).map((comment) => plain(comment.getText())).join(' ')
    const cells = [`\`${nameOf(member)}\`${member.questionToken === undefined ? '' : ' (may be absent)'}`, `\`${(member.type?.getText() ?? '').replaceAll(/\s+/g, ' ')}\``, doc]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['| Field | Type | |', '| --- | --- | --- |', ...rows].join('\n')
}

const nameOf = (member: ts.TypeElement): string => member.name?.getText() ?? ''

const plain = (comment: string): string => comment.replaceAll(/^\/\*\*|\*\/$/g, '').replaceAll(/\n\s*\*/g, ' ').replaceAll(/\s+/g, ' ').trim()

if (import.meta.main) writeFileSync(auditKindsFile, describeAuditKinds())
