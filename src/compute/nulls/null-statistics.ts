/**
 * What chance gives for one matching, as it is stored, and how it is read under a criterion.
 *
 * In: what `null-baseline.ts` computed. Out: the numbers that stand next to a summary or a side in the API.
 */
import { ReseedError } from '../../errors.ts';
import type { Criterion, SharedDefinition } from '../statistics/criterion.ts';
import type { MatchingEnd, Side } from '../statistics/pair-arrays.ts';
import type { Measure } from '../side-matching.ts';

/** Kinds of rows, the one that knows least of the dictionaries first. See `NullKind` in schema.graphql. */
const rowNullKinds = ['ISOTROPIC', 'COVARIANCE_MATCHED', 'JOINT', 'ROTATION', 'INITIAL'] as const;
/** Every kind: those of rows, and that of matchings by activation. */
export const nullKinds = [...rowNullKinds, 'SHIFTED_TEXT'] as const;

export type RowNullKind = (typeof rowNullKinds)[number];
export type NullKind = (typeof nullKinds)[number];

/** The kinds that a matching under `measure` can have. */
export function listNullKinds(measure: Measure): readonly NullKind[] {
  return measure === 'ACTIVATION_CORRELATION' ? ['SHIFTED_TEXT'] : rowNullKinds;
}

/** Thresholds of the stored curves: 0.00, 0.01, ... 1.00. */
export const CURVE_STEPS = 100;

/** One side of a draw, or of several. */
export interface SideNullStatistics {
  readonly meanMatchedCosine: number;
  readonly mmcsAB: number;
  readonly mmcsBA: number;
  /** Absent in nulls that older versions stored. */
  readonly regret?: number | null;
}

/** What of a null has a mean and a range. */
export interface NullNumbers {
  readonly decoder: SideNullStatistics;
  readonly encoder: SideNullStatistics | null;
  /** Shared fraction for `>=` at thresholds k / 100, by end and definition. [101] each; no curve where encoders are lacking. */
  readonly curves: Readonly<Record<MatchingEnd, { readonly [Definition in SharedDefinition]?: readonly number[] }>>;
}

/** Cycle consistency of three unrelated dictionaries. */
export interface NullCycles {
  readonly decoder: number;
  readonly encoder: number | null;
  readonly firstAgrees: number | null;
  readonly allAgree: number | null;
}

/** CKA and RSA over matched pairs, draw by draw; a draw whose rows do not vary has none. */
export interface NullSimilarity {
  readonly cka: number[];
  readonly rsa: number[];
  readonly rankRsa: number[];
}

/** What chance gives for one matching: means over the draws. JSON-able; kept in the database as it is. */
export interface NullStatistics extends NullNumbers {
  readonly kind: NullKind;
  readonly measure: Measure;
  readonly seed: number;
  readonly draws: number;
  readonly n: readonly [number, number];
  readonly d: number;
  /** Least and greatest over the draws, number by number; null for one draw, absent in nulls that older versions stored. */
  readonly range?: { readonly low: NullNumbers; readonly high: NullNumbers } | null;
  /** Null where no third dictionary was drawn; absent as above. */
  readonly cycles?: NullCycles | null;
  /** Absent as above. */
  readonly similarity?: NullSimilarity;
}

/** Numbers of a null under a criterion. */
export interface NullSummaryNumbers {
  readonly sharedFraction: number;
  readonly agreement: number | null;
  readonly meanDecoderCosine: number;
  readonly meanEncoderCosine: number | null;
}

/** What chance gives under a criterion; see `SummaryNull` in schema.graphql. */
export interface NullSummary extends NullSummaryNumbers {
  readonly kind: NullKind;
  readonly threshold: number;
  readonly draws: number;
  readonly seed: number;
  readonly least: NullSummaryNumbers | null;
  readonly greatest: NullSummaryNumbers | null;
}

/**
 * The stored null under `criterion`, seen from `end`. The threshold is rounded down to a multiple of 0.01 and taken as `>=`, which
 * can only overstate chance; it is the chance of all latents, also where the criterion counts the alive ones. Throws `BAD_INPUT` if the definition needs encoders and there are none.
 */
export function nullAt(statistics: NullStatistics, asked: { end: MatchingEnd; criterion: Criterion }): NullSummary {
  const { kind, draws, seed, range = null } = statistics;
  const { definition, threshold } = asked.criterion;
  let k = Math.min(CURVE_STEPS, Math.ceil(threshold * CURVE_STEPS));
  while (k / CURVE_STEPS > threshold) k--;
  const read = ({ decoder, encoder, curves: both }: NullNumbers): NullSummaryNumbers => {
    const curves = both[asked.end];
    const curve = curves[definition];
    if (curve === undefined) {
      throw new ReseedError('BAD_INPUT', `Cannot count by "${definition}": a dictionary of this pair has no encoder`, {
        hint: 'Ask for DECODER or MUTUAL_NN, which look at decoder rows only.',
      });
    }
    return {
      sharedFraction: curve[k],
      agreement: curves.AGREE?.[0] ?? null,
      meanDecoderCosine: decoder.meanMatchedCosine,
      meanEncoderCosine: encoder && encoder.meanMatchedCosine,
    };
  };
  return {
    kind,
    ...read(statistics),
    threshold: k / CURVE_STEPS,
    draws,
    seed,
    least: range && read(range.low),
    greatest: range && read(range.high),
  };
}

/** Numbers of a null of one side. */
export interface SideNullNumbers extends SideNullStatistics {
  /** Null where A is the larger dictionary and the null was stored by an older version, which kept no largest cosines of matched latents alone. */
  readonly regret: number | null;
}

/** What chance gives on one side; see `SideNull` in schema.graphql. */
export interface SideNull extends SideNullNumbers {
  readonly kind: NullKind;
  readonly draws: number;
  readonly seed: number;
  readonly least: SideNullNumbers | null;
  readonly greatest: SideNullNumbers | null;
}

/** The stored null of one side; null without encoders. */
export function nullOfSide(statistics: NullStatistics, side: Side): SideNull | null {
  const { kind, n, draws, seed, range = null } = statistics;
  const read = (numbers: NullNumbers): SideNullNumbers | null => {
    const values = side === 'DECODER' ? numbers.decoder : numbers.encoder;
    if (values === null) return null;
    const { meanMatchedCosine, mmcsAB, mmcsBA } = values;
    // every latent of the smaller dictionary is matched, so a mean of differences is a difference of means
    const regret = values.regret ?? (n[0] <= n[1] ? mmcsAB - meanMatchedCosine : null);
    return { meanMatchedCosine, mmcsAB, mmcsBA, regret };
  };
  const values = read(statistics);
  return (
    values && { kind, ...values, draws, seed, least: range && read(range.low), greatest: range && read(range.high) }
  );
}
