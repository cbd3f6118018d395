/** What a build knows of itself. */
export interface BuildStamp {
  readonly version: string
  /** Wall clock, ms since 1970. */
  readonly builtAtMs: number
  /** Subject of the certificate that signs the Windows packages; null: updates are not taken on Windows. */
  readonly publisherName: string | null
  /** Ed25519 public key (SPKI, base64) of whoever signs update packs; null: every pack is refused. */
  readonly updatePackKey: string | null
}

declare const __BUILD_STAMP__: BuildStamp | undefined

/** Written in by the build (electron.vite.config.ts); null where the sources run as they are. */
export const buildStamp: BuildStamp | null = typeof __BUILD_STAMP__ === 'undefined' ? null : __BUILD_STAMP__
