/** One matching as a file that the server hands out: its name, its address and who may ask for it. */
import { findCompletePair } from '../../analysis/pair/complete-pair.ts';
import type { GraphContext } from '../context.ts';
import { formatGlobalId } from '../global-id.ts';
import type { CompletePair } from '../../analysis/held/matched-pair.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { ReseedError } from '../../errors.ts';
import { buildFileName } from './file-name.ts';
import type { MatchingFileFormat } from './matching-file.ts';

/** Below this the server hands out files of matchings: `<here>/<global id>.<format>`. */
export const EXPORT_PATH = '/export';

/** The matching with both its dictionaries. Throws `NOT_MATCHED` unless it is complete. */
export async function getExportedPair(context: GraphContext, matching: MatchingRow): Promise<CompletePair> {
  const pair = await findCompletePair(context, matching);
  if (pair !== null) return pair;
  throw new ReseedError('NOT_MATCHED', 'Cannot export a matching: it is not complete', {
    hint: 'Call `requestMatching` for this pair and wait until its jobs have succeeded.',
  });
}

/** Where the file is, below the server's origin. */
export function hrefOf({ matching: { spaceId, id } }: CompletePair, format: MatchingFileFormat): string {
  return `${EXPORT_PATH}/${formatGlobalId({ kind: 'Matching', spaceId, id })}.${format}`;
}

/** The name under which the file is saved. */
export function fileNameOf({ matching, a, b }: CompletePair, format: MatchingFileFormat): string {
  return `${buildFileName([a.name, b.name, matching.measure.toLowerCase()])}.${format}`;
}
