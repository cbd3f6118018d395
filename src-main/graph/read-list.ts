import { z } from 'zod'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { GraphClient, ReadOptions } from './http-client.ts'

const pageSchema = z.object({ 'value': z.array(z.unknown()), '@odata.nextLink': z.string().nullish() })

/**
 * Every row of a list, over all its pages. A list that goes in circles or is longer than `mostPages` is 'graph-bad-response'; a link that leads
 * elsewhere 'graph-foreign-link'. There is no device in such a question: its 404 is a tenant without the function, 'graph-rejected'.
 */
export async function readList(client: GraphClient, path: string, mostPages: number, options?: ReadOptions): Promise<Answer<{ rows: readonly unknown[] }>> {
  const rows: unknown[] = []
  const seen = new Set<string>()
  let link: string | null = path
  while (link !== null) {
    if (seen.has(link) || seen.size >= mostPages) return refuse('graph-bad-response')
    seen.add(link)
    const answer: Awaited<ReturnType<GraphClient['getJson']>> = await client.getJson(link, options)
    if (answer.status !== 'ok') return answer.code === 'device-not-found' ? refuse('graph-rejected', answer.reference) : answer
    const page = pageSchema.safeParse(answer.json)
    if (!page.success) return refuse('graph-bad-response', answer.reference)
    for (const row of page.data.value) rows.push(row)
    link = page.data['@odata.nextLink'] ?? null
  }
  return { status: 'ok', rows }
}
