/** Values of one statement: each is added and stands in the text as its number, never as itself. */
export interface SqlValues {
  readonly values: readonly unknown[]
  /** "$1", "$2", … */
  add(value: unknown): string
}

/** No values yet. */
export function createSqlValues(): SqlValues {
  const values: unknown[] = []
  return { values, add: (value) => `$${values.push(value)}` }
}

/** Text that stands for itself in LIKE. */
export const likeText = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`)
