import type { OtherEntry, OtherKind } from '../../src-shared/other-rows.ts'

export type OtherChoice = 'all' | 'logs' | 'seals' | 'exports' | 'acknowledgements' | 'people' | 'settings' | 'clock' | 'comparisons' | 'starts'

/** What can be chosen, and the kinds of rows behind it; none: all but seals. */
export const otherChoices: Readonly<Record<OtherChoice, { readonly name: string; readonly kinds: readonly OtherKind[] }>> = {
  all: { name: 'Everything but seals', kinds: [] },
  logs: { name: 'Begun, closed and removed', kinds: ['log-started', 'closing', 'tombstone'] },
  seals: { name: 'Seals', kinds: ['checkpoint'] },
  exports: { name: 'Exports', kinds: ['export', 'device-export', 'support-bundle'] },
  acknowledgements: { name: 'Acknowledgements', kinds: ['acknowledgement'] },
  people: { name: 'Who came and went', kinds: ['session'] },
  settings: { name: 'Settings', kinds: ['settings'] },
  clock: { name: 'Clock', kinds: ['clock'] },
  comparisons: { name: 'Comparisons with Intune', kinds: ['reconciliation'] },
  starts: { name: 'Starts of the console', kinds: ['app-started'] },
}

/** As the list shows them; every choice but `all` stands in one group. */
export const otherChoiceGroups: readonly { readonly name: string; readonly choices: readonly OtherChoice[] }[] = [
  { name: 'Logs and seals', choices: ['logs', 'seals'] },
  { name: 'Copies', choices: ['exports'] },
  { name: 'Reviews of the log', choices: ['acknowledgements'] },
  { name: 'People', choices: ['people'] },
  { name: 'The console', choices: ['settings', 'clock', 'comparisons', 'starts'] },
]

/** Who did it; a name and where they sign in, or words for nobody. */
export function whoOf(entry: OtherEntry): { readonly name: string; readonly upn: string } {
  if ('actor' in entry && entry.actor !== null) return { name: entry.actor.displayName, upn: entry.actor.upn }
  return { name: entry.kind === 'session' || entry.kind === 'support-bundle' || (entry.kind === 'settings' && entry.source === 'preferences') ? 'Nobody signed in' : 'The console', upn: '' }
}
