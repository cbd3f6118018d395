// The inner loops of the search, in AssemblyScript: plain memory, no allocation, addresses handed in by search-memory.ts.
//
// Rows lie in a row in memory as UTF-8 bytes, row r from starts[r] up to starts[r + 1]; 32 rows are a block, and its hits are one 32-bit word.
// For the runs of two and three bytes ("grams") a hash table of bits says which blocks may hold one: tiles of 512 blocks, in each tile 64 bytes for each hash.

const hashes: u32 = 8192
const tileBytes: usize = 64

// @ts-ignore: decorator
@inline
function hashOf(three: u32): usize {
  return <usize>(((three & 0xffffff) * 2654435761) >> 19)
}

/** Pairs are in the same table, told apart by their third byte. */
// @ts-ignore: decorator
@inline
function hashOfPair(two: u32): usize {
  return hashOf((two & 0xffff) | 0xff0000)
}

/** Marks the grams of the rows from..to (of count) in the table. */
export function addGrams(text: usize, starts: usize, from: u32, to: u32, table: usize): void {
  for (let row: u32 = from; row < to; row++) {
    const block = row >> 5
    const tile = table + <usize>(block >> 9) * (<usize>hashes * tileBytes) + <usize>((block >> 5) & 15) * 4
    const bit: u32 = 1 << (block & 31)
    const end = text + <usize>load<u32>(starts + (<usize>row + 1) * 4)
    for (let at = text + <usize>load<u32>(starts + <usize>row * 4); at + 2 <= end; at++) {
      const bytes = load<u32>(at)
      const pair = tile + hashOfPair(bytes) * tileBytes
      store<u32>(pair, load<u32>(pair) | bit)
      if (at + 3 > end) break
      const word = tile + hashOf(bytes) * tileBytes
      store<u32>(word, load<u32>(word) | bit)
    }
  }
}

/** Blocks that may hold the word (all of them for a word of one byte), as bits, in whole tiles. */
export function candidates(table: usize, tiles: u32, word: usize, length: u32, out: usize): void {
  for (let tile: u32 = 0; tile < tiles; tile++) {
    const base = table + <usize>tile * (<usize>hashes * tileBytes)
    let a = i64x2.splat(-1)
    let b = a
    let c = a
    let d = a
    for (let at: u32 = 0; at + 3 <= length || (length == 2 && at == 0); at++) {
      const bits = base + (length == 2 ? hashOfPair(load<u32>(word)) : hashOf(load<u32>(word + at))) * tileBytes
      a = v128.and(a, v128.load(bits))
      b = v128.and(b, v128.load(bits, 16))
      c = v128.and(c, v128.load(bits, 32))
      d = v128.and(d, v128.load(bits, 48))
      if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) break
    }
    const to = out + <usize>tile * tileBytes
    v128.store(to, a)
    v128.store(to, b, 16)
    v128.store(to, c, 32)
    v128.store(to, d, 48)
  }
}

/** Sets the bit of every row that holds the word, among the blocks of `wanted`. */
export function scan(text: usize, starts: usize, count: u32, wanted: usize, word: usize, length: u32, out: usize): void {
  const blocks = (count + 31) >> 5
  const first = i8x16.splat(load<i8>(word))
  const last = i8x16.splat(load<i8>(word + length - 1))
  for (let block: u32 = 0; block < blocks;) {
    const wantedBits = load<u32>(wanted + <usize>(block >> 5) * 4) >> (block & 31)
    if (wantedBits == 0) {
      block = ((block >> 5) + 1) << 5
      continue
    }
    block += ctz(wantedBits)
    if (block >= blocks) break
    let row = block << 5
    const rowsEnd = min(row + 32, count)
    const end = text + <usize>load<u32>(starts + <usize>rowsEnd * 4)
    let at = text + <usize>load<u32>(starts + <usize>row * 4)
    let hits: u32 = 0
    // `end - length` cannot pass below zero: the text lies far behind it.
    const lastStart = end - length
    while (at <= lastStart) {
      let mask = i8x16.bitmask(v128.and(i8x16.eq(v128.load(at), first), i8x16.eq(v128.load(at + length - 1), last)))
      let next = at + 16
      while (mask != 0) {
        const here = at + ctz(mask)
        mask &= mask - 1
        if (here > lastStart) break
        if (length > 2 && !isSame(here + 1, word + 1, length - 2)) continue
        const offset = <u32>(here - text)
        while (load<u32>(starts + (<usize>row + 1) * 4) <= offset) row++
        hits |= 1 << (row & 31)
        // One hit is enough for a row: on with the next.
        next = text + <usize>load<u32>(starts + (<usize>row + 1) * 4)
        break
      }
      at = next
    }
    if (hits != 0) store<u32>(out + <usize>block * 4, load<u32>(out + <usize>block * 4) | hits)
    block++
  }
}

// @ts-ignore: decorator
@inline
function isSame(a: usize, b: usize, length: u32): bool {
  let at: u32 = 0
  for (; at + 4 <= length; at += 4) if (load<u32>(a + at) != load<u32>(b + at)) return false
  for (; at < length; at++) if (load<u8>(a + at) != load<u8>(b + at)) return false
  return true
}

/** Sets the bits of all rows of the values whose bit is set. */
export function spread(values: usize, valueCount: u32, rowStarts: usize, rows: usize, out: usize): void {
  for (let group: u32 = 0; group < valueCount; group += 32) {
    let bits = load<u32>(values + <usize>(group >> 5) * 4)
    while (bits != 0) {
      const value = <usize>(group + ctz(bits))
      bits &= bits - 1
      const end = load<u32>(rowStarts + (value + 1) * 4)
      for (let at = load<u32>(rowStarts + value * 4); at < end; at++) {
        const row = load<u32>(rows + <usize>at * 4)
        const place = out + <usize>(row >> 5) * 4
        store<u32>(place, load<u32>(place) | (1 << (row & 31)))
      }
    }
  }
}

/** Adds to a bit set of blocks those that hold a set row. */
export function addBlocks(rowBits: usize, blocks: u32, out: usize): void {
  for (let block: u32 = 0; block < blocks; block++) {
    if (load<u32>(rowBits + <usize>block * 4) == 0) continue
    const place = out + <usize>(block >> 5) * 4
    store<u32>(place, load<u32>(place) | (1 << (block & 31)))
  }
}

/** a = a and b, over whole multiples of 16 bytes. */
export function intersect(a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(a + at, v128.and(v128.load(a + at), v128.load(b + at)))
}

/** a = a or b, over whole multiples of 16 bytes. */
export function unite(a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(a + at, v128.or(v128.load(a + at), v128.load(b + at)))
}

/** a = a without b, over whole multiples of 16 bytes; how many bits are left. */
export function without(a: usize, b: usize, bytes: usize): u32 {
  let count: u32 = 0
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = v128.andnot(v128.load(a + at), v128.load(b + at))
    v128.store(a + at, left)
    count += <u32>popcnt(i64x2.extract_lane(left, 0)) + <u32>popcnt(i64x2.extract_lane(left, 1))
  }
  return count
}

/** How many bits are set in both, over whole multiples of 16 bytes. */
export function countBoth(a: usize, b: usize, bytes: usize): u32 {
  let counts = i64x2.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    const ones = i8x16.popcnt(v128.and(v128.load(a + at), v128.load(b + at)))
    counts = i64x2.add(counts, i64x2.extend_low_i32x4_u(i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(ones))))
    counts = i64x2.add(counts, i64x2.extend_high_i32x4_u(i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(ones))))
  }
  return <u32>(i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1))
}
