/** 63_999_000_000 → "64 GB", as shops count. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = count
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`
}

export function yesNo(value: boolean | null): string {
  return value === null ? 'Not reported' : value ? 'Yes' : 'No'
}
