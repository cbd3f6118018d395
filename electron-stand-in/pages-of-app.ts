import type { PageLink } from './page-link.ts'

/** The links of all open windows, so that notifications and the clipboard can reach a page without knowing of windows. */
export const links = new Set<PageLink>()

export function tellAnyPage(message: object): boolean {
  return [...links].some((link) => link.tell(message))
}

export async function askAnyPage(message: object): Promise<string | null> {
  const link = [...links].find((candidate) => candidate.isConnected())
  return link === undefined ? null : link.ask(message)
}
