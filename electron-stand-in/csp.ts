/**
 * The app's own Content-Security-Policy, widened by exactly what the stand-in's bridge in the page needs:
 * connect-src gets the address of its WebSocket; script-src gets the address of its boot script, and only where 'self' does not cover it.
 */
export function widenPolicy(policy: string, needs: { readonly socketUrl: string; readonly bootUrl: string }): string {
  return policy.split(',').map((one) => widenOne(one, needs)).join(',')
}

function widenOne(policy: string, needs: { readonly socketUrl: string; readonly bootUrl: string }): string {
  const directives = policy.split(';').map((text) => text.trim()).filter((text) => text !== '')
    .map((text) => text.split(/\s+/)).map(([name = '', ...sources]) => ({ name: name.toLowerCase(), sources }))
  const own = (name: string): { name: string; sources: string[] } | undefined => directives.find((directive) => directive.name === name)

  /** Adds a source where the first of these names is in force; where only default-src is, the first is added. */
  const widen = (names: readonly [string, ...string[]], extra: string, isCovered: (sources: readonly string[]) => boolean): void => {
    const inForce = [...names, 'default-src'].map(own).find((directive) => directive !== undefined)
    if (inForce === undefined || isCovered(inForce.sources)) return
    const sources = [...inForce.sources.filter((source) => source !== "'none'"), extra]
    if (inForce.name === 'default-src') directives.push({ name: names[0], sources })
    else inForce.sources = sources
  }

  widen(['connect-src'], needs.socketUrl, () => false)
  widen(['script-src-elem', 'script-src'], needs.bootUrl, (sources) => sources.includes("'self'"))
  return directives.map(({ name, sources }) => [name, ...sources].join(' ')).join('; ')
}
