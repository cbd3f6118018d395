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
  const sourcesOf = (name: string): string[] | undefined =>
    directives.find((directive) => directive.name === name)?.sources ?? directives.find((directive) => directive.name === 'default-src')?.sources

  const widen = (name: string, extra: string): void => {
    const inForce = sourcesOf(name)
    if (inForce === undefined) return
    const sources = [...inForce.filter((source) => source !== "'none'"), extra]
    const own = directives.find((directive) => directive.name === name)
    if (own === undefined) directives.push({ name, sources })
    else own.sources = sources
  }

  widen('connect-src', needs.socketUrl)
  const scripts = sourcesOf('script-src-elem') ?? sourcesOf('script-src')
  const scriptDirective = directives.some(({ name }) => name === 'script-src-elem') ? 'script-src-elem' : 'script-src'
  if (scripts !== undefined && !scripts.includes("'self'")) widen(scriptDirective, needs.bootUrl)
  return directives.map(({ name, sources }) => [name, ...sources].join(' ')).join('; ')
}
