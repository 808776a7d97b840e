/** What a file of a matching holds, read from the database. */
import type { GraphContext } from '../context.ts';
import type { CompletePair } from '../../analysis/held/matched-pair.ts';
import type { MatchingFile } from './matching-file.ts';
import { buildMatchingHeader } from './matching-header.ts';

/** Header and arrays of a complete matching: about 24 bytes per latent and side in memory, read afresh. */
export async function readMatchingFile(context: GraphContext, complete: CompletePair): Promise<MatchingFile> {
  const header = await buildMatchingHeader(context, complete);
  context.signal.throwIfAborted();
  return { header, pair: await context.pairs.readPair(complete, { candidates: 'NONE' }) };
}
