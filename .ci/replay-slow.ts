/**
 * Replays the pages that have slow blocks, whole: training, studies, contexts. In: the data folder of a server that has started once, as
 * argument; then pages, by default all that have such blocks. Fails unless what comes out is what the pages show.
 */
import { askStored } from './ask-stored.ts';
import { findReason, replayPage } from './replay-page.ts';
import { listPages, readPage } from './read-page.ts';

const [bundled, ...named] = process.argv.slice(2);
const faults: string[] = [];
for (const page of named.length > 0 ? named : await listPages()) {
  const blocks = await readPage(page);
  if (!blocks.some((block) => 'slow' in block.attributes)) continue;
  for (const block of blocks) {
    const reason = findReason(block, { slow: true });
    if (reason !== null) process.stdout.write(`not replayed, ${page}:${block.line}: ${reason}\n`);
  }
  const report = await replayPage(page, { bundled, slow: true, ask: askStored });
  process.stdout.write(`${page}: ${report.replayed} blocks replayed, ${report.faults.length} differ\n`);
  faults.push(...report.faults);
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
