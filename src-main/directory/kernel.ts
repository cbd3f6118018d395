import { kernelBytes } from './kernel-bytes.ts'

/** What src-wasm/search-kernel.ts exports; addresses and lengths in bytes. */
export interface Kernel {
  readonly memory: WebAssembly.Memory
  addGrams(text: number, starts: number, from: number, to: number, table: number): void
  candidates(table: number, tiles: number, word: number, length: number, out: number): void
  scan(text: number, starts: number, count: number, wanted: number, word: number, length: number, out: number): void
  spread(values: number, valueCount: number, rowStarts: number, rows: number, out: number): void
  addBlocks(rowBits: number, blocks: number, out: number): void
  intersect(a: number, b: number, bytes: number): void
  unite(a: number, b: number, bytes: number): void
  countBoth(a: number, b: number, bytes: number): number
  without(a: number, b: number, bytes: number): number
}

/** Bytes of the gram table for each tile of 16,384 rows. */
export const tableBytesPerTile = 8192 * 64
export const rowsPerTile = 16384

const module = new WebAssembly.Module(kernelBytes)

/** The kernel with an empty memory of its own, which is given back with it. */
export const createKernel = (): Kernel => new WebAssembly.Instance(module).exports as unknown as Kernel
