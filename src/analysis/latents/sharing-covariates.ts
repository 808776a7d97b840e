/** Sharedness against explanation score and firing frequency: of one dictionary, of a run group, of one pair. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { scorerRank } from '../../../db/stores/scorer-trust.ts';
import { listFeatures } from '../../compute/group/families.ts';
import { foundIn } from '../../compute/group/base-universality.ts';
import { viewBase } from '../../compute/group/seed-group.ts';
import { candidatesNeeded, type Criterion } from '../../compute/statistics/criterion.ts';
import { type MatchingEnd, viewFrom } from '../../compute/statistics/pair-arrays.ts';
import { scoreReliability } from '../../compute/statistics/score-error.ts';
import { sharedByCovariate } from '../../compute/statistics/shared-by-covariate.ts';
import { sharedMask } from '../../compute/statistics/shared-mask.ts';
import { findCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import type { Labels } from '../held/label-cache.ts';
import { MAX_BINS } from '../argument-limits.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { CompletePair } from '../held/matched-pair.ts';
import { checkRange } from '../check-range.ts';
import type { MatchedBase, MatchedGroup } from '../group/matched-group.ts';
import { qualify } from '../pair/publication-note.ts';

/** Dictionaries, and in how many each of their latents is found (0: not counted). */
interface FoundLatents {
  bases: readonly DictionaryRow[];
  found: readonly ArrayLike<number>[]; // [bases][n]
  /** Dictionaries compared, the base included. */
  dictionaries: number;
  criterion: Criterion;
  /** The feature of each latent of all bases; absent where none is of two. */
  features?: Uint32Array;
  /** With the decoder partner; absent where a latent has several. */
  cosines?: Float64Array;
  pairs: readonly CompletePair[];
  leftOut?: readonly DictionaryRow[];
}

interface Asked {
  bins: number;
  inOthers: number;
}

/** One dictionary against the others; null while a matching is missing. */
export async function findOfBase(analysis: MatchedBase): Promise<FoundLatents | null> {
  const { base, others, criterion, pairs, leftOut } = analysis;
  const view = await analysis.load();
  return view && { bases: [base], found: [foundIn(view)], dictionaries: others.length + 1, criterion, pairs, leftOut };
}

/** Every dictionary against the others; null while a matching is missing. */
export async function findOfGroup(analysis: MatchedGroup): Promise<FoundLatents | null> {
  const { dictionaries: bases, criterion, pairs, leftOut } = analysis;
  const group = await analysis.loadTied();
  if (group === null) return null;
  const found = bases.map((_, base) => foundIn(viewBase(group, base)));
  const features = listFeatures(group);
  return { bases, found, dictionaries: bases.length, criterion, features, pairs, leftOut };
}

/** One end of a pair; null while the matching is not complete. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function findOfMatching(
  context: AnalysisContext,
  matching: MatchingRow,
  { criterion, of }: { criterion: Criterion; of: MatchingEnd },
): Promise<FoundLatents | null> {
  const complete = await findCompletePair(context, matching);
  if (complete === null) return null;
  assertAliveKnown([complete.a, complete.b], criterion);
  const pair = await context.pairs.loadPair(complete, {
    candidates: candidatesNeeded(criterion),
    minFiringFrequency: criterion.minFiringFrequency,
  });
  const { alive, decoder } = viewFrom(pair, of).own;
  const cosines = decoder.cosine.map((cosine, i) => (decoder.partner[i] < 0 ? Number.NaN : cosine));
  const found = sharedMask(pair, { end: of, criterion }).map((shared, i) =>
    criterion.aliveOnly && alive[i] === 0 ? 0 : 1 + shared,
  );
  const bases = [of === 'A' ? complete.a : complete.b];
  return { bases, found: [found], dictionaries: 2, criterion, cosines, pairs: [complete] };
}

/** Against the score of the best explanation. Throws `BAD_INPUT`. */
export async function readSharedByScore(
  context: AnalysisContext,
  source: FoundLatents | null,
  asked: Asked & { scorer?: string | null },
) {
  if (source === null) return null;
  const labels = await Promise.all(source.bases.map((base) => context.labels.loadLabels(base)));
  const scorer = asked.scorer ?? commonScorer(labels);
  const explained = labels.reduce((total, { id }, k) => {
    const counted = source.found[k];
    return total + id.reduce((sum, one, i) => sum + (one > 0 && counted[i] > 0 ? 1 : 0), 0);
  }, 0);
  const figure = compute(
    source,
    labels.map((one) => scoresBy(one, scorer)),
    asked,
  );
  const examples = concatenate(labels.map((one) => one.examples));
  const counted = concatenate(source.found);
  const scores = concatenate(labels.map((one) => scoresBy(one, scorer))).map((score, i) =>
    counted[i] > 0 ? score : Number.NaN,
  );
  const statement = definitions.sharedByScore.statement({ ...ruleOf(source, asked), scorer });
  return {
    covariate: 'EXPLANATION_SCORE' as const,
    scorer,
    explained,
    reliability: scorer === null ? null : scoreReliability(scorer, { values: scores, examples }),
    ...figure,
    statement: qualify(`${statement} ${definitions.criterion.statement(source.criterion)}`, source),
  };
}

/** Against the firing frequency. Throws `BAD_INPUT`. */
export async function readSharedByFrequency(context: AnalysisContext, source: FoundLatents | null, asked: Asked) {
  if (source === null) return null;
  const frequencies = await Promise.all(source.bases.map((base) => context.pairs.loadFrequencies(base)));
  const figure = compute(source, frequencies, asked);
  // frequencies are float32: edges are written as single latents have them
  const bins = figure.bins.map((bin) => ({ ...bin, from: shortestDecimal(bin.from), to: shortestDecimal(bin.to) }));
  const statement = definitions.sharedByFrequency.statement(ruleOf(source, asked));
  return {
    covariate: 'FIRING_FREQUENCY' as const,
    scorer: null,
    explained: null,
    reliability: null,
    ...figure,
    bins,
    statement: qualify(`${statement} ${definitions.criterion.statement(source.criterion)}`, source),
  };
}

/** The scorer that decides for most latents, the most trusted of several; null where nothing is scored. */
export function commonScorer(labels: readonly Labels[]): string | null {
  const counts = new Map<string, number>();
  for (const { scorer, scorers } of labels) {
    for (const place of scorer) if (place >= 0) counts.set(scorers[place], (counts.get(scorers[place]) ?? 0) + 1);
  }
  const order = [...counts].sort(([x, m], [y, n]) => n - m || scorerRank(x) - scorerRank(y) || (x < y ? -1 : 1));
  return order[0]?.[0] ?? null;
}

/** The scores by one scorer; NaN for every other latent. [n], new. */
export function scoresBy({ score, scorer, scorers }: Labels, name: string | null): Float64Array {
  const place = name === null ? -1 : scorers.indexOf(name);
  return score.map((value, i) => (place >= 0 && scorer[i] === place ? value : Number.NaN));
}

function compute(source: FoundLatents, values: readonly ArrayLike<number>[], { bins, inOthers }: Asked) {
  const { found, dictionaries, criterion, features, cosines } = source;
  checkRange('bins', bins, { min: 1, max: MAX_BINS });
  checkRange('inOthers', inOthers, { min: 1, max: Math.max(1, dictionaries - 1) });
  const figure = sharedByCovariate(
    { values: concatenate(values), found: concatenate(found), dictionaries, features, cosines },
    { bins, inOthers },
  );
  const { rankInterval } = figure;
  return {
    ...figure,
    rankLow: rankInterval?.low ?? null,
    rankHigh: rankInterval?.high ?? null,
    unknown: figure.latents - figure.known,
    inOthers,
    criterion,
  };
}

function ruleOf({ bases, dictionaries }: FoundLatents, { bins, inOthers }: Asked) {
  return { bins, inOthers, others: dictionaries - 1, pooled: bases.length > 1 };
}

function concatenate(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The shortest decimal that means the same float32: nine digits always do. */
function shortestDecimal(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}
