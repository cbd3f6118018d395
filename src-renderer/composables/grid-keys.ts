/** Where the active row goes for a key; null when the key is not one of the grid's. */
export function nextIndex(key: string, active: number, total: number, pageRows: number): number | null {
  const last = total - 1
  switch (key) {
    case 'ArrowDown': return Math.min(last, active + 1)
    case 'ArrowUp': return Math.max(0, active - 1)
    case 'PageDown': return Math.min(last, active + pageRows)
    case 'PageUp': return Math.max(0, active - pageRows)
    case 'Home': return 0
    case 'End': return last
    default: return null
  }
}
