import type { PlatformPath } from 'node:path'

/** Whether a folder is neither `of` nor below it; both without symbolic links. Another drive and a network share are outside. */
export function isOutside(folder: string, of: string, { relative, isAbsolute, sep }: Pick<PlatformPath, 'relative' | 'isAbsolute' | 'sep'>): boolean {
  const way = relative(of, folder)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
}
