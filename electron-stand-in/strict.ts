import { EventEmitter } from 'node:events'

/** Asked of any object by the language, by `await` and by tools that print values: answering undefined is not pretending. */
const askedOfEverything = new Set<PropertyKey>(['then', 'toJSON', 'constructor', 'prototype', 'nodeType', 'asymmetricMatch', '__esModule', 'domain'])

function notImplemented(name: string): Error {
  return new Error(`stand-in: ${name} is not implemented`)
}

/** The same object, except that reading a member it lacks throws and says which. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || typeof key === 'symbol' || askedOfEverything.has(key)) return Reflect.get(object, key, receiver) as unknown
      throw notImplemented(`${name}.${key}`)
    },
  })
}

/** A whole module of Electron that the stand-in lacks: any use of it throws and says which. */
export function missing(name: string): never {
  const refuse = (what: string) => () => {
    throw notImplemented(what)
  }
  return new Proxy(refuse(name), {
    get(_target, key) {
      if (typeof key === 'symbol' || askedOfEverything.has(key)) return undefined
      throw notImplemented(`${name}.${key}`)
    },
    construct: refuse(`new ${name}()`),
  }) as never
}

/** An emitter that refuses to listen for an event which the stand-in knows nothing about. */
export class StrictEmitter extends EventEmitter {
  readonly emitterName: string

  constructor(emitterName: string, knownEvents: readonly string[]) {
    super()
    this.emitterName = emitterName
    const known = new Set(knownEvents)
    const check = (event: string | symbol): void => {
      if (typeof event === 'string' && !known.has(event)) throw notImplemented(`${emitterName} event '${event}'`)
    }
    super.on('newListener', check)
  }
}

/** The event object of Electron: whether somebody prevented the default is read back by the emitter. */
export interface PreventableEvent {
  defaultPrevented: boolean
  readonly preventDefault: () => void
}

export function preventable<T extends object>(members: T): PreventableEvent & T {
  const event = {
    ...members,
    defaultPrevented: false,
    preventDefault: (): void => {
      event.defaultPrevented = true
    },
  }
  return event
}
