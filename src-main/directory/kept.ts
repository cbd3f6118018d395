/** The last few answers by name: scrolling asks for window after window of one question. */
export interface Kept<T> {
  /** The answer known by this name, or else a new one. */
  get(name: string, make: () => T): T
  clear(): void
}

export function createKept<T>(most: number): Kept<T> {
  const answers = new Map<string, T>()
  return {
    get: (name, make) => {
      const answer = answers.get(name) ?? make()
      // The one asked for last stands last.
      answers.delete(name)
      answers.set(name, answer)
      const oldest = answers.keys().next()
      if (answers.size > most && oldest.done !== true) answers.delete(oldest.value)
      return answer
    },
    clear: () => answers.clear(),
  }
}
