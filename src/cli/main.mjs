/**
 * The entry: says what is needed if Node is too old, else runs the command line. JavaScript, because a Node that is too old opens no TypeScript;
 * main.ts is a link to this file, so that `node src/cli/main.ts` gets here, too.
 */
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

/** Compiled sources of this process, and of all that it starts: half of the time that a command takes to begin. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/reseed', import.meta.url));

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const needed = Number.parseInt(engines.node.replace(/^\D+/, ''), 10);

if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `Cannot run on Node ${process.versions.node}: Reseed needs Node ${needed} or newer\n` +
      '  NODE_TOO_OLD. Use npm start, or npm run reseed -- <command>: after npm ci they run on the Node that is among the packages.\n',
  );
  process.exitCode = 1;
} else {
  module.enableCompileCache(compiled);
  process.env.NODE_COMPILE_CACHE ??= compiled;
  await import('./program.ts');
}
