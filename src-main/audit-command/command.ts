import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { createInlineInspector, createThreadedInspector } from './inspectors.ts'
import { createProgress } from './progress.ts'
import { findingSentences } from './sentences.ts'
import { outsideNote, verifyFile } from './verify-file.ts'
import type { FileSummary } from './verify-file.ts'

export const usage = `Usage: npm run audit -- verify FILE...

Verifies audit logs of the Helpdesk Console: the database, a copy of it, or an export (JSONL).
Nothing is changed, and the console may be running meanwhile.

Prints one JSON object per line: first each finding
  {"file", "installId", "code", "seq", "sentence"}
(at most 1,000 of a file), then one line that sums the file up
  {"file", "status": "whole" | "broken" | "unreadable", "installId", "logs", "rows", "head", "sealedRows", "findings", "note", "checkedMs"}

Ends with 0 when every file is whole, 1 when one is broken, 2 when one could not be read or the command was not understood.

What a file cannot tell by itself:
  ${outsideNote}
`

const mostFindings = 1000
/** Threads take longer to start than a smaller file takes to verify. */
const smallFileBytes = 4 * 1024 * 1024

export interface CommandOptions {
  readonly out: (line: string) => void
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown }
  /** The file that a thread runs. */
  readonly entry: URL
  readonly signal: AbortSignal
}

/** Runs the command and answers its exit code. Throws the signal's reason when it is aborted. */
export async function runCommand(args: readonly string[], { out, stderr, entry, signal }: CommandOptions): Promise<0 | 1 | 2> {
  const asked = readArguments(args)
  if (asked === 'help') {
    out(usage.trimEnd())
    return 0
  }
  if (typeof asked === 'string') {
    stderr.write(`${asked}\n${usage}`)
    return 2
  }
  const states: FileSummary['status'][] = []
  for (const file of asked) {
    const startedMs = performance.now()
    const progress = createProgress(stderr, file, () => performance.now())
    let printed = 0
    try {
      const summary = await verifyFile(file, {
        report: ({ code, installId, seq }) => {
          if (printed === mostFindings) return
          printed += 1
          out(JSON.stringify({ file, installId, code, seq, sentence: findingSentences[code] }))
        },
        onProgress: progress.show,
        createInspector: (bytes) => (bytes < smallFileBytes ? createInlineInspector() : createThreadedInspector(Math.max(2, Math.min(4, availableParallelism())), entry)),
        signal,
      })
      progress.clear()
      out(JSON.stringify({ ...summary, checkedMs: Math.round(performance.now() - startedMs) }))
      states.push(summary.status)
    } finally {
      progress.clear()
    }
  }
  return states.includes('unreadable') ? 2 : states.includes('broken') ? 1 : 0
}

/** The files; or 'help'; or what is wrong with the arguments. */
function readArguments(args: readonly string[]): readonly string[] | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help === true) return 'help'
    const [command, ...files] = positionals
    if (command !== 'verify') return command === undefined ? 'What should be done? There is one command: verify.' : `${command} is not known here.`
    return files.length === 0 ? 'Which file?' : files
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
