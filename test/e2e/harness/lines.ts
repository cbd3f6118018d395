import type { Readable } from 'node:stream'

/** The lines of a stream: all so far, and the next one of a kind. */
export interface Lines {
  readonly all: readonly string[]
  /** The first line, from the past or the future, that starts so and was not handed out before; without its start. */
  readonly next: (start: string, withinMs?: number) => Promise<string>
  /** Lines that were there when asked, without their start. */
  readonly startingWith: (start: string) => readonly string[]
}

export function readLines(stream: Readable, describe: () => string = () => ''): Lines {
  const all: string[] = []
  const taken = new Set<number>()
  const waiting = new Set<() => void>()
  let rest = ''
  let isOver = false
  const wake = (): void => waiting.forEach((check) => check())
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const parts = (rest + text).split(/\r?\n/)
    rest = parts.pop() ?? ''
    all.push(...parts)
    wake()
  })
  stream.on('end', () => {
    isOver = true
    wake()
  })

  const next = (start: string, withinMs = 30_000): Promise<string> =>
    new Promise((resolve, reject) => {
      const finish = (end: () => void): void => {
        clearTimeout(timer)
        waiting.delete(check)
        end()
      }
      const fail = (why: string): void =>
        finish(() => reject(new Error(`No line "${start}…": ${why}. What was said instead:\n${all.join('\n')}\n${describe()}`)))
      const check = (): void => {
        const at = all.findIndex((line, index) => line.startsWith(start) && !taken.has(index))
        if (at !== -1) {
          taken.add(at)
          finish(() => resolve((all[at] ?? '').slice(start.length)))
        } else if (isOver) fail('the process has ended')
      }
      const timer = setTimeout(() => fail(`none came in ${withinMs} ms`), withinMs)
      waiting.add(check)
      check()
    })

  return { all, next, startingWith: (start) => all.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length)) }
}
