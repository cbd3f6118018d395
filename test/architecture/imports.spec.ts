import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrows } from './arrows.ts'
import { writeBrokenTree } from './broken-tree.ts'
import { findBrokenArrows, type BrokenArrow } from './cruise-imports.ts'

const root = resolve(import.meta.dirname, '../..')
const folders = ['src-shared', 'src-main', 'src-renderer', 'simulated-tenant', 'electron-stand-in']

describe('the arrows between the folders', () => {
  let found: Awaited<ReturnType<typeof findBrokenArrows>>
  beforeAll(async () => {
    found = await findBrokenArrows(root, folders, arrows)
  }, 60_000)

  it('are read from every kind of file', () => {
    expect(found.files).toContain('src-main/main.ts')
    expect(found.files).toContain('src-renderer/App.vue')
    expect(found.files.some((file) => file.startsWith('node_modules/vue/'))).toBe(true)
  })

  it.each(arrows)('hold: $name', ({ name, instead }) => {
    const wrong = found.broken.filter(({ rule }) => rule === name).map(({ from, to }) => `${from} imports ${to}`)
    expect(wrong, `${wrong.join('\n')}\n→ ${instead}`).toEqual([])
  })
})

describe('each arrow can be broken, and is then seen', () => {
  let tree: Awaited<ReturnType<typeof writeBrokenTree>>
  let broken: readonly BrokenArrow[]
  beforeAll(async () => {
    tree = await writeBrokenTree(arrows)
    broken = (await findBrokenArrows(tree.folder, folders, arrows)).broken
  }, 60_000)
  afterAll(() => tree.remove())

  it.each(arrows)('$name', ({ name, broken: [file] }) => {
    // A circle is reported once, from either end.
    const seen = broken.filter(({ rule }) => rule === name).flatMap(({ from, to }) => (name === 'no-circles' ? [from, to] : [from]))
    expect(seen).toContain(file)
  })

  it('and no sound import is taken for a wrong one', () => {
    expect(broken.filter(({ from }) => tree.soundFiles.includes(from))).toEqual([])
  })
})
