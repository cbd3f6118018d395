import type { DeviceRow, SortKey } from '../../../src-shared/device.ts'
import { encryptionOf } from '../../../src-shared/device-filter.ts'
import { complianceNames, encryptionNames, kindNames, ownershipNames } from '../../../src-shared/device-list-words.ts'
import { hiddenMatch } from '../../composables/hidden-match.ts'
import { complianceTones } from '../../messages/device-words.ts'
import { exactTime, relativeTime } from '../../messages/time-words.ts'
import { toneIcons, type Tone } from '../../messages/tones.ts'
import { deviceTextNode, elementWith } from './device-text-nodes.ts'

/** What all cells are painted from, besides their row. */
export interface CellLook {
  readonly search: string
  readonly nowMs: number
  readonly keys: readonly SortKey[]
}

/** One cell of the grid, which remembers what it shows: the same text is not written twice. */
export interface DeviceCell {
  readonly element: HTMLElement
  /** null: the row is not here yet. */
  paint(row: DeviceRow | null, look: CellLook): void
}

interface Content { readonly text: string; readonly placeholder: string; readonly isSearched: boolean }

function textOf(row: DeviceRow, key: SortKey): Content {
  switch (key) {
    case 'deviceName': return { text: row.deviceName, placeholder: 'No name', isSearched: true }
    case 'userDisplayName':
    case 'userPrincipalName': return { text: row[key], placeholder: 'None', isSearched: true }
    case 'serialNumber':
    case 'imei':
    case 'managedDeviceName':
    case 'phoneNumber': return { text: row[key], placeholder: '—', isSearched: true }
    case 'model': return { text: row.model === '' ? row.manufacturer : row.model, placeholder: '—', isSearched: true }
    case 'operatingSystem': return { text: `${row.operatingSystem} ${row.osVersion}`.trim(), placeholder: '—', isSearched: false }
    case 'kind': return { text: kindNames[row.kind], placeholder: '', isSearched: false }
    case 'ownership': return { text: ownershipNames[row.ownership], placeholder: '', isSearched: false }
    case 'isEncrypted': return { text: encryptionNames[encryptionOf(row.isEncrypted)], placeholder: '', isSearched: false }
    case 'compliance': return { text: complianceNames[row.compliance], placeholder: '', isSearched: false }
    case 'lastSyncAt': return { text: row.lastSyncAt ?? '', placeholder: '', isSearched: false }
  }
}

const classes: Partial<Record<SortKey, string>> = { deviceName: ' strong', serialNumber: ' mono', imei: ' mono', phoneNumber: ' mono' }
/** Nothing in it to be written out or marked: by far the most names. */
const isPlain = (text: string): boolean => /^[!-~](?:[ -~]{0,398}[!-~])?$/.test(text)

/** Makes an empty cell of a column. */
export function createDeviceCell(key: SortKey, columnNumber: number): DeviceCell {
  const element = elementWith('div', `cell${classes[key] ?? ''}`)
  element.setAttribute('role', 'gridcell')
  element.setAttribute('aria-colindex', String(columnNumber))
  const pieces = key === 'compliance' ? statusPieces() : null
  let shown = ''
  /** The node whose text can simply be rewritten; null where the cell holds more than one plain text. */
  let plain: Text | null = null

  function writeText({ text, placeholder, isSearched }: Content, search: string): void {
    if (search === '' && isPlain(text)) {
      if (plain === null) {
        const holder = elementWith('bdi', 'device-text')
        plain = document.createTextNode('')
        holder.append(plain)
        element.replaceChildren(holder)
      }
      plain.data = text
      return
    }
    plain = null
    element.replaceChildren(deviceTextNode(text, isSearched ? search : '', placeholder))
  }

  function write(row: DeviceRow, content: Content, look: CellLook): void {
    if (key === 'lastSyncAt') {
      const time = document.createElement('time')
      if (row.lastSyncAt !== null) time.dateTime = row.lastSyncAt
      time.title = exactTime(row.lastSyncAt)
      time.textContent = relativeTime(row.lastSyncAt, look.nowMs)
      element.replaceChildren(time)
    } else if (pieces !== null) {
      pieces.write(complianceTones[row.compliance], content.text)
      if (pieces.element.parentNode !== element) element.replaceChildren(pieces.element)
    } else writeText(content, content.isSearched ? look.search : '')
  }

  return {
    element,
    paint(row, look) {
      if (row === null) {
        if (shown !== 'skeleton') element.replaceChildren(elementWith('span', 'skeleton'))
        shown = 'skeleton'
        plain = null
        return
      }
      const content = textOf(row, key)
      const match = key === 'deviceName' && look.search !== '' ? hiddenMatch(row, look.search, look.keys) : null
      const words = key === 'lastSyncAt' ? relativeTime(row.lastSyncAt, look.nowMs) : ''
      const next = JSON.stringify([content.text, content.isSearched ? look.search : '', words, match])
      if (next === shown) return
      shown = next
      write(row, content, look)
      if (match === null) return
      const note = elementWith('span', 'match soft', `${match.label} `)
      note.append(deviceTextNode(match.value, look.search, ''))
      element.append(' ', note)
      plain = null
    },
  }
}


/** ui/StatusLabel.vue as plain nodes: an icon and a word. */
function statusPieces() {
  const element = elementWith('span', 'status')
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const word = elementWith('span', '')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  icon.append(path)
  element.append(icon, word)
  let shownTone: Tone | null = null
  return {
    element,
    write(tone: Tone, text: string): void {
      if (tone !== shownTone) {
        element.className = `status tone-${tone}`
        path.setAttribute('d', toneIcons[tone])
        shownTone = tone
      }
      word.textContent = text
    },
  }
}
