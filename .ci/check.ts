/** `npm run check`: every tool at once; each prints when it ends, whole. In: nothing. Exit 1 if one fails. */
import { execFile } from 'node:child_process';
import { root } from './read-page.ts';

const tools: Record<string, string> = {
  types: 'tsc -p . && tsc -p src/web && tsc -p test/web',
  lint: 'oxlint --type-aware --deny-warnings',
  format: 'biome format .',
  codegen: 'graphql-codegen --check',
  unused: 'knip',
  schema: 'node .ci/compare-schema.ts',
};

const failed: string[] = [];
await Promise.all(
  Object.entries(tools).map(
    ([name, command]) =>
      new Promise<void>((resolve) => {
        execFile('sh', ['-c', command], { cwd: root, maxBuffer: 1 << 26 }, (error, out, err) => {
          process.stdout.write(`${error === null ? 'ok    ' : 'FAILED'}  ${name}: ${command}\n`);
          if (error !== null) {
            failed.push(name);
            process.stdout.write(`${out}${err}\n`);
          }
          resolve();
        });
      }),
  ),
);
if (failed.length > 0) {
  process.stdout.write(`\nFailed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
