/** Whether the latents that a matching pairs are called alike. */
import type { EmbedderIdentity } from '../../../db/stores/embeddings.ts';
import type { ExplanationKey } from '../../../db/stores/explanations.ts';
import { findLabelVectors } from '../../../db/stores/labels.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { type LabelAgreement, labelAgreement } from '../../compute/labels/label-agreement.ts';
import { countWords, diceOverlap, renumberWords, type WordSets } from '../../compute/labels/word-sets.ts';
import { samplePairs } from '../../compute/similarity/pair-sample.ts';
import { type Criterion } from '../../compute/statistics/criterion.ts';
import type { PairArrays } from '../../compute/statistics/pair-arrays.ts';
import { acceptedPartners } from '../../compute/statistics/shared-mask.ts';
import { definitions } from '../definitions/definitions.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { SHUFFLES } from '../permutation-test.ts';
import { findCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import { LABEL_CHARACTERS, type Labels } from '../held/label-cache.ts';
import { describeBasis } from '../pair/publication-note.ts';

/** Labels of the pairs that a criterion accepts; what is compared is computed when it is asked for. */
export interface ExplanationAgreement {
  matching: MatchingRow;
  criterion: Criterion;
  pair: PairArrays;
  labels: { a: Labels; b: Labels };
  /** Of both ends, in the numbers of one vocabulary. */
  words: { a: WordSets; b: WordSets };
  /** Latents of A, their partners, and a near latent of B that is not the partner (-1: none). */
  sample: { a: readonly number[]; b: readonly number[]; neighbour: readonly number[] };
  shared: number;
  labelled: number;
  explainedA: number;
  explainedB: number;
  pairs: number;
  sampledFrom: number;
  shuffles: number;
  seed: number;
  statement: string;
  basis: MatchingRow;
}

/** Pairs compared. Each is compared once per shuffle, and the answer must come at once; the standard error of a mean is below 0.02. */
const MOST_PAIRS = 1_024;

/** Counts and the sample; null while the matching is not complete. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function readAgreement(
  context: AnalysisContext,
  matching: MatchingRow,
  criterion: Criterion,
): Promise<ExplanationAgreement | null> {
  const complete = await findCompletePair(context, matching);
  if (complete === null) return null;
  assertAliveKnown([complete.a, complete.b], criterion);
  const [pair, a, b] = await Promise.all([
    context.pairs.loadPair(complete, { candidates: 'ALL', minFiringFrequency: criterion.minFiringFrequency }),
    context.labels.loadLabels(complete.a),
    context.labels.loadLabels(complete.b),
  ]);
  const partner = acceptedPartners(pair, { end: 'A', criterion });
  const words = { a: a.words, b: renumberWords(b.words, a.words.vocabulary) };
  const [aliveA, aliveB] = [withWords(words.a), withWords(words.b)];
  const sample = samplePairs({ partner, aliveA, aliveB }, { most: MOST_PAIRS, seed: RANDOM_SEED });
  let [shared, labelled] = [0, 0];
  for (const [i, j] of partner.entries()) {
    if (j < 0) continue;
    shared++;
    if (a.id[i] > 0 && b.id[j] > 0) labelled++;
  }
  return {
    matching,
    criterion,
    pair,
    labels: { a, b },
    words,
    sample: { ...sample, neighbour: listNeighbours(pair, { criterion, sample, labelled: aliveB }) },
    shared,
    labelled,
    explainedA: countExplained(a),
    explainedB: countExplained(b),
    pairs: sample.a.length,
    sampledFrom: sample.of,
    shuffles: SHUFFLES,
    seed: RANDOM_SEED,
    statement: [
      definitions.explanationAgreement.statement({ pairs: MOST_PAIRS }),
      definitions.criterion.statement(criterion),
      describeBasis(complete),
    ].join(' '),
    basis: matching,
  };
}

/** By the words of the labels; null for fewer than two pairs. */
export function compareTexts({ sample, words }: ExplanationAgreement) {
  const found = labelAgreement(
    {
      ...sample,
      similarity: (i, j) => diceOverlap({ sets: words.a, i }, { sets: words.b, i: j }),
    },
    { shuffles: SHUFFLES, seed: RANDOM_SEED },
  );
  return found && describe(found, { statement: definitions.labelOverlap.statement(LABEL_CHARACTERS), embedder: null });
}

/** By the vectors of the labels; null unless two pairs have them by one embedder. Two statements. */
export async function compareVectors({ db }: AnalysisContext, { matching, labels, sample }: ExplanationAgreement) {
  const { spaceId } = matching;
  const keyOf =
    (end: 'a' | 'b') =>
    (index: number): ExplanationKey => ({
      spaceId,
      dictionaryId: matching[end],
      index,
      id: labels[end].id[index],
    });
  const inB = [...new Set([...sample.b, ...sample.neighbour.filter((j) => j >= 0)])];
  const stored = await findLabelVectors(db, [...sample.a.map(keyOf('a')), ...inB.map(keyOf('b'))]);
  if (stored === null) return null;
  const { vectors, embedder } = stored;
  const a = new Map(sample.a.map((index, at) => [index, vectors[at]]));
  const b = new Map(inB.map((index, at) => [index, vectors[sample.a.length + at]]));
  const places = [...sample.a.keys()].filter((k) => a.get(sample.a[k]) && b.get(sample.b[k]));
  const found = labelAgreement(
    {
      a: places.map((k) => sample.a[k]),
      b: places.map((k) => sample.b[k]),
      neighbour: places.map((k) => (b.get(sample.neighbour[k]) ? sample.neighbour[k] : -1)),
      similarity: (i, j) => innerProduct(a.get(i) ?? NO_VECTOR, b.get(j) ?? NO_VECTOR),
    },
    { shuffles: SHUFFLES, seed: RANDOM_SEED },
  );
  return found && describe(found, { statement: definitions.labelCosine.statement(), embedder });
}

const NO_VECTOR = new Float32Array(0);

/** Of unit vectors: their cosine. */
function innerProduct(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  for (let z = 0; z < x.length; z++) sum += x[z] * y[z];
  return sum;
}

function describe(
  { pairs, neighbours, ...matched }: LabelAgreement,
  { statement, embedder }: { statement: string; embedder: EmbedderIdentity | null },
) {
  return { pairs, matched, neighbours, embedder, statement };
}

function withWords(words: WordSets): Uint8Array {
  return Uint8Array.from({ length: words.offsets.length - 1 }, (_, i) => Math.min(1, countWords(words, i)));
}

function countExplained({ id }: Labels): number {
  return id.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
}

function listNeighbours(
  pair: PairArrays,
  parts: { criterion: Criterion; sample: { a: readonly number[]; b: readonly number[] }; labelled: Uint8Array },
): number[] {
  const { criterion, sample, labelled } = parts;
  const end = (criterion.definition === 'ENCODER' ? pair.a.encoder : null) ?? pair.a.decoder;
  const kept = end.candidatesPerLatent;
  return sample.a.map((i, k) => {
    const near = end.candidates.subarray(i * kept, (i + 1) * kept);
    return near.find((j) => j >= 0 && j !== sample.b[k] && labelled[j] === 1) ?? -1;
  });
}
