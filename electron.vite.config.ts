import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import vuetify from 'vite-plugin-vuetify'
import manifest from './package.json' with { type: 'json' }
import { stampBuild } from './scripts/packaging/build-stamp.ts'
import { recordPackages } from './scripts/packaging/record-packages.ts'

// A large table is one string to JSON.parse, which is read many times faster than the same as code.
const json = { stringify: true, namedExports: false } as const

const here = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    json,
    plugins: [recordPackages('main')],
    define: { __BUILD_STAMP__: JSON.stringify(stampBuild(manifest.version, process.env, Date.now())) },
    build: {
      outDir: 'out/main',
      // Everything is bundled: the app runs from out/ alone, on a PC that never sees node_modules.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: here('src-main/main.ts'), audit: here('src-main/audit-command/main.ts'), policy: here('src-main/policy-command/main.ts'),
          'update-pack': here('src-main/updates/pack-command.ts'), 'simulated-tenant': here('simulated-tenant/main.ts'),
        },
        // Comments that name modules would name the folder of who built it.
        experimental: { attachDebugInfo: 'none' },
      },
    },
  },
  preload: {
    plugins: [recordPackages('preload')],
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('src-main/preload/index.ts') },
        // A sandboxed preload script is CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src-renderer'),
    plugins: [vue(), vuetify({ autoImport: true }), recordPackages('renderer')],
    json,
    build: {
      outDir: here('out/renderer'),
      minify: true,
      cssMinify: true,
      // Fonts stay files: the page's policy allows none from data: addresses.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: here('src-renderer/index.html'),
        // What the first page needs comes in one script and one style sheet: each request is a round through main.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
  },
})
