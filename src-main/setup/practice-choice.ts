import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PracticeChoice {
  isChosen(): boolean
  /** Counts at once; answers false when it could not be remembered for the next start. */
  choose(practise: boolean): boolean
}

/** Whether this person practises on this PC: an empty file in the profile. `isGiven`: they do, whatever was remembered, until they leave. */
export function openPracticeChoice(folder: string, isGiven: boolean, onProblem: (where: string, cause: unknown) => void): PracticeChoice {
  const file = join(folder, 'practise')
  let isChosen = isGiven || existsSync(file)
  return {
    isChosen: () => isChosen,
    choose: (practise) => {
      isChosen = practise
      try {
        mkdirSync(folder, { recursive: true })
        if (practise) writeFileSync(file, '')
        else rmSync(file, { force: true })
        return true
      } catch (cause) {
        onProblem('practice choice', cause)
        return false
      }
    },
  }
}
