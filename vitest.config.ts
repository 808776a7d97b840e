import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite prefers graphql's .mjs, Node and Apollo Server load its .js: two copies in one process refuse each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/run-folder.ts',
    // Every row that a store reads is held against its declaration (db/connect/row-check.ts), in threads and child processes, too.
    env: { RESEED_CHECK_ROWS: '1' },
    // A first PGlite instance takes seconds to open; everything else is far below this.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each file opens a database of its own: more files at once than cores only makes them wait.
    maxWorkers: 2,
    reporters: ['default', './test/closing-line.ts'],
  },
});
