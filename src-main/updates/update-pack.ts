import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'

export const packFormat = 'helpdesk-console-update-pack/1'

const envelopeSchema = z.strictObject({ format: z.literal(packFormat), manifest: z.string().max(100_000), signature: z.base64() })

const manifestSchema = z.strictObject({
  product: z.string(),
  version: z.string(),
  files: z.array(z.strictObject({
    /** No folder, no way out of one. */
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/),
    bytes: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })).min(1).max(100),
})

export type UpdateManifest = z.infer<typeof manifestSchema>
export type PackFinding = 'no-key' | 'no-pack' | 'signature' | 'product' | 'version' | 'not-newer'

/** What this console knows of itself, which decides what is newer and who may say so. */
export interface PackJudge {
  readonly product: string
  readonly version: string
  /** Ed25519, SPKI in base64; null: nobody. */
  readonly publicKey: string | null
}

/** Judges the text of an update pack. The signature is checked before anything that it signs is read. */
export function judgePack(text: string, judge: PackJudge): { readonly status: 'ok'; readonly manifest: UpdateManifest } | { readonly status: 'refused'; readonly finding: PackFinding } {
  if (judge.publicKey === null) return refused('no-key')
  const envelope = envelopeSchema.safeParse(parse(text)).data
  if (envelope === undefined) return refused('no-pack')
  const key = createPublicKey({ key: Buffer.from(judge.publicKey, 'base64'), format: 'der', type: 'spki' })
  if (key.asymmetricKeyType !== 'ed25519') return refused('no-key')
  if (!verify(null, Buffer.from(envelope.manifest, 'utf8'), key, Buffer.from(envelope.signature, 'base64'))) return refused('signature')
  const manifest = manifestSchema.safeParse(parse(envelope.manifest)).data
  if (manifest === undefined) return refused('no-pack')
  if (manifest.product !== judge.product) return refused('product')
  const [offered, own] = [numbersOf(manifest.version), numbersOf(judge.version)]
  if (offered === null || own === null) return refused('version')
  return isNewer(offered, own) ? { status: 'ok', manifest } : refused('not-newer')
}

const refused = (finding: PackFinding): { readonly status: 'refused'; readonly finding: PackFinding } => ({ status: 'refused', finding })

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** Three numbers; what has more to its name ("1.0.0-rc.1") is not for PCs that nobody looks after. */
function numbersOf(version: string): readonly [number, number, number] | null {
  const parts = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(version)
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3])]
}

function isNewer(offered: readonly [number, number, number], own: readonly [number, number, number]): boolean {
  for (const index of [0, 1, 2] as const) if (offered[index] !== own[index]) return offered[index] > own[index]
  return false
}
