import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import type { Arrow } from './arrows.ts'

export interface BrokenArrow {
  readonly rule: string
  readonly from: string
  readonly to: string
}

/** Reads every import below these folders, of .ts and .vue files, and answers the ones that a rule forbids. Types count: they tie files together too. */
export async function findBrokenArrows(baseDir: string, folders: readonly string[], arrows: readonly Arrow[]): Promise<{ broken: readonly BrokenArrow[]; files: readonly string[] }> {
  const forbidden = arrows.map(({ name, from, to }) => ({ name, severity: 'error', from, to }))
  const { output } = await cruise([...folders], {
    baseDir,
    ruleSet: { forbidden } as IFlattenedRuleSet,
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.tsbuildinfo$' },
  }, { conditionNames: ['import', 'types', 'default'], exportsFields: ['exports'], extensions: ['.ts', '.vue', '.js', '.mjs', '.cjs', '.d.ts', '.json'] })
  if (typeof output === 'string') throw new Error('dependency-cruiser answered a report instead of its findings')
  return {
    broken: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    files: sourcesOf(output),
  }
}

function sourcesOf(result: ICruiseResult): readonly string[] {
  return result.modules.map(({ source }) => source)
}
