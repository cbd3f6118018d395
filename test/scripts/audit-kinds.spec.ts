import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { auditKindsFile, describeAuditKinds } from '../../scripts/audit-kinds.ts'

describe('docs/audit-kinds.md', () => {
  it('says what the types say; if not, run node scripts/audit-kinds.ts', () => {
    expect(readFileSync(auditKindsFile, 'utf8')).toBe(describeAuditKinds())
  })

  it('has a sentence for every kind, above its own fields', () => {
    const kinds = describeAuditKinds().split('\n## `').slice(1).map((part) => part.split('\n## ')[0]!)
    const sentences = kinds.map((part) => part.split('\n')[2])
    expect(new Set(sentences).size).toBe(kinds.length)
    expect(sentences.filter((sentence) => sentence?.startsWith('|') !== false)).toEqual([])
    expect(kinds.find((part) => part.startsWith('clock`'))).toContain("| `cause` | `'drift' \\| 'resume' \\| 'server'` |")
  })
})
