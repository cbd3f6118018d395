/**
 * The seal of the log: a checkpoint in the text form of C2SP (https://c2sp.org/tlog-checkpoint), signed as a signed note
 * (https://c2sp.org/signed-note) with an Ed25519 key that is used once. The text also names the key of the next checkpoint; when that is on
 * the disk, the private key of this one is destroyed. So whoever takes over the PC today can sign what comes, and cannot sign
 * anew what was sealed before: checkpoint n verifies with exactly the key that checkpoint n - 1 named, and the first with the one in row 1.
 * No database, no file, no clock: a stand-alone verifier can be built on this module and chain.ts.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** The key of one epoch. `publicKey` is the raw 32 bytes in base64. */
export interface SealKey {
  readonly epoch: number
  readonly publicKey: string
  readonly privateKey: KeyObject
}

/** A log writes a checkpoint after so many rows at the latest. */
export const sealEveryRows = 64
/** More rows than this without a checkpoint are a finding: somebody has taken checkpoints out. */
export const sealAtLatestRows = 256

/** What a checkpoint says. `rows`: how many rows it seals; `rootHash`: the hash of the last of them, hex. */
export interface CheckpointText {
  readonly installId: string
  readonly epoch: number
  readonly rows: number
  readonly rootHash: string
  /** Public key of the next epoch, base64. */
  readonly nextKey: string
}

const originOf = (installId: string): string => `helpdesk-console/${installId}`
/** The ASN.1 that stands before the 32 bytes of an Ed25519 public key (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const signatureAlgorithm = 0x01

/** Makes the key of an epoch. */
export function makeSealKey(epoch: number): SealKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { epoch, publicKey: rawPublicKey(publicKey), privateKey }
}

/** The private key as text (PKCS #8, base64), for a store that is sealed. */
export const exportSealKey = (key: SealKey): string => key.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')

/** The key that {@link exportSealKey} made text of. Throws for a text that is none. */
export function importSealKey(epoch: number, text: string): SealKey {
  const privateKey = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
  return { epoch, publicKey: rawPublicKey(createPublicKey(privateKey)), privateKey }
}

const rawPublicKey = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length).toString('base64')

/** The signed note of a checkpoint; `key` must be that of its epoch. */
export function signCheckpoint(text: CheckpointText, key: SealKey): string {
  if (key.epoch !== text.epoch) throw new TypeError(`the key of epoch ${key.epoch} cannot seal epoch ${text.epoch}`)
  const body = bodyOf(text)
  const name = originOf(text.installId)
  const signature = Buffer.concat([keyHash(name, key.publicKey), sign(null, Buffer.from(body), key.privateKey)])
  return `${body}\n— ${name} ${signature.toString('base64')}\n`
}

function bodyOf({ installId, epoch, rows, rootHash, nextKey }: CheckpointText): string {
  return `${originOf(installId)}\n${rows}\n${Buffer.from(rootHash, 'hex').toString('base64')}\nepoch ${epoch}\nnext-key ${nextKey}\n`
}

/** What a note says, without judging it; null when it is no note of this form. */
export function readCheckpoint(note: string): CheckpointText | null {
  const [origin = '', rows = '', root = '', epoch = '', nextKey = '', empty, signature = '', end] = note.split('\n')
  const text: CheckpointText = {
    installId: origin.replace(/^helpdesk-console\//, ''),
    epoch: Number(epoch.replace(/^epoch /, '')),
    rows: Number(rows),
    rootHash: Buffer.from(root, 'base64').toString('hex'),
    nextKey: nextKey.replace(/^next-key /, ''),
  }
  // What is read must be the whole text: anything else in it could be read otherwise by somebody else.
  const isWhole = note.startsWith(`${bodyOf(text)}\n— `) && empty === '' && signature !== '' && end === '' && note.split('\n').length === 8
  const isSound = Number.isSafeInteger(text.epoch) && Number.isSafeInteger(text.rows) && Buffer.from(text.nextKey, 'base64').length === 32
  return isWhole && isSound ? text : null
}

/** Whether the note was signed with exactly the key `publicKey` (32 bytes, base64). */
export function isSignedBy(note: string, publicKey: string): boolean {
  const text = readCheckpoint(note)
  if (text === null) return false
  const name = originOf(text.installId)
  const line = note.split('\n')[6] ?? ''
  const prefix = `— ${name} `
  if (!line.startsWith(prefix)) return false
  const bytes = Buffer.from(line.slice(prefix.length), 'base64')
  if (bytes.length !== 68 || !bytes.subarray(0, 4).equals(keyHash(name, publicKey))) return false
  try {
    const key = createPublicKey({ key: Buffer.concat([spkiPrefix, Buffer.from(publicKey, 'base64')]), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(bodyOf(text)), key, bytes.subarray(4))
  } catch {
    return false
  }
}

/** The first four bytes of SHA-256 over name, newline, algorithm and key, as signed notes have it. */
function keyHash(name: string, publicKey: string): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([signatureAlgorithm]), Buffer.from(publicKey, 'base64')])
  return createHash('sha256').update(bytes).digest().subarray(0, 4)
}
