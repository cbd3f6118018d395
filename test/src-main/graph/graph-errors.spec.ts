import { describe, expect, it } from 'vitest'
import { approvalCodeOf, codeOfAnswer, parseGraphError, referenceOf } from '../../../src-main/graph/graph-errors.ts'
import { graphError, intuneError } from './misbehaving-server.ts'

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const none = new Headers()
const code = '0f0e0d0c-0b0a-4908-8706-050403020100'

describe('an error of Graph', () => {
  it.each<[string, unknown, string | null, string]>([
    ['plain', graphError('Forbidden', 'No.'), 'Forbidden', 'No.'],
    ['with Intune’s document inside', intuneError('BadRequest', { Message: 'An error has occurred' }), 'BadRequest', 'An error has occurred'],
    ['wrapped, with the real code inside', intuneError('UnknownError', { ErrorCode: 'Forbidden', Message: 'x' }), 'Forbidden', 'x'],
    ['wrapped, with the phrase inside', intuneError('UnknownError', { CustomApiErrorPhrase: 'TooOld', Message: 'x' }), 'TooOld', 'x'],
    ['wrapped, and nothing inside', intuneError('UnknownError', { Message: 'x' }), 'UnknownError', 'x'],
    ['with a document that is none', graphError('BadRequest', '{not json'), 'BadRequest', '{not json'],
    ['of other types', { error: { code: 7, message: ['x'], innerError: 5 } }, null, ''],
  ])('is read %s', (_how, body, graphCode, message) => {
    expect(parseGraphError(bytes(body))).toMatchObject({ code: graphCode, message })
  })
  it.each(['', '<html>', '[]', 'null', '"x"', '{}', '{"error":null}', '{"error":"x"}'])('is not made of %j', (body) => {
    expect(parseGraphError(bytes(body))).toEqual({ code: null, message: '', requestId: null })
  })
  it('keeps what support asks for, and nothing endless', () => {
    const error = parseGraphError(bytes(graphError('x'.repeat(1000), 'y')))
    expect(error.code).toHaveLength(400)
    expect(referenceOf(403, new Headers({ 'date': 'Mon, 23 Nov 2026 09:00:00 GMT', 'request-id': 'r-1' }), error, 'c-1')).toMatchObject({
      httpStatus: 403, requestId: 'r-1', clientRequestId: 'c-1', serverDate: '2026-11-23T09:00:00.000Z',
    })
    expect(referenceOf(null, null, null, 'c-1')).toEqual({ httpStatus: null, graphCode: null, requestId: null, clientRequestId: 'c-1', serverDate: null })
    expect(referenceOf(403, new Headers({ date: 'yesterday' }), error, 'c-1')).toMatchObject({ requestId: 'inner-request-id', serverDate: null })
  })
})

describe('the console’s code for an answer', () => {
  it.each<[number, unknown, Record<string, string>, string]>([
    [401, graphError('InvalidAuthenticationToken', 'x'), {}, 'graph-unauthorized'],
    [403, graphError('Forbidden', 'x'), { 'www-authenticate': 'Bearer error="insufficient_claims"' }, 'graph-unauthorized'],
    [403, graphError('Forbidden', 'Application must have one of the following scopes: X'), {}, 'graph-missing-scope'],
    [403, graphError('Forbidden', 'Application is not authorized'), {}, 'graph-missing-scope'],
    [403, graphError('Forbidden', 'x'), {}, 'graph-missing-role'],
    [403, '<html>', {}, 'graph-missing-role'],
    [404, graphError('ResourceNotFound', 'x'), {}, 'device-not-found'],
    [429, graphError('TooManyRequests', 'x'), {}, 'graph-throttled'],
    [400, graphError('BadRequest', 'x'), {}, 'graph-rejected'],
    [409, graphError('Conflict', 'x'), {}, 'graph-rejected'],
    [500, graphError('x', 'x'), {}, 'graph-unavailable'],
    [503, graphError('ApprovalServiceDown', 'x'), {}, 'graph-unavailable'],
    [302, '', {}, 'graph-bad-response'],
    // Multi Admin Approval: whatever Intune calls it, with whichever status.
    [403, graphError('ApprovalRequestPending', 'x'), {}, 'approval-pending'],
    [400, graphError('DuplicateApprovalRequest', 'x'), {}, 'approval-pending'],
    [409, graphError('ApprovalRequestExists', 'x'), {}, 'approval-pending'],
    [403, graphError('ApprovalRequired', 'x'), {}, 'approval-refused'],
    [403, graphError('InvalidApprovalCode', 'x'), {}, 'approval-refused'],
    [400, graphError('BadRequest', 'x-msft-approval-justification is missing'), {}, 'approval-justification-missing'],
    [403, intuneError('Forbidden', { Message: 'Header X-MSFT-APPROVAL-JUSTIFICATION required' }), {}, 'approval-justification-missing'],
    [400, graphError('BadRequest', 'needs approval of somebody'), {}, 'graph-rejected'],
  ])('%i with %j', (status, body, headers, expected) => {
    expect(codeOfAnswer(status, parseGraphError(bytes(body)), new Headers(headers))).toBe(expected)
  })
})

describe('the code under which a second administrator finds a request', () => {
  const required = parseGraphError(bytes(graphError('ApprovalRequired', `x-msft-approval-code: ${code}`)))
  it('stands in the header first, then in the message', () => {
    const other = '11111111-1111-4111-8111-111111111111'
    expect(approvalCodeOf(403, required, new Headers({ 'x-msft-approval-code': other.toUpperCase() }))).toBe(other)
    expect(approvalCodeOf(403, required, none)).toBe(code)
  })
  it.each<[string, string | null]>([
    ['another status', approvalCodeOf(400, required, none)],
    ['another code', approvalCodeOf(403, { ...required, code: 'Forbidden' }, new Headers({ 'x-msft-approval-code': code }))],
    ['a header that holds none', approvalCodeOf(403, required, new Headers({ 'x-msft-approval-code': "' or 1 eq 1" }))],
    ['a message without one', approvalCodeOf(403, { ...required, message: 'Approval Required.' }, none)],
  ])('is not taken from %s', (_what, found) => {
    expect(found).toBeNull()
  })
})
