import { createKernel } from './kernel.ts'
import type { Kernel } from './kernel.ts'

/** A kernel and its memory, handed out from the bottom up. */
export interface IndexMemory {
  readonly kernel: Kernel
  /** Bytes handed out. */
  readonly used: number
  /** Makes room for so many bytes at once: each growth of the memory makes V8 collect garbage. */
  expect(bytes: number): void
  /** An address, a multiple of 64; the bytes there are zero. */
  reserve(bytes: number): number
  /** Views end with the next `reserve`, which may move the memory. */
  bytes(): Uint8Array
  words(address: number, count: number): Uint32Array
}

const pageBytes = 65536

export function createIndexMemory(): IndexMemory {
  const kernel = createKernel()
  const { memory } = kernel
  let used = 1024
  let view = new Uint8Array(memory.buffer)
  const growTo = (bytes: number): void => {
    // The kernel reads up to 32 bytes past an end.
    const missing = bytes + 64 - memory.buffer.byteLength
    if (missing <= 0) return
    memory.grow(Math.ceil(missing / pageBytes))
    view = new Uint8Array(memory.buffer)
  }
  return {
    kernel,
    get used() {
      return used
    },
    expect: (bytes) => growTo(used + bytes),
    reserve: (bytes) => {
      const address = Math.ceil(used / 64) * 64
      used = address + bytes
      growTo(used)
      return address
    },
    bytes: () => view,
    words: (address, count) => new Uint32Array(memory.buffer, address, count),
  }
}
