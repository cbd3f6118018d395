import { z } from 'zod'

const mostRequests = 20

const itemSchema = z.object({
  id: z.string().min(1),
  method: z.string().min(1).transform((method) => method.toUpperCase()),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
})

/** One request of a `$batch`. */
export type BatchItem = z.infer<typeof itemSchema>

export type ReadBatch =
  | { readonly status: 'ok'; readonly items: readonly BatchItem[] }
  | { readonly status: 'refused'; readonly message: string }

const refused = (message: string): ReadBatch => ({ status: 'refused', message })

/** Header names are compared without regard to case. */
const hasContentType = ({ headers }: BatchItem): boolean => Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')

/** Whether the items can be brought into an order: every dependency is there, and none waits for itself. */
function canBeOrdered(items: readonly BatchItem[]): boolean {
  const done = new Set<string>()
  for (let before = -1; before < done.size;) {
    before = done.size
    for (const { id, dependsOn } of items) if (dependsOn.every((other) => done.has(other))) done.add(id)
  }
  return done.size === items.length
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the body of a `$batch`, or says what makes Graph refuse all of it. */
export function readBatch(body: string | null): ReadBatch {
  const outer = z.object({ requests: z.array(z.unknown()).min(1) }).safeParse(parseJson(body))
  if (!outer.success) return refused('Invalid batch payload format.')
  if (outer.data.requests.length > mostRequests) {
    return refused(`Number of batch request steps exceeds the maximum value of ${mostRequests}.`)
  }
  const read = z.array(itemSchema).safeParse(outer.data.requests)
  if (!read.success) return refused('Invalid batch payload format.')
  const items = read.data
  const double = items.find(({ id }, place) => items.findIndex((other) => other.id === id) < place)
  if (double !== undefined) return refused(`Request Id : ${double.id} is not unique in the batch.`)
  // As seen on the real Graph: https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628
  const bare = items.find((item) => (item.body === undefined && /^(POST|PUT|PATCH)$/.test(item.method))
    || (item.body !== undefined && !hasContentType(item)))
  if (bare !== undefined) return refused(`Write request id : ${bare.id} does not contain Content-Type header or body.`)
  if (!canBeOrdered(items)) return refused('Invalid dependsOn: a request waits for itself, or for one that is not in the batch.')
  return { status: 'ok', items }
}
