import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path/posix'
import type { Arrow } from './arrows.ts'

const packages = ['zod', 'vue', 'electron', 'electron-store', 'electron-updater', '@azure/msal-node', 'pg']

/** Imports that are as they should be, one of each kind that a rule could take for a wrong one. */
const sound: Record<string, readonly string[]> = {
  'src-shared/words.ts': [],
  'src-main/clock.ts': ['../src-shared/words.ts', 'node:path'],
  'src-main/graph/reads.ts': ['../../src-shared/words.ts', 'zod', 'node:crypto'],
  'src-main/graph/device-writes.ts': ['./reads.ts'],
  'src-main/policy/rules.ts': ['../../src-shared/words.ts'],
  'src-main/sign-in/session.ts': ['@azure/msal-node', '../policy/rules.ts'],
  'src-main/audit/audit-database.ts': ['node:sqlite', 'node:fs', '../../src-shared/words.ts'],
  'src-main/settings/preferences-store.ts': ['electron-store'],
  'src-main/device-actions/attempts.ts': ['../graph/device-writes.ts', '../policy/rules.ts', '../audit/audit-database.ts'],
  'src-main/directory/list.ts': ['../graph/reads.ts', './worker?nodeWorker'],
  'src-main/preload/index.ts': ['electron', '../../src-shared/words.ts'],
  'src-main/ipc/handle.ts': ['electron', '../device-actions/attempts.ts', '../sign-in/session.ts'],
  'src-renderer/api/bridge.ts': ['../../src-shared/words.ts'],
  'src-renderer/api/device-api.ts': ['./bridge.ts'],
  'src-renderer/stores/device-store.ts': ['../api/device-api.ts', 'vue'],
  'src-renderer/components/Card.vue': ['../stores/device-store.ts', 'vue'],
  'src-renderer/views/Page.vue': ['../components/Card.vue'],
  'simulated-tenant/serve.ts': ['../src-shared/words.ts', 'node:http'],
}

const script = (imports: readonly string[]): string => imports.map((specifier) => `import '${specifier}'\n`).join('') + 'export const here = 1\n'
const component = (text: string): string => `<script setup lang="ts">\n${text.replace('export ', '')}</script>\n\n<template>\n  <p>{{ here }}</p>\n</template>\n`

/** Writes a small project that is sound but for one file per rule, which breaks that rule. */
export async function writeBrokenTree(arrows: readonly Arrow[]): Promise<{ readonly folder: string; readonly soundFiles: readonly string[]; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'arrows-'))
  const write = async (file: string, text: string): Promise<void> => {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, file.endsWith('.vue') ? component(text) : text)
  }
  await write('package.json', JSON.stringify({ name: 'tree', type: 'module', dependencies: Object.fromEntries(packages.map((name) => [name, '1.0.0'])) }))
  for (const name of packages) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    await write(`node_modules/${name}/index.js`, 'module.exports = {}\n')
  }
  for (const [file, imports] of Object.entries(sound)) await write(file, script(imports))
  for (const { name, broken: [file, specifier] } of arrows) {
    await write(file, script([specifier]))
    if (name === 'no-circles') await write(normalize(join(dirname(file), specifier)), script([`./${file.split('/').at(-1) ?? ''}`]))
  }
  return { folder, soundFiles: Object.keys(sound), remove: () => rm(folder, { recursive: true, force: true }) }
}
