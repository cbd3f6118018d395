import type { RuleSource } from '../../src-shared/availability.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'
import { resetPasscodeTable } from './eligibility-table.ts'
import type { EligibilityRule } from './eligibility-table.ts'
import { ruleDocuments } from './rule-documents.ts'

/** A row's page, as it is shown to the agent. */
export function sourceOf(rule: EligibilityRule, profile: EligibilityProfile): RuleSource {
  const { title, url } = ruleDocuments[rule.document]
  return { ruleId: rule.ruleId, profile, title, url }
}

const sources: ReadonlyMap<string, RuleSource> = new Map(
  (['graph-admin', 'company-portal'] as const).flatMap((profile) =>
    Object.values(resetPasscodeTable[profile]).map((rule) => [rule.ruleId, sourceOf(rule, profile)] as const),
  ),
)

/** The page behind a rule, by the rule's id; null for an id that is not in the table, so that nothing else can be opened through it. */
export function findRuleSource(ruleId: string): RuleSource | null {
  return sources.get(ruleId) ?? null
}
