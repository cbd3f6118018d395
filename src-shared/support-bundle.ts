/** What a support bundle consists of, in the order in which it is saved. */
export const bundlePartNames = ['console', 'policy', 'audit-log', 'device-list', 'settings', 'screen-and-network', 'log', 'note'] as const
export type BundlePartName = (typeof bundlePartNames)[number]

/** One part, exactly as it is saved. */
export interface BundlePart {
  readonly name: BundlePartName
  readonly text: string
  /** Of the text in UTF-8. */
  readonly bytes: number
}

/** Made on request and held in main; one at a time, and only what was shown can be saved. */
export interface SupportBundle {
  readonly bundleId: string
  /** ISO 8601 UTC. */
  readonly madeAt: string
  readonly parts: readonly BundlePart[]
  /** Of the whole file. */
  readonly bytes: number
}

/** Characters of the agent's own note. */
export const bundleNoteMaxLength = 2000
