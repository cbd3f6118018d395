// Runs first in every utility process.
import { EventEmitter } from 'node:events'

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message)
  }
}

const parentPort = new ParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }))
// The channel closes when the parent ends, even by SIGKILL.
process.on('disconnect', () => process.exit(0))
