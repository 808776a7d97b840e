/** Cosines of a published matching, from rows that are here: the same numbers as the engine gives. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { PublishedMatching, PublishedSide } from '../../../loaders/matchings/published-matching.ts';
import { buildPairScore, toCosine } from '../../compute/matching/pair-score.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { ReseedError } from '../../errors.ts';
import { readUnitRows } from './read-unit-rows.ts';
import type { TaskContext } from '../worker/task.ts';

/** A file of the same rows states cosines that differ by rounding only. */
const STATED_TOLERANCE = 1e-3;

/** Cosine of each latent of A with its partner, 0 without one. [nA] */
export type SideCosines = Readonly<Record<Side, Float64Array | null>>;

/** Computed cosines of both sides; null for a side that the file or a dictionary does not have. Throws `MATCHING_FILE_BAD` if stated ones differ. */
export async function computeCosines(
  context: TaskContext,
  { matching, measure, a, b }: { matching: PublishedMatching; measure: Measure; a: DictionaryRow; b: DictionaryRow },
): Promise<SideCosines> {
  const compute = async (side: Side, published: PublishedSide | null) => {
    if (published === null || (side === 'ENCODER' && !(a.hasEncoder && b.hasEncoder))) return null;
    context.progress({ step: 'computing cosines', done: side === 'DECODER' ? 0 : 1, total: 2, unit: 'sides' });
    const rows = [
      await readUnitRows(context, { dictionary: a, side }),
      await readUnitRows(context, { dictionary: b, side }),
    ];
    const score = buildPairScore(rows[0], rows[1], { measure });
    const cosine = Float64Array.from(published.partner, (j, i) => (j < 0 ? 0 : toCosine(score(i, j), a.dIn)));
    const at = cosine.findIndex((value, i) => Math.abs(value - (published.cosine?.[i] ?? value)) > STATED_TOLERANCE);
    if (at >= 0) {
      throw new ReseedError(
        'MATCHING_FILE_BAD',
        `Cannot take the matching for one of "${a.name}" and "${b.name}": the file states the ${side.toLowerCase()} cosine ${published.cosine?.[at]} of latent ${at}, and their rows give ${cosine[at]}`,
        { hint: 'The file is of other dictionaries: name their run group, or import their weights first.' },
      );
    }
    return cosine;
  };
  return {
    DECODER: await compute('DECODER', matching.decoder),
    ENCODER: await compute('ENCODER', matching.encoder),
  };
}
