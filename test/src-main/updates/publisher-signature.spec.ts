import { describe, expect, it } from 'vitest'
import { findSignatureProblem, judgeSignature } from '../../../src-main/updates/publisher-signature.ts'

const publisher = 'CN=Example Ltd, O=Example Ltd, L=London, C=GB'
const file = 'C:\\Users\\ada\\AppData\\Local\\helpdesk-console-updater\\pending\\new.exe'
const answer = (changes: object = {}): string => JSON.stringify({ status: 'Valid', subject: publisher, path: file, ...changes })

describe('the signature of a downloaded program', () => {
  it('is in order when Windows says so and it is the publisher\'s', () => {
    expect(judgeSignature(answer(), publisher, file)).toBeNull()
  })

  it.each([
    ['not signed', answer({ status: 'NotSigned', subject: '' }), 'not valid (NotSigned)'],
    ['changed since', answer({ status: 'HashMismatch' }), 'not valid (HashMismatch)'],
    ['of another with the same common name', answer({ subject: 'CN=Example Ltd, O=Somebody Else, C=GB' }), 'not by CN=Example Ltd'],
    ['of another file', answer({ path: 'C:\\other.exe' }), 'another file'],
    ['no answer', '', 'could not be read'],
    ['no object', '3', 'not valid'],
    ['null', 'null', 'not valid'],
    ['many at once', `[${answer()},${answer()}]`, 'not valid'],
  ])('is wrong: %s', (_case, text, problem) => {
    expect(judgeSignature(text, publisher, file)).toContain(problem)
  })

  it.skipIf(process.platform === 'win32')('is wrong where nothing can look at it', async () => {
    expect(await findSignatureProblem(publisher, '/nowhere')).toContain('could not be read')
  })
})
