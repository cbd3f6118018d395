import { sep } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { contentSecurityPolicy, fileOf } = await import('../../../src-main/window/console-scheme.ts')

const folder = ['', 'opt', 'console', 'renderer'].join(sep)

describe('fileOf', () => {
  it.each([
    ['app://console/', 'index.html'], ['app://console/index.html', 'index.html'], ['app://console/index.html?x=1#/devices', 'index.html'],
    ['app://console/assets/app.js', `assets${sep}app.js`],
  ])('finds %s', (address, file) => {
    expect(fileOf(folder, address)).toBe(`${folder}${sep}${file}`)
  })
  it.each([
    'app://console/../main/index.js', 'app://console/%2e%2e/main/index.js', 'app://console/..%2fmain%2findex.js',
    'app://console/assets/..%2f..%2fmain%2findex.js', 'app://console/..%5cmain%5cindex.js', 'app://console/a%00.js',
    'app://other/index.html', 'app://console.evil/index.html', 'file:///etc/passwd', 'https://console/index.html',
    'app://console/package.json', 'app://console/assets/', 'app://console/%', 'nonsense', '',
  ])('serves nothing for %s', (address) => {
    const file = fileOf(folder, address)
    // What the URL parser itself folds away may resolve inside the folder; nothing ever leaves it.
    expect(file === null || file.startsWith(folder + sep)).toBe(true)
    if (file !== null) expect(file).toBe(`${folder}${sep}main${sep}index.js`)
  })
})

describe('contentSecurityPolicy', () => {
  it('gives the page no network, no inline script and no script from strings', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'")
    expect(contentSecurityPolicy).toContain("connect-src 'none'")
    expect(contentSecurityPolicy).toMatch(/script-src 'self';/)
    expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'")
    for (const directive of ['base-uri', 'form-action', 'frame-src', 'object-src', 'frame-ancestors']) {
      expect(contentSecurityPolicy).toContain(`${directive} 'none'`)
    }
    expect(contentSecurityPolicy).not.toContain('unsafe-')
  })
})
