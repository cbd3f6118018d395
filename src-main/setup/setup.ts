import { realpathSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { SetupLook, SetupRequest, SetupRun, SetupStep } from '../../src-shared/setup.ts'
import type { PolicyFile } from '../settings/policy-file.ts'
import { policyDraft } from './policy-draft.ts'
import { runChecks } from './run-checks.ts'
import type { CheckOptions } from './run-checks.ts'

export interface SetupOptions extends Omit<CheckOptions, 'onStep'> {
  /** False once the console is set up, or somebody practises. */
  readonly isOpen: () => boolean
  readonly onChanged: (run: SetupRun) => void
  readonly policyPath: string
  readonly readPolicy: () => PolicyFile
  readonly chooseFile: (fileName: string) => Promise<string | null>
}

/**
 * The first run. It tries what an administrator types and writes the policy for them to put in its place: never into that place itself, where only
 * an administrator may write, and never for a console that has one.
 */
export function createSetup(options: SetupOptions) {
  let stop: AbortController | null = null
  let page: string | null = null
  let draft: string | null = null

  async function check(request: SetupRequest): Promise<Answer<{ run: SetupRun }>> {
    if (!options.isOpen()) return refuse('not-allowed')
    stop?.abort('sign-in-cancelled')
    const mine = new AbortController()
    stop = mine
    draft = null
    const tell = (steps: readonly SetupStep[], isOver: boolean, policy: string | null): SetupRun => {
      const run = { steps, isOver, policy }
      if (stop === mine) options.onChanged(run)
      return run
    }
    const { steps, tenantId } = await runChecks({
      ...options,
      onStep: (now) => tell(now, false, null),
      openInBrowser: (url) => {
        page = url
        return options.openInBrowser(url)
      },
    }, request, mine.signal)
    if (stop !== mine) return refuse('sign-in-cancelled')
    page = null
    const isGood = tenantId !== null && steps.every(({ state }) => state === 'passed' || state === 'warned')
    draft = isGood ? policyDraft(request, tenantId) : null
    return { status: 'ok', run: tell(steps, true, draft) }
  }

  async function savePolicy(): Promise<Answer<{ isSaved: boolean }>> {
    if (draft === null) return refuse('not-allowed')
    const text = draft
    const file = await options.chooseFile('policy.json')
    if (file === null) return { status: 'ok', isSaved: false }
    try {
      if (realFolder(file) === realFolder(options.policyPath)) return refuse('export-failed')
      await writeFile(file, text)
      return { status: 'ok', isSaved: true }
    } catch (cause) {
      options.onProblem('setup', cause)
      return refuse('export-failed')
    }
  }

  function lookAgain(): SetupLook {
    const file = options.readPolicy()
    if (file.status === 'ok') return { found: 'policy', tenantName: file.policy.tenantName }
    return file.status === 'absent' ? { found: 'nothing' } : { found: 'mistake', detail: file.detail }
  }

  return {
    check,
    cancel: () => stop?.abort('sign-in-cancelled'),
    openPageAgain: async (): Promise<Answer> => {
      if (page === null) return refuse('attempt-unknown')
      try {
        await options.openInBrowser(page)
        return { status: 'ok' }
      } catch (cause) {
        options.onProblem('browser', cause)
        return refuse('browser-unavailable')
      }
    },
    savePolicy,
    lookAgain,
  }
}

export type Setup = ReturnType<typeof createSetup>

/** The folder of a file, whatever name or link leads there; as written where it does not exist. */
function realFolder(file: string): string {
  try {
    return realpathSync.native(dirname(file))
  } catch {
    return dirname(file)
  }
}
