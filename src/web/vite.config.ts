/**
 * src/web -> src/web/built: the explorer and the query editor as static files, built when the project is installed, so that a start
 * needs no build tool. They are not checked in: each change of one word would be a megabyte of new files. Names carry the hash of their content.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Where `npm run dev` serves; `npm run page:dev` serves the page's source and asks that server. */
const SERVER = 'http://127.0.0.1:4000';

export default defineConfig({
  root: here('.'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/graphql': { target: SERVER, ws: true } } },
  build: {
    outDir: here('built'),
    emptyOutDir: true,
    target: 'es2022',
    // the policy of the page allows no data addresses, and the helper for old browsers is of no use under it
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'LICENSES.md' },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: { explorer: here('index.html'), graphiql: here('graphiql.html') } },
  },
});
