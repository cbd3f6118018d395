const itemsPerRun = 512
const itemsPerSlice = 8192

/** Sorts the numbers from 0 up to `count`, and yields every few milliseconds. `compare` must be a total order. */
export function* sortInSlices(count: number, compare: (a: number, b: number) => number): Generator<undefined, Uint32Array> {
  let from = Uint32Array.from({ length: count }, (_, i) => i)
  for (let at = 0; at < count; at += itemsPerRun) {
    from.subarray(at, at + itemsPerRun).sort(compare)
    yield
  }
  let to = new Uint32Array(count)
  for (let run = itemsPerRun; run < count; run *= 2) {
    for (let start = 0; start < count; start += 2 * run) {
      const middle = Math.min(start + run, count)
      const end = Math.min(start + 2 * run, count)
      let [left, right] = [start, middle]
      for (let at = start; at < end; at += 1) {
        const isLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0)
        to[at] = (isLeft ? from[left++] : from[right++]) ?? 0
        if (at % itemsPerSlice === 0) yield
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}
