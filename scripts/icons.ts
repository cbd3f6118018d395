// node scripts/icons.ts: draws resources/icons/*.svg in a browser and writes the pictures that the packages need beside them. Look at them before committing.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchBrowser } from '../test/e2e/harness/browser.ts'

const folder = join(import.meta.dirname, '..', 'resources', 'icons')
const [large, small] = await Promise.all(['icon.svg', 'icon-small.svg'].map((name) => readFile(join(folder, name), 'utf8')))
if (large === undefined || small === undefined) throw new Error('A drawing is missing.')

const browser = await launchBrowser()
const page = await browser.newPage()

/** `margin` is a part of the side: icons of macOS stand free in their square. */
async function draw(side: number, margin = 0): Promise<Buffer> {
  const inner = Math.round(side * (1 - 2 * margin))
  await page.setViewportSize({ width: side, height: side })
  await page.setContent(`<style>*{margin:0}body{width:${side}px;height:${side}px;display:grid;place-items:center}svg{width:${inner}px;height:${inner}px;display:block}</style>${side <= 24 ? small : large}`)
  return page.screenshot({ omitBackground: true })
}

await mkdir(join(folder, 'png'), { recursive: true })
for (const side of [16, 24, 32, 48, 64, 128, 256, 512]) await writeFile(join(folder, 'png', `${side}x${side}.png`), await draw(side))
await writeFile(join(folder, 'icon.ico'), await icoOf([16, 24, 32, 48, 64, 128, 256]))
await writeFile(join(folder, 'icon.icns'), await icnsOf([['icp4', 16], ['icp5', 32], ['ic11', 32], ['ic12', 64], ['ic07', 128], ['ic13', 256], ['ic08', 256], ['ic14', 512], ['ic09', 512], ['ic10', 1024]]))
await browser.close()

/** https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10), with PNG pictures. */
async function icoOf(sides: readonly number[]): Promise<Buffer> {
  const pictures = await inTurn(sides, (side) => draw(side))
  const header = Buffer.alloc(6 + 16 * sides.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sides.length, 4)
  let offset = header.length
  for (const [index, picture] of pictures.entries()) {
    const at = 6 + 16 * index
    const side = sides[index] ?? 0
    // 256 is written as 0.
    header.writeUInt8(side % 256, at)
    header.writeUInt8(side % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(picture.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += picture.length
  }
  return Buffer.concat([header, ...pictures])
}

/** https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
async function icnsOf(kinds: readonly (readonly [name: string, side: number])[]): Promise<Buffer> {
  const parts = await inTurn(kinds, async ([name, side]) => block(name, await draw(side, side <= 32 ? 0 : 0.09)))
  return block('icns', Buffer.concat(parts))
}

function block(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length + 8)
  return Buffer.concat([Buffer.from(name, 'ascii'), length, content])
}

/** There is one page to draw on. */
async function inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (const item of items) made.push(await make(item))
  return made
}
