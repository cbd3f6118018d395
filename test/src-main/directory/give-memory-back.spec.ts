import { describe, expect, it } from 'vitest'
import { createGivingBack } from '../../../src-main/directory/give-memory-back.ts'

const mb = 1024 * 1024

describe('memory that V8 holds', () => {
  it('is given back at rest when the heap has grown by much, and not for every little work', () => {
    let [bytes, live, collections] = [20 * mb, 20 * mb, 0]
    const giveBack = createGivingBack({
      bytes: () => bytes,
      collect: () => {
        collections += 1
        bytes = live
      },
    })
    expect(giveBack()).toBe(false)
    ;[bytes, live] = [300 * mb, 100 * mb]
    expect(giveBack()).toBe(true)
    // A list that needs so much is left alone with it.
    expect(giveBack()).toBe(false)
    bytes = 140 * mb
    expect(giveBack()).toBe(false)
    bytes = 160 * mb
    expect(giveBack()).toBe(true)
    expect(collections).toBe(2)
  })
})
