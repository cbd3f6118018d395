import vue from '@vitejs/plugin-vue'
import vuetify from 'vite-plugin-vuetify'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default'],
    // A worker for each core: Vitest leaves one core idle, which is half of a machine with two. End-to-end files share nothing, so they run beside each other too.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // Some start processes and a browser, on machines that do other things as well.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          include: ['test/{src-main,src-shared,simulated-tenant,electron-stand-in,scripts}/**/*.spec.ts'],
        },
      },
      { test: { name: 'architecture', environment: 'node', include: ['test/architecture/**/*.spec.ts'], testTimeout: 60_000 } },
      {
        plugins: [vue(), vuetify({ autoImport: true })],
        test: {
          name: 'renderer',
          environment: 'jsdom',
          testTimeout: 30_000,
          include: ['test/src-renderer/**/*.spec.ts'],
          server: { deps: { inline: ['vuetify'] } },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
