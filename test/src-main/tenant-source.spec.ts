import { describe, expect, it } from 'vitest'
import type { Tenant } from '../../src-main/sign-in/tenant.ts'
import type { FoundTenant } from '../../src-main/tenant-source.ts'
import { createTenantSource } from '../../src-main/tenant-source.ts'
import { refuse } from '../../src-shared/error-codes.ts'

const tenant: Tenant = { authority: 'http://127.0.0.1:1/t', tenantId: 't', clientId: 'c', graphBaseUrl: 'http://127.0.0.1:1', name: 'Practice tenant', isPractice: true }
const ok: FoundTenant = { status: 'ok', tenant }

function setUp() {
  const script = { answer: (): Promise<FoundTenant> => Promise.resolve(ok), looks: 0, lost: 0, end: (): void => undefined }
  const source = createTenantSource(
    (onEnded) => {
      script.looks += 1
      script.end = onEnded
      return script.answer()
    },
    () => { script.lost += 1 },
  )
  return { script, source }
}
const codeOf = (answer: FoundTenant): string => (answer.status === 'ok' ? 'ok' : answer.code)

describe('the tenant', () => {
  it('is looked for once for all who ask', async () => {
    const { script, source } = setUp()
    expect(await Promise.all([source.find(), source.find()])).toEqual([ok, ok])
    expect(codeOf(await source.current())).toBe('ok')
    expect(script.looks).toBe(1)
  })
  it('is looked for again by the next sign-in after it could not be started', async () => {
    const { script, source } = setUp()
    script.answer = () => Promise.resolve(refuse('practice-tenant-failed'))
    expect(codeOf(await source.find())).toBe('practice-tenant-failed')
    script.answer = () => Promise.resolve(ok)
    expect(codeOf(await source.find())).toBe('ok')
  })
  it('is looked for again after the looking itself broke', async () => {
    const { script, source } = setUp()
    script.answer = () => Promise.reject(new Error('no such module'))
    await expect(source.find()).rejects.toThrow('no such module')
    script.answer = () => Promise.resolve(ok)
    expect(codeOf(await source.find())).toBe('ok')
  })
  it('is lost when its process ends: said once, and only a sign-in starts another', async () => {
    const { script, source } = setUp()
    await source.find()
    script.end()
    script.end()
    expect(script.lost).toBe(1)
    expect(codeOf(await source.current())).toBe('practice-tenant-failed')
    expect(script.looks).toBe(1)
    expect(codeOf(await source.find())).toBe('ok')
    expect(script.looks).toBe(2)
  })
  it('is not taken for started when it ends while it starts, and an old one that ends late disturbs nobody', async () => {
    const { script, source } = setUp()
    script.answer = () => {
      script.end()
      return Promise.resolve(ok)
    }
    expect(codeOf(await source.find())).toBe('practice-tenant-failed')
    const endOfOld = script.end
    script.answer = () => Promise.resolve(ok)
    await source.find()
    endOfOld()
    expect(codeOf(await source.current())).toBe('ok')
    expect(script.lost).toBe(0)
  })
})
