/** Cosines of a pair's matched decoder rows without the mean that all rows have in common. */
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { centredCosines } from '../../compute/similarity/centred-cosines.ts';
import { Turns } from '../../compute/turns.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { findCompletePair } from './complete-pair.ts';

/** Null while the matching is not complete. Throws `NO_WEIGHTS`, and `QUERY_TOO_COSTLY` for too large a dictionary. */
export async function readCentredCosines(context: AnalysisContext, matching: MatchingRow) {
  const pair = await findCompletePair(context, matching);
  if (pair === null) return null;
  assertWeights([pair.a, pair.b], 'compare rows');
  const [a, b, { A }] = await Promise.all([
    context.rows.loadDecoder(pair.a),
    context.rows.loadDecoder(pair.b),
    context.sharing.loadPartners(pair),
  ]);
  const means = await centredCosines({ a, b, partner: A.decoder }, new Turns({ signal: context.signal }));
  return { ...means, statement: definitions.centredCosines.statement() };
}
