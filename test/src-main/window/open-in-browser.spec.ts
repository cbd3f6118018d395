import { beforeEach, describe, expect, it, vi } from 'vitest'

const opened = vi.hoisted(() => [] as string[])
vi.mock('electron', () => ({ shell: { openExternal: async (url: string) => void opened.push(url) } }))
const { openInBrowser } = await import('../../../src-main/window/open-in-browser.ts')
beforeEach(() => void opened.splice(0))

describe('the browser', () => {
  it.each(['https://learn.microsoft.com/x?y#z', 'mailto:helpdesk@example.com', 'http://127.0.0.1:4000/authorize', 'http://localhost:4000/'])('gets %s', async (address) => {
    await openInBrowser(address)
    expect(opened).toEqual([address])
  })
  it.each([
    'http://example.com/', 'http://127.0.0.1.evil.example/', 'file:///etc/passwd', 'ms-msdt:/id', 'javascript:alert(1)', 'smb://host/share',
    'https://user@example.com/', 'https://user:secret@example.com/', 'nonsense',
  ])('does not get %s', async (address) => {
    await expect(openInBrowser(address)).rejects.toThrow()
    expect(opened).toEqual([])
  })
})
