import { isShort } from '../../src-shared/short-list.ts'

/** Compares what is held with how many devices Intune says there are. */
export interface CountCheck {
  /** After a whole walk; true: it is worth walking once more. */
  walked(expected: number, held: number): boolean
  /** Between walks; true: devices have come or gone that only a walk shows. */
  looked(expected: number, held: number): boolean
  forget(): void
}

/**
 * A list can be short without a word, so a walk that differs is done once more. What differs then is how this tenant counts (an agent may not see
 * every device), and only a change of that difference is news.
 */
export function createCountCheck(): CountCheck {
  let knownGap = 0
  let hasWalkedAgain = false
  const isNews = (expected: number, held: number): boolean => isShort(Math.max(expected, held), Math.max(expected, held) - Math.abs(expected - held - knownGap))
  return {
    walked: (expected, held) => {
      if (!hasWalkedAgain && isNews(expected, held)) {
        hasWalkedAgain = true
        return true
      }
      hasWalkedAgain = false
      knownGap = expected - held
      return false
    },
    looked: (expected, held) => {
      if (!isNews(expected, held)) return false
      hasWalkedAgain = true
      return true
    },
    forget: () => {
      knownGap = 0
      hasWalkedAgain = false
    },
  }
}
