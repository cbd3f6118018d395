/** Devices come and go while they are counted: more than this share, and more than five, is no such thing. */
const toleratedShare = 0.001

/** Whether a list of `held` devices lacks more than a few of the `expected` ones. */
export function isShort(expected: number, held: number): boolean {
  return expected - held > Math.max(5, expected * toleratedShare)
}
