/** Answers that come when the spec says so, in any order. */
export function held<T>() {
  const waiting: ((answer: T) => void)[] = []
  return { handler: () => new Promise<T>((resolve) => waiting.push(resolve)), answer: (index: number, value: T) => waiting[index]?.(value) }
}
