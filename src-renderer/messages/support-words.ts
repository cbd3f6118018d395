import type { BundlePartName } from '../../src-shared/support-bundle.ts'

/** What each part is called, and what is in it. */
export const bundlePartWords: Record<BundlePartName, { readonly name: string; readonly hint: string }> = {
  console: { name: 'Console', hint: 'Versions of the console and of this PC’s system.' },
  policy: { name: 'Policy', hint: 'Which settings your organisation has made; not what they are, where that would name it.' },
  'audit-log': { name: 'Audit log', hint: 'How the log stands, in codes and counts. None of its rows.' },
  'device-list': { name: 'Device list', hint: 'How reading the list goes. None of its devices.' },
  settings: { name: 'Settings', hint: 'Your settings, but not what your saved views search for.' },
  'screen-and-network': { name: 'Screen and network', hint: 'Displays, zoom, which kind of proxy there is, and how far the clock is off.' },
  log: { name: 'The console’s own log', hint: 'Its newest lines. What named a person or a device was taken out when they were written.' },
  note: { name: 'Your note', hint: 'What you wrote, as it will be saved.' },
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** "812 bytes", "14 KB". */
export const sizeWords = (bytes: number): string => (bytes < 1024 ? `${numbers.format(bytes)} bytes` : `${numbers.format(bytes / 1024)} KB`)

/** A text in pieces: what was taken out of it, and what stands between. */
export const redactedPieces = (text: string): readonly { readonly text: string; readonly isRedacted: boolean }[] =>
  text.split(/(⟨redacted[^⟩]*⟩)/).filter((piece) => piece !== '').map((piece) => ({ text: piece, isRedacted: piece.startsWith('⟨redacted') }))
