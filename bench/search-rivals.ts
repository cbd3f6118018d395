import uFuzzy from '@leeoniya/ufuzzy'
import MiniSearch from 'minisearch'
import { DatabaseSync } from 'node:sqlite'
import { searchedFields } from '../src-shared/device.ts'
import type { DeviceRow } from '../src-shared/device.ts'

/** What every engine is asked for: how many match, and the first hundred of them in order by name, as places in that order. */
export interface Answer {
  readonly total: number
  readonly first: readonly number[]
}
export interface Rival {
  readonly name: string
  /** False for those that answer another question (beginnings of words, fuzzy): their totals differ by design. */
  readonly isSubstring: boolean
  ask(words: readonly string[]): Answer
}
/** The same devices for all: rows in order by name and their folded text. */
export interface Devices {
  readonly rows: readonly DeviceRow[]
  readonly texts: readonly string[]
}

const first = 100
const answerOf = (places: readonly number[]): Answer => ({ total: places.length, first: places.slice(0, first) })

/** As it is written first: filter over the fields, then sort by name. */
function naive({ rows }: Devices): Rival {
  const collator = new Intl.Collator(undefined, { numeric: true })
  const places = new Map(rows.map((row, place) => [row.id, place]))
  return {
    name: 'naive filter + sort',
    isSubstring: false,
    ask: (words) => {
      const found = rows
        .filter((row) => {
          const fields = searchedFields.map((field) => row[field])
          return words.every((word) => fields.some((field) => field.toLowerCase().includes(word)))
        })
        .sort((a, b) => collator.compare(a.deviceName, b.deviceName))
      return { total: found.length, first: found.slice(0, first).map(({ id }) => places.get(id) ?? -1) }
    },
  }
}

/** String after string: what the index is compared with for exactness. */
export function plainScan({ texts }: Devices): Rival {
  return {
    name: 'plain scan',
    isSubstring: true,
    ask: (words) => {
      const places: number[] = []
      texts.forEach((text, place) => {
        if (words.every((word) => text.includes(word))) places.push(place)
      })
      return answerOf(places)
    },
  }
}

function oneString({ texts }: Devices): Rival {
  const all = texts.map((text) => `${text}\u0000`).join('')
  const starts = new Uint32Array(texts.length + 1)
  texts.forEach((text, place) => (starts[place + 1] = (starts[place] ?? 0) + text.length + 1))
  return {
    name: 'one string, indexOf',
    isSubstring: true,
    ask: ([rarest = '', ...others]) => {
      const places: number[] = []
      let place = 0
      for (let at = all.indexOf(rarest); at >= 0; at = all.indexOf(rarest, starts[place])) {
        while ((starts[place + 1] ?? Infinity) <= at) place += 1
        const text = texts[place] ?? ''
        if (others.every((word) => text.includes(word))) places.push(place)
        place += 1
      }
      return answerOf(places)
    },
  }
}

function fts5({ texts }: Devices): Rival {
  const database = new DatabaseSync(':memory:')
  database.exec(`CREATE VIRTUAL TABLE device USING fts5(text, tokenize = 'trigram'); BEGIN`)
  const insert = database.prepare('INSERT INTO device (rowid, text) VALUES (?, ?)')
  texts.forEach((text, place) => insert.run(place + 1, text))
  database.exec('COMMIT')
  return {
    name: 'SQLite FTS5 trigram',
    isSubstring: true,
    ask: (words) => {
      // Trigrams find three characters and more; shorter words are looked for in the text.
      const long = words.filter((word) => Array.from(word).length >= 3)
      const short = words.filter((word) => Array.from(word).length < 3)
      const where = [...(long.length > 0 ? ['device MATCH ?'] : []), ...short.map(() => 'instr(text, ?) > 0')].join(' AND ')
      const values = [...(long.length > 0 ? [long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')] : []), ...short]
      const { total } = database.prepare(`SELECT count(*) AS total FROM device WHERE ${where}`).get(...values) as { total: number }
      const rows = database.prepare(`SELECT rowid FROM device WHERE ${where} ORDER BY rowid LIMIT ${first}`).all(...values) as { rowid: number }[]
      return { total, first: rows.map(({ rowid }) => rowid - 1) }
    },
  }
}

function miniSearch({ texts }: Devices): Rival {
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], searchOptions: { prefix: true, combineWith: 'AND' } })
  index.addAll(texts.map((text, id) => ({ id, text })))
  return {
    name: 'MiniSearch, prefix',
    isSubstring: false,
    ask: (words) => answerOf(index.search(words.join(' ')).map(({ id }) => id as number).sort((a, b) => a - b)),
  }
}

function fuzzy({ texts }: Devices): Rival {
  const finder = new uFuzzy()
  const haystack = [...texts]
  return { name: 'uFuzzy', isSubstring: false, ask: (words) => answerOf(finder.filter(haystack, words.join(' ')) ?? []) }
}

export const rivals: readonly ((devices: Devices) => Rival)[] = [naive, oneString, fts5, miniSearch, fuzzy]
