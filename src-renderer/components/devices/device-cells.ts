import type { DeviceRow, SortKey } from '../../../src-shared/device.ts'
import { encryptionOf } from '../../../src-shared/device-filter.ts'
import { complianceNames, encryptionNames, kindNames, ownershipNames } from '../../../src-shared/device-list-words.ts'
import { hiddenMatch } from '../../composables/hidden-match.ts'
import { complianceTones } from '../../messages/device-words.ts'
import { isPlainly } from '../../messages/display-text.ts'
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
  paint(row: DeviceRow, look: CellLook): void
  /** Shows nothing. */
  clear(): void
}

function textOf(row: DeviceRow, key: Exclude<SortKey, 'lastSyncAt'>): string {
  switch (key) {
    case 'model': return row.model === '' ? row.manufacturer : row.model
    case 'operatingSystem': return `${row.operatingSystem} ${row.osVersion}`.trim()
    case 'kind': return kindNames[row.kind]
    case 'ownership': return ownershipNames[row.ownership]
    case 'isEncrypted': return encryptionNames[encryptionOf(row.isEncrypted)]
    case 'compliance': return complianceNames[row.compliance]
    case 'deviceName':
    case 'managedDeviceName':
    case 'userDisplayName':
    case 'userPrincipalName':
    case 'serialNumber':
    case 'imei':
    case 'phoneNumber': return row[key]
  }
}

const placeholders: Partial<Record<SortKey, string>> = { deviceName: 'No name', userDisplayName: 'None', userPrincipalName: 'None' }
const neverMarked: ReadonlySet<SortKey> = new Set<SortKey>(['operatingSystem', 'kind', 'ownership', 'isEncrypted'])
const classes: Partial<Record<SortKey, string>> = { deviceName: ' strong', serialNumber: ' mono', imei: ' mono', phoneNumber: ' mono' }

/** Makes an empty cell of a column. */
export function createDeviceCell(key: SortKey, columnNumber: number): DeviceCell {
  const element = elementWith('div', `cell${classes[key] ?? ''}`)
  element.setAttribute('role', 'gridcell')
  element.setAttribute('aria-colindex', String(columnNumber))
  if (key === 'lastSyncAt') return createTimeCell(element)
  return key === 'compliance' ? createStatusCell(element) : createTextCell(element, key)
}

/**
 * Nearly every cell is one text node of its own, which is rewritten: a new text costs its layout, a new element the look-up of its style as
 * well (docs/performance.md, "Grid").
 */
function createTextCell(element: HTMLElement, key: Exclude<SortKey, 'lastSyncAt'>): DeviceCell {
  const node = document.createTextNode('')
  element.append(node)
  let isPlain = true
  let isSoft = false
  let shownText: string | null = null
  let shownSearch = ''
  let shownNote = ''

  function writePlain(text: string): void {
    if (!isPlain) element.replaceChildren(node)
    isPlain = true
    if (node.data !== text) node.data = text
  }

  return {
    element,
    paint(row, look) {
      const text = textOf(row, key)
      const search = neverMarked.has(key) ? '' : look.search
      const match = key === 'deviceName' && search !== '' ? hiddenMatch(row, search, look.keys) : null
      const note = match === null ? '' : `${match.label} ${match.value}`
      if (text === shownText && search === shownSearch && note === shownNote) return
      if ((note === '') !== (shownNote === '')) element.classList.toggle('has-reason', note !== '')
      shownText = text
      shownSearch = search
      shownNote = note
      if (isSoft !== (text === '')) {
        isSoft = !isSoft
        element.classList.toggle('soft', isSoft)
      }
      if (text === '') writePlain(placeholders[key] ?? '—')
      // Beside a reason the name is an element, which can end in an ellipsis.
      else if (match === null && isPlainly(text, search)) writePlain(text)
      else {
        element.replaceChildren(deviceTextNode(text, search, ''))
        isPlain = false
      }
      if (match === null) return
      // The value first: what was searched for is seen even where the rest has no room.
      const added = elementWith('span', 'match soft')
      added.append(deviceTextNode(match.value, look.search, ''), ` ${match.label}`)
      element.append(' ', added)
      isPlain = false
    },
    clear() {
      shownText = null
      writePlain('')
    },
  }
}

function createTimeCell(element: HTMLElement): DeviceCell {
  const time = document.createElement('time')
  const node = document.createTextNode('')
  time.append(node)
  element.append(time)
  let shownAt: string | null | undefined
  return {
    element,
    paint({ lastSyncAt }, { nowMs }) {
      const words = relativeTime(lastSyncAt, nowMs)
      if (node.data !== words) node.data = words
      if (lastSyncAt === shownAt) return
      shownAt = lastSyncAt
      if (lastSyncAt === null) time.removeAttribute('datetime')
      else time.dateTime = lastSyncAt
      time.title = exactTime(lastSyncAt)
    },
    clear() {
      shownAt = undefined
      node.data = ''
      time.title = ''
    },
  }
}

/** ui/StatusLabel.vue as plain nodes: an icon and a word. The icon stands in the line, so that a word too long ends in an ellipsis. */
function createStatusCell(element: HTMLElement): DeviceCell {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  const node = document.createTextNode('')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  icon.append(path)
  element.append(icon, node)
  let shownTone: Tone | null = null
  return {
    element,
    paint({ compliance }) {
      const tone = complianceTones[compliance]
      if (tone !== shownTone) {
        icon.setAttribute('class', `tone-${tone}`)
        path.setAttribute('d', toneIcons[tone])
        shownTone = tone
      }
      const word = complianceNames[compliance]
      if (node.data !== word) node.data = word
    },
    clear() {
      node.data = ''
    },
  }
}
