import { posix, win32 } from 'node:path'
import { expect, it } from 'vitest'
import { isOutside } from '../../../src-main/exports/is-outside.ts'

it.each([
  ['a network share', '\\\\server\\audit\\copies', true],
  ['a share of the same path', '\\\\server\\c$\\Users\\ada\\Console', true],
  ['another drive', 'D:\\copies', true],
  ['the folder above', 'C:\\Users\\ada', true],
  ['a folder beside it whose name begins the same', 'C:\\Users\\ada\\Console copies', true],
  ['the folder itself', 'C:\\Users\\ada\\Console', false],
  ['the folder itself in other letters', 'c:\\users\\ADA\\console', false],
  ['a folder in it', 'C:\\Users\\ada\\Console\\audit\\practice', false],
  ['a folder in it whose name begins with two dots', 'C:\\Users\\ada\\Console\\..copies', false],
])('says of %s on Windows whether a copy may go there', (_what, folder, expected) => {
  expect(isOutside(folder, 'C:\\Users\\ada\\Console', win32)).toBe(expected)
})

it('lets a copy go to a share for a profile that is on another one, and not into a profile on a share', () => {
  expect(isOutside('\\\\server\\copies', '\\\\server\\profiles\\ada', win32)).toBe(true)
  expect(isOutside('\\\\server\\profiles\\ada\\audit', '\\\\server\\profiles\\ada', win32)).toBe(false)
})

it.each([['/home/ada/copies', true], ['/mnt/share', true], ['/home/ada/.config/console', false], ['/home/ada/.config/console/audit', false]])('says the same elsewhere: %s', (folder, expected) => {
  expect(isOutside(folder, '/home/ada/.config/console', posix)).toBe(expected)
})
