import { randomUUID } from 'node:crypto'
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose'
import { exportJWK, generateKeyPair } from 'jose'

/** The keys of one run. They are fresh every time: nothing signed by another run is ever valid here. */
export interface SigningKeys {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly privateJwk: JWK
  readonly publicKeys: JSONWebKeySet
  /** A key that the tenant does not publish, for the bad-signature knob. */
  readonly foreignKey: CryptoKey
}

/** Makes RSA keys for RS256. */
export async function createSigningKeys(): Promise<SigningKeys> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256', { extractable: true }), generateKeyPair('RS256')])
  const kid = randomUUID()
  const labels = { kid, alg: 'RS256', use: 'sig' }
  return {
    kid,
    privateKey: own.privateKey,
    privateJwk: { ...await exportJWK(own.privateKey), ...labels },
    publicKeys: { keys: [{ ...await exportJWK(own.publicKey), ...labels }] },
    foreignKey: foreign.privateKey,
  }
}
