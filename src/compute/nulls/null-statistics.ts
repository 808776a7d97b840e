/**
 * What chance gives for one matching, as it is stored, and how it is read under a criterion.
 *
 * In: the averages that `null-baseline.ts` computed. Out: the numbers that stand next to a summary or a side in the API.
 */
import { ReseedError } from '../../errors.ts';
import type { Criterion, SharedDefinition } from '../statistics/criterion.ts';
import type { MatchingEnd, Side } from '../statistics/pair-arrays.ts';
import type { Measure } from '../side-matching.ts';

export type NullKind = 'ISOTROPIC' | 'COVARIANCE_MATCHED';

/** Thresholds of the stored curves: 0.00, 0.01, ... 1.00. */
export const CURVE_STEPS = 100;

/** Averages of one side over the draws. */
export interface SideNullStatistics {
  readonly meanMatchedCosine: number;
  readonly mmcsAB: number;
  readonly mmcsBA: number;
}

/** What chance gives for one matching. JSON-able; kept in the database as it is. */
export interface NullStatistics {
  readonly kind: NullKind;
  readonly measure: Measure;
  readonly seed: number;
  readonly draws: number;
  readonly n: readonly [number, number];
  readonly d: number;
  readonly decoder: SideNullStatistics;
  readonly encoder: SideNullStatistics | null;
  /** Mean shared fraction for `>=` at thresholds k / 100, by end and definition. [101] each; no curve where encoders are lacking. */
  readonly curves: Readonly<Record<MatchingEnd, { readonly [Definition in SharedDefinition]?: readonly number[] }>>;
}

/** What chance gives under a criterion; see `SummaryNull` in schema.graphql. */
export interface NullSummary {
  readonly kind: NullKind;
  readonly sharedFraction: number;
  readonly threshold: number;
  readonly agreement: number | null;
  readonly meanDecoderCosine: number;
  readonly meanEncoderCosine: number | null;
  readonly draws: number;
  readonly seed: number;
}

/**
 * The stored null under `criterion`, seen from `end`. The threshold is rounded down to a multiple of 0.01 and taken as `>=`, which
 * can only overstate chance; it is the chance of all latents, also where the criterion counts the alive ones. Throws `BAD_INPUT` if the definition needs encoders and there are none.
 */
export function nullAt(statistics: NullStatistics, asked: { end: MatchingEnd; criterion: Criterion }): NullSummary {
  const { kind, decoder, encoder, draws, seed } = statistics;
  const { definition, threshold } = asked.criterion;
  const curves = statistics.curves[asked.end];
  const curve = curves[definition];
  if (curve === undefined) {
    throw new ReseedError('BAD_INPUT', `Cannot count by "${definition}": a dictionary of this pair has no encoder`, {
      hint: 'Ask for DECODER or MUTUAL_NN, which look at decoder rows only.',
    });
  }
  let k = Math.min(CURVE_STEPS, Math.ceil(threshold * CURVE_STEPS));
  while (k / CURVE_STEPS > threshold) k--;
  return {
    kind,
    sharedFraction: curve[k],
    threshold: k / CURVE_STEPS,
    agreement: curves.AGREE?.[0] ?? null,
    meanDecoderCosine: decoder.meanMatchedCosine,
    meanEncoderCosine: encoder && encoder.meanMatchedCosine,
    draws,
    seed,
  };
}

/** What chance gives on one side; see `SideNull` in schema.graphql. */
export interface SideNull extends SideNullStatistics {
  readonly kind: NullKind;
  /** Null where A is the larger dictionary: the draws keep no largest cosines of its matched latents alone. */
  readonly regret: number | null;
  readonly draws: number;
  readonly seed: number;
}

/** The stored null of one side; null without encoders. */
export function nullOfSide(statistics: NullStatistics, side: Side): SideNull | null {
  const { kind, n, draws, seed } = statistics;
  const values = side === 'DECODER' ? statistics.decoder : statistics.encoder;
  if (values === null) return null;
  const { meanMatchedCosine, mmcsAB, mmcsBA } = values;
  // every latent of the smaller dictionary is matched, so a mean of differences is a difference of means
  const regret = n[0] <= n[1] ? mmcsAB - meanMatchedCosine : null;
  return { kind, meanMatchedCosine, mmcsAB, mmcsBA, regret, draws, seed };
}
