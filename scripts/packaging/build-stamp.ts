import type { BuildStamp } from '../../src-main/build-stamp.ts'

/**
 * What a build knows of itself. The time is SOURCE_DATE_EPOCH (seconds since 1970) where that is set, so that the same commit can give the same
 * files; else now. Who signs comes from the environment of whoever builds, and from nowhere later.
 */
export function stampBuild(version: string, env: NodeJS.ProcessEnv, nowMs: number): BuildStamp {
  const epoch = env['SOURCE_DATE_EPOCH'] ?? ''
  return {
    version,
    builtAtMs: /^\d+$/.test(epoch) ? Number(epoch) * 1000 : nowMs,
    publisherName: textOf(env['HELPDESK_PUBLISHER']),
    updatePackKey: textOf(env['HELPDESK_UPDATE_PACK_KEY']),
  }
}

const textOf = (value: string | undefined): string | null => (value === undefined || value.trim() === '' ? null : value.trim())
