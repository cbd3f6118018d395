import { basename } from 'node:path'

export interface Progress {
  show(share: number, rows: number): void
  clear(): void
}

const barWidth = 24
const redrawEveryMs = 100

/** A bar on a terminal: how much is done and how many rows a second. Draws nothing where `stream` is no terminal. */
export function createProgress(stream: { readonly isTTY?: boolean; write(text: string): unknown }, file: string, nowMs: () => number): Progress {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined }
  const startedMs = nowMs()
  let drawnMs = -Infinity
  return {
    show(share, rows) {
      const now = nowMs()
      if (now - drawnMs < redrawEveryMs) return
      drawnMs = now
      const filled = Math.min(barWidth, Math.round(share * barWidth))
      const perSecond = Math.round(rows / Math.max(0.001, (now - startedMs) / 1000))
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
      stream.write(`\r\u001b[K${basename(file)} ${bar} ${Math.floor(share * 100)} %, ${perSecond.toLocaleString('en-GB')} rows/s`)
    },
    clear: () => void stream.write('\r\u001b[K'),
  }
}
