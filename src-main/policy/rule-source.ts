import type { RuleSource } from '../../src-shared/availability.ts'
import { findRule } from './eligibility-table.ts'
import type { EligibilityRule } from './eligibility-table.ts'
import { ruleDocuments } from './rule-documents.ts'

/** A row's page, as it is shown to the agent. */
export function sourceOf({ ruleId, profile, document }: EligibilityRule): RuleSource {
  const { title, url } = ruleDocuments[document]
  return { ruleId, profile, title, url }
}

/** The page behind a rule, by the rule's id; null for an id that is not in a table, so that nothing else can be opened through it. */
export function findRuleSource(ruleId: string): RuleSource | null {
  const rule = findRule(ruleId)
  return rule === null ? null : sourceOf(rule)
}
