/** A console that appends as fast as it can, for the specs that kill it: prints "seq kind" for every row once it has been told that the row is written. Arguments: file, name, how many attempts, the point at which it kills itself (from the first intent on; at once where one log follows another), if any, and how many rows a log has before it is closed. */
import { writeSync } from 'node:fs'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { anAnswer, anAttempt, anIntent, anOutcome, aTarget } from './audit-events.ts'

const [file, name, count, killAt, closeAtRows] = process.argv.slice(2)
if (file === undefined || name === undefined) throw new Error('file and name')

let isArmed = killAt?.startsWith('hand-over-') ?? false
const log = openAuditLog({
  onPoint: (point) => {
    if (isArmed && point === killAt) process.kill(process.pid, 'SIGKILL')
  },
  file, bootId: name, clock: { wallMs: () => Date.now(), monotonicMs: () => performance.now() },
  limits: { freeSpaceFloorBytes: 0, ballastBytes: 4096, ...(closeAtRows !== undefined && { closeAtRows: Number(closeAtRows) }) },
})

function acknowledge(kind: string, answer: Answer<{ seq: number }>): void {
  if (answer.status === 'refused') throw new Error(`${kind} refused: ${answer.code}`)
  writeSync(1, `${answer.seq} ${kind}\n`)
}

for (let i = 0; i < Number(count); i += 1) {
  const attemptId = `${name}-${i}`
  const target = aTarget({ deviceId: attemptId })
  acknowledge('attempt', log.append(anAttempt({ attemptId, target })))
  isArmed = true
  acknowledge('intent', log.writeIntent(anIntent({ attemptId, target }), () => true))
  acknowledge('answer', log.append(anAnswer({ attemptId })))
  acknowledge('outcome', log.append(anOutcome({ attemptId })))
}
log.close()
