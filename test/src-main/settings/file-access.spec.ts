import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { macAclFinding, posixFinding } from '../../../src-main/settings/file-access/posix-access.ts'
import type { PosixEntry } from '../../../src-main/settings/file-access/posix-access.ts'
import { windowsFinding } from '../../../src-main/settings/file-access/sddl.ts'
import { whoElseCanWrite } from '../../../src-main/settings/file-access/who-can-write.ts'

const file: PosixEntry = { path: '/etc/helpdesk-console/policy.json', kind: 'file', uid: 0, gid: 0, mode: 0o100644 }
const folder: PosixEntry = { path: '/etc/helpdesk-console', kind: 'folder', uid: 0, gid: 0, mode: 0o40755 }
const support: PosixEntry = { path: '/Library/Application Support', kind: 'folder', uid: 0, gid: 80, mode: 0o40775 }

describe('the modes of a policy file', () => {
  it.each<[string, Partial<PosixEntry>, Partial<PosixEntry>, string | null]>([
    ['of root alone', {}, {}, null],
    ['readable by everybody', { mode: 0o100444 }, {}, null],
    ['of a person', { uid: 1000 }, {}, '/etc/helpdesk-console/policy.json belongs to user 1000, not to root'],
    ['writable by its group', { mode: 0o100664, gid: 27 }, {}, 'group 27 can write /etc/helpdesk-console/policy.json (mode 664)'],
    ['writable by everybody', { mode: 0o100646 }, {}, 'everybody can write /etc/helpdesk-console/policy.json (mode 646)'],
    ['sticky, which protects no file', { mode: 0o101666 }, {}, 'everybody can write /etc/helpdesk-console/policy.json (mode 1666)'],
    ['that is a link', { kind: 'link' }, {}, '/etc/helpdesk-console/policy.json is a symbolic link'],
    ['that is a pipe', { kind: 'other' }, {}, '/etc/helpdesk-console/policy.json is no file'],
    ['in a folder of a person', {}, { uid: 1000 }, '/etc/helpdesk-console belongs to user 1000, not to root'],
    ['in a folder that a group can write', {}, { mode: 0o40775 }, 'group 0 can write /etc/helpdesk-console (mode 775)'],
    ['in a folder that everybody can write', {}, { mode: 0o40777 }, 'everybody can write /etc/helpdesk-console (mode 777)'],
    ['in a folder that everybody can write, but only owners delete from', {}, { mode: 0o41777 }, null],
    ['behind a link', {}, { kind: 'link' }, '/etc/helpdesk-console is a symbolic link'],
  ])('%s', (_what, ofFile, ofFolder, finding) => {
    expect(posixFinding([{ ...file, ...ofFile }, { ...folder, ...ofFolder }], 'linux', [0])).toBe(finding)
  })
  it('lets the group admin write the one folder of macOS that it could always write, and nothing else', () => {
    expect(posixFinding([file, support], 'darwin', [0])).toBeNull()
    expect(posixFinding([file, support], 'linux', [0])).toContain('group 80')
    expect(posixFinding([file, { ...support, gid: 20 }], 'darwin', [0])).toContain('group 20')
    expect(posixFinding([file, { ...support, path: '/Library' }], 'darwin', [0])).toContain('group 80')
    expect(posixFinding([{ ...file, mode: 0o100664, gid: 80 }, support], 'darwin', [0])).toContain('group 80')
  })
  it('sees access control lists of macOS', () => {
    const usual = 'drwxr-xr-x  20 root  admin  640 Jan  1 10:00 /Library/Application Support\n 0: group:everyone deny delete\n'
    expect(macAclFinding(usual)).toBeNull()
    expect(macAclFinding(`${usual} 1: user:sam allow read,readattr\n`)).toBeNull()
    expect(macAclFinding(`${usual} 1: user:sam inherited allow read,write,append\n`)).toContain('user:sam the right "write"')
    expect(macAclFinding(`${usual} 1: group:staff allow list,delete_child\n`)).toContain('"delete_child"')
  })
})

const isRoot = process.getuid?.() === 0
describe.skipIf(process.platform === 'win32')('a file on this disk', () => {
  function aFile() {
    const top = realpathSync(mkdtempSync(join(tmpdir(), 'policy-access-')))
    onTestFinished(() => rmSync(top, { recursive: true }))
    mkdirSync(join(top, 'in'), { mode: 0o755 })
    const path = join(top, 'in', 'policy.json')
    writeFileSync(path, '{}', { mode: 0o644 })
    return { top, path, ask: (isOwn = true) => whoElseCanWrite({ file: path, isOwn }, process.platform) }
  }
  it('is safe where nobody else can write it or a folder above it', async () => {
    expect(await aFile().ask()).toBeNull()
  })
  it('is not once its mode, or that of a folder above it, lets others write', async () => {
    const { ask, path, top } = aFile()
    chmodSync(path, 0o666)
    expect(await ask()).toBe(`everybody can write ${path} (mode 666)`)
    chmodSync(path, 0o644)
    chmodSync(top, 0o773)
    expect(await ask()).toBe(`everybody can write ${top} (mode 773)`)
    chmodSync(top, 0o755)
    expect(await ask()).toBeNull()
  })
  it('is not behind a link, unless its own person named it', async () => {
    const { path, top } = aFile()
    const link = join(top, 'link.json')
    symlinkSync(path, link)
    expect(await whoElseCanWrite({ file: link, isOwn: true }, process.platform)).toBeNull()
    expect(await whoElseCanWrite({ file: link, isOwn: false }, process.platform)).toContain('is a symbolic link')
  })
  it('is not where it has gone', async () => {
    const { path, top } = aFile()
    expect(await whoElseCanWrite({ file: join(top, 'other.json'), isOwn: false }, process.platform)).toContain('cannot be read (ENOENT)')
    expect(await whoElseCanWrite({ file: path, isOwn: false }, 'win32')).toContain('cannot be read')
  })
  it.runIf(isRoot)('is not once it belongs to a person', async () => {
    const { ask, path } = aFile()
    chownSync(path, 1000, 0)
    expect(await ask()).toBe(`${path} belongs to user 1000, not to root`)
  })
})

describe('the permissions of a policy file on Windows', () => {
  const path = 'C:\\ProgramData\\Helpdesk Console\\policy.json'
  const inherited = '(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)'
  const one = (sddl: string, attributes = 32) => windowsFinding([{ path, attributes, sddl }])
  /** The file, its folder, ProgramData and C:\ as Windows 11 sets them up. */
  const usual = [
    { path, attributes: 32, sddl: `O:BAG:S-1-5-21-1-2-3-513D:AI${inherited}` },
    { path: 'C:\\ProgramData\\Helpdesk Console', attributes: 16, sddl: 'O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)' },
    { path: 'C:\\ProgramData', attributes: 8210, sddl: 'O:SYG:SYD:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)' },
    {
      path: 'C:\\', attributes: 22,
      sddl: 'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SYD:PAI(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)',
    },
  ]
  it('are those of administrators as Windows sets up ProgramData', () => {
    expect(windowsFinding(usual)).toBeNull()
  })
  it('are not where a person made the folder first, or may delete from it', () => {
    const withFolder = (sddl: string) => windowsFinding(usual.map((entry, index) => (index === 1 ? { ...entry, sddl } : entry)))
    expect(withFolder('O:S-1-5-21-1-2-3-1001G:SYD:AI(A;OICIID;FA;;;SY)')).toBe('C:\\ProgramData\\Helpdesk Console belongs to S-1-5-21-1-2-3-1001, not to Administrators or SYSTEM')
    expect(withFolder('O:BAG:SYD:(A;OICI;0x1301bf;;;BU)')).toBe('Users can delete: C:\\ProgramData\\Helpdesk Console')
    expect(withFolder('O:BAG:SYD:(A;OICI;0x1200e9;;;BU)')).toBe('Users can delete what is in it: C:\\ProgramData\\Helpdesk Console')
    expect(windowsFinding(usual.map((entry, index) => (index === 1 ? { ...entry, attributes: 16 | 0x400 } : entry)))).toBe('C:\\ProgramData\\Helpdesk Console is a link')
  })
  it.each([
    ['Everyone writes', `O:BAG:SYD:AI${inherited}(A;;FW;;;WD)`, 'Everyone can write:'],
    ['everything for one person', `O:BAG:SYD:${inherited}(A;;GA;;;S-1-5-21-1-2-3-1001)`, 'S-1-5-21-1-2-3-1001 can do everything with'],
    ['all rights of a file', `O:SYG:SYD:(A;;FA;;;AU)`, 'Authenticated Users can delete:'],
    ['only to change the permissions', 'O:SYG:SYD:(A;;WD;;;BU)', 'Users can change permissions:'],
    ['only to take ownership', 'O:SYG:SYD:(A;;WO;;;BU)', 'Users can take ownership:'],
    ['only to append', 'O:SYG:SYD:(A;;0x4;;;BU)', 'Users can append:'],
    ['allowed after a denial, which a group could escape', 'O:SYG:SYD:(D;;FA;;;BG)(A;;FA;;;BU)', 'Users can delete:'],
    ['an owner who is a person', `O:S-1-5-21-1-2-3-1001G:SYD:${inherited}`, 'belongs to S-1-5-21-1-2-3-1001'],
    ['Creator Owner on the file itself', 'O:BAG:SYD:(A;;FA;;;CO)', 'Creator Owner can delete:'],
    ['no list at all', 'O:BAG:SYD:NO_ACCESS_CONTROL', 'everybody can write'],
    ['a list that is missing', 'O:BAG:SY', 'are not understood'],
    ['nothing', '', 'are not understood'],
    ['conditions', 'O:BAG:SYD:(XA;;FX;;;BU;(@User.Title=="x"))', 'are not understood'],
    ['a kind that is not known', 'O:BAG:SYD:(ZZ;;FR;;;BU)', 'are not understood'],
    ['letters that are not known', 'O:BAG:SYD:(A;;QQ;;;BU)', 'are not understood'],
  ])('are others’ with %s', (_what, sddl, words) => {
    expect(one(sddl)).toContain(words)
  })
  it.each([
    ['readers', `O:BAG:SYD:AI${inherited}`],
    ['the rights of the owner, who is judged', `O:BAG:SYD:${inherited}(A;;FA;;;OW)`],
    ['a Creator Owner for what will be made there', `O:BAG:SYD:${inherited}(A;OICIIO;GA;;;CO)`],
    ['names in full', 'O:S-1-5-18G:S-1-5-18D:(A;;FA;;;S-1-5-18)(A;;FA;;;S-1-5-32-544)S:AI(AU;SA;FA;;;WD)'],
    ['nobody in the list', 'O:SYG:SYD:'],
  ])('are administrators’ with %s', (_what, sddl) => {
    expect(one(sddl)).toBeNull()
  })
  it('believe whoever runs a console that is being developed', () => {
    const sddl = 'O:S-1-5-21-1-2-3-1001G:SYD:(A;;FA;;;S-1-5-21-1-2-3-1001)'
    expect(windowsFinding([{ path, attributes: 32, sddl }], ['S-1-5-21-1-2-3-1001'])).toBeNull()
  })
})
