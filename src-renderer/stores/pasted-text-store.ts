import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { ticketTextMaxLength, type FoundIdentifier } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { findInText } from '../api/directory-api.ts'
import { asSearch, unknownIn } from '../messages/pasted-text.ts'
import { useDirectoryStore } from './directory-store.ts'

/** What the devices' identifiers in a pasted ticket came to. The text itself is not kept, and goes nowhere but to this PC's own list. */
export const usePastedTextStore = defineStore('pasted-text', () => {
  const directory = useDirectoryStore()
  /** Several of them: the agent says which is meant. */
  const found = shallowRef<readonly FoundIdentifier[]>([])
  const isNothing = shallowRef(false)
  /** What looks like an identifier there, and is no device's. */
  const unknown = shallowRef<readonly string[]>([])
  const code = shallowRef<ErrorCode | null>(null)
  let asked = 0

  /** Searches for the one identifier in it; offers several; with none, for what looks like one, or else its words. `isShort`: it may as well be a search. */
  async function take(text: string, isShort = false): Promise<void> {
    close()
    asked += 1
    const mine = asked
    const before = directory.text
    const answer = await findInText(text.slice(0, ticketTextMaxLength))
    if (mine !== asked || directory.text !== before) return // pasted again, or typed on
    if (answer.status === 'refused') {
      code.value = answer.code
      return
    }
    const [only] = answer.found
    if (only === undefined) {
      const parts = isShort ? [] : unknownIn(text)
      directory.search(parts[0] ?? asSearch(text))
      unknown.value = parts
      isNothing.value = !isShort
    } else if (answer.found.length === 1) directory.search(only.value)
    else found.value = answer.found
  }

  function choose({ value }: FoundIdentifier): void {
    close()
    directory.search(value)
  }

  function close(): void {
    asked += 1
    found.value = []
    isNothing.value = false
    unknown.value = []
    code.value = null
  }

  return { found, isNothing, unknown, code, take, choose, close }
})
