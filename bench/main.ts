/**
 * `npm run bench [-- matching|matching-peers|byte-products|nearest|import|group|checkpoints|round-trips|training|training-quality|explanation-search|fuzz|gpu ...]`: runs benches one after another, each in a process of its own; each writes its section of
 * bench/RESULTS.md. Run it on a machine that does nothing else.
 */
import { spawnSync } from 'node:child_process';

const names =
  process.argv.length > 2
    ? process.argv.slice(2)
    : [
        'matching',
        'matching-peers',
        'byte-products',
        'nearest',
        'import',
        'group',
        'checkpoints',
        'round-trips',
        'training',
        'training-quality',
        'gpu',
      ];
for (const name of names) {
  const { status } = spawnSync(process.execPath, [new URL(`./${name}.ts`, import.meta.url).pathname], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
