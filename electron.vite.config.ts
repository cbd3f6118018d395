import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import vuetify from 'vite-plugin-vuetify'

const here = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Everything is bundled: the app runs from out/ alone, on a PC that never sees node_modules.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: here('src-main/main.ts'), audit: here('src-main/audit-command/main.ts'), policy: here('src-main/policy-command/main.ts'),
          'simulated-tenant': here('simulated-tenant/main.ts'),
        },
      },
    },
  },
  preload: {
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
    plugins: [vue(), vuetify({ autoImport: true })],
    build: {
      outDir: here('out/renderer'),
      minify: true,
      cssMinify: true,
      // Fonts stay files: the page's policy allows none from data: addresses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: here('src-renderer/index.html') },
    },
  },
})
