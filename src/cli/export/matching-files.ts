/** Every matching of a run group as files. In: a run group. Out: one file per pair of dictionaries, each whole or not there. */
import path from 'node:path';
import type { Measure } from '../../compute/side-matching.ts';
import { ReseedError } from '../../errors.ts';
import type { Ask } from '../../graph/ask.ts';
import { getCompletePair } from '../../analysis/pair/complete-pair.ts';
import type { GraphContext } from '../../graph/context.ts';
import { buildFileName } from '../../graph/export/file-name.ts';
import { formatMatching, type MatchingFileFormat } from '../../graph/export/matching-file.ts';
import { readMatchingFile } from '../../graph/export/read-matching-file.ts';
import { parseKey } from '../../graph/global-id.ts';
import { ExportGroupDocument, type ExportGroupQuery } from '../generated/documents.ts';
import { getPresent } from '../named/get-present.ts';
import { shortName } from '../tables/short-name.ts';
import { writeFileAtomically } from '../../../loaders/files/atomic-file.ts';

type Planned = NonNullable<ExportGroupQuery['runGroup']>;

/** A matching to be written, and where. */
export interface PlannedFile {
  matchingId: string;
  /** Path of the file. */
  file: string;
}

/**
 * What to write for run groups (global ids) under one measure; every path differs from every other, on any file system.
 * Throws `NOT_MATCHED` unless every pair of every group is complete, before anything is written.
 */
export async function planExport(
  ask: Ask,
  {
    groups,
    measure,
    format,
    folder,
  }: { groups: string[]; measure: Measure; format: MatchingFileFormat; folder: string },
): Promise<PlannedFile[]> {
  const planned: PlannedFile[] = [];
  const taken = new Set<string>();
  for (const group of groups) {
    const { runGroup } = await ask({ query: ExportGroupDocument, variables: { group, measure } });
    const { name: groupName, analysis } = checkComplete(getPresent(runGroup, `run group ${group}`), measure);
    for (const { id, a, b } of analysis.matchings) {
      const pair = `${shortName(a.name)}-${shortName(b.name)}`;
      const name = freeName(buildFileName([groupName, pair, measure.toLowerCase()]), taken);
      planned.push({ matchingId: id, file: path.join(folder, `${name}.${format}`) });
    }
  }
  return planned;
}

/** Writes one matching: its arrays are in memory (24 bytes per latent and side), its text never whole. */
export async function exportMatching(
  context: GraphContext,
  { matchingId, file, format }: PlannedFile & { format: MatchingFileFormat },
): Promise<void> {
  const matching = await context.batches.matchings.load(parseKey(matchingId, 'Matching'));
  if (matching === null)
    throw new ReseedError('NOT_FOUND', 'Cannot export a matching: it was deleted.', { hint: 'Start again.' });
  const content = await readMatchingFile(context, await getCompletePair(context, matching));
  await writeFileAtomically(file, formatMatching(content, format), { makeFolder: true });
}

const flagOf: Record<Measure, string> = {
  COSINE: '',
  ABSOLUTE_COSINE: ' --absolute',
  ACTIVATION_CORRELATION: ' --measure activation, with the tokens to match on',
};

function checkComplete(planned: Planned, measure: Measure): Planned {
  const { name, dictionaries, analysis } = planned;
  const pairs = (dictionaries.length * (dictionaries.length - 1)) / 2;
  if (pairs === 0) {
    throw new ReseedError(
      'NOT_MATCHED',
      `Cannot export "${name}": a matching needs two dictionaries, and it has ${dictionaries.length}.`,
      { hint: 'Import another seed into this run group, then match it.' },
    );
  }
  if (analysis.missing === 0) return planned;
  throw new ReseedError(
    'NOT_MATCHED',
    `Cannot export "${name}": ${analysis.missing} of its ${pairs} pairs are not matched completely under ${measure}.`,
    { hint: `Match them first: npm run reseed -- match "${name}"${flagOf[measure]}` },
  );
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name}.${i}`;
  taken.add(free.toLowerCase());
  return free;
}
