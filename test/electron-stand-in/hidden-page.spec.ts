import { afterAll, expect, it } from 'vitest'
import { createHiddenPage } from '../../electron-stand-in/hidden-page.ts'
import { protocol } from '../../electron-stand-in/protocol.ts'

const asked: string[] = []
protocol.handle('paper', (request) => {
  asked.push(request.url)
  if (!request.url.endsWith('/page')) return new Response(null, { status: 404 })
  const body = '<style>p { break-after: page }</style><p>one</p><p>two</p><script>document.body.textContent = ""</script><img src="https://elsewhere.example/x.png"><img src="beside.png">'
  return new Response(body, { headers: { 'content-type': 'text/html' } })
})
const page = createHiddenPage()
afterAll(() => page.close())

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0

it('prints what the app’s own scheme answers, without running a script of it', async () => {
  await page.load('paper://print/page')
  const pdf = await page.print({ preferCSSPageSize: true, generateTaggedPDF: true })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pagesOf(pdf)).toBeGreaterThan(1)
  expect(asked).toEqual(['paper://print/page', 'paper://print/beside.png']) // and nothing from elsewhere
  expect(pdf.toString('latin1')).toContain('/StructTreeRoot')
  expect((await page.print({ pageRanges: '1' })).toString('latin1')).not.toContain('/StructTreeRoot')
})

it('rejects an address that nobody answers, and an option that it cannot keep', async () => {
  await expect(page.load('paper://print/nothing')).rejects.toThrow('ERR_FAILED')
  await expect(page.print({ margins: { top: 1 } } as never)).rejects.toThrow('stand-in: printToPDF with margins is not implemented')
  await expect(page.print({ pageSize: { width: 1, height: 1 } })).rejects.toThrow('not implemented')
})
