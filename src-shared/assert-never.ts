/** Makes a `switch` over a union exhaustive: a member without a case does not compile, and one that slips through throws. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
