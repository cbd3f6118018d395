/** What stands where something was taken out; `what` says its kind, where that is known. */
export const hide = (what = ''): string => (what === '' ? '⟨redacted⟩' : `⟨redacted ${what}⟩`)

/** With the last four characters, by which two lines can be told to be about the same. */
export const hiddenEnd = (id: string): string => hide(`…${id.slice(-4)}`)
