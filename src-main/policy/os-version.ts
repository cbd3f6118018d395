/** Compares "major.minor" at the start of an OS version ("8.1.0", "13", "16.2 (20C65)") with a boundary; null when there is no number to compare. */
export function isAtLeast(osVersion: string, boundary: string): boolean | null {
  const version = parse(osVersion)
  const limit = parse(boundary)
  if (version === null || limit === null) return null
  return version.major === limit.major ? version.minor >= limit.minor : version.major > limit.major
}

function parse(text: string): { major: number; minor: number } | null {
  const match = /^\s*(\d{1,4})(?:\.(\d{1,4}))?(?![\d])/.exec(text)
  if (match === null) return null
  const major = Number(match[1])
  // Graph gives "0.0.0.0" for a version that was never reported.
  return major === 0 ? null : { major, minor: Number(match[2] ?? 0) }
}
