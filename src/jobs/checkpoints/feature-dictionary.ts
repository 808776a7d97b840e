/**
 * The core or the union of a run group as one dictionary that a checkpoint writer takes: a representative of each feature, its rows as
 * trained.
 *
 * Every representative was trained together with the decoder bias of its own seed; here all have the mean of these biases, b. What an encoder adds
 * to its pre-activation is corrected for that: E (x - b_s) + c = E (x - b) + (c + E (b - b_s)), so it fires as it did.
 */
import { createHash } from 'node:crypto';
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { type DictionaryWeights, readDictionaryWeights } from '../../../db/stores/dictionary-weights.ts';
import type { Key } from '../../../db/schema/key.ts';
import { readVectors } from '../../../db/stores/latents.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { FinishedDictionary } from '../../../loaders/checkpoints/finished-dictionary.ts';
import { buildAnalysisContext } from '../../analysis/analysis-context.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import { getGroupFeatures } from '../../analysis/group/group-features.ts';
import { buildHeldArrays } from '../../analysis/held/held-arrays.ts';
import type { FeaturePart, Representatives } from '../../compute/group/representatives.ts';
import type { Stability } from '../../compute/group/stability.ts';
import { type Criterion } from '../../compute/statistics/criterion.ts';
import { ReseedError } from '../../errors.ts';
import { openStoredDictionary } from './stored-dictionary.ts';

/** Which features of which run group. */
export interface FeaturesRequest {
  runGroup: Key;
  part: FeaturePart;
  criterion: Criterion;
  signal?: AbortSignal;
}

/** Rows read by one statement. */
const ROWS_TOGETHER = 2_000;

/** Reads who represents each feature, and their biases. Throws `NOT_MATCHED`, `NOT_FOUND` where there is no feature, and `BAD_INPUT`. */
export async function openFeatureDictionary(
  db: Database,
  { runGroup, part, criterion, signal = new AbortController().signal }: FeaturesRequest,
): Promise<FinishedDictionary & { contentSha256: string }> {
  const context = buildAnalysisContext({ db, ...buildHeldArrays(db) }, signal);
  const { dictionaries, features, found } = await getGroupFeatures(context, { runGroup, part, criterion });
  assertWeights(dictionaries, 'export');
  const n = features.index.length;
  const [first] = dictionaries;
  const base = await openStoredDictionary(db, first);
  const name = `${base.identity.runGroup ?? 'group'}-${part.toLowerCase()}`;
  if (n === 0) {
    throw new ReseedError('NOT_FOUND', `Cannot export "${name}": no latent is in all dictionaries`, {
      hint: 'Lower the threshold, use another definition, or export the union.',
    });
  }
  const weights: DictionaryWeights[] = [];
  for (const { spaceId, id, nLatents } of dictionaries)
    weights.push(await readDictionaryWeights(db, { spaceId, id, n: nLatents }));
  const decoderBias = meanBias(weights.map((one) => one.decoderBias));
  const readRows = (side: Side, range: { start: number; count: number }) =>
    readFeatureRows(db, { dictionaries, features, side, ...range });
  const { subtractsDecoderBias } = base.encoding;
  const gathered = gather(features, weights);
  const encoderBias =
    gathered.encoderBias !== null && decoderBias !== null && subtractsDecoderBias
      ? await correctBias(gathered.encoderBias, { features, weights, decoderBias, readRows })
      : gathered.encoderBias;
  const { k } = base.facts;
  const contents = dictionaries.map(({ contentSha256 }) => contentSha256);
  return {
    ...base,
    name,
    facts: { ...base.facts, nLatents: n, k: k === null ? null : Math.min(k, n) },
    identity: { ...base.identity, runGroup: name, initSeed: null, portalId: null },
    readRows,
    ...gathered,
    encoderBias,
    decoderBias,
    gate: null,
    contentSha256: createHash('sha256')
      .update(JSON.stringify([part, criterion, contents]))
      .digest('hex'),
    provenance: {
      exportedBy: 'reseed',
      contentSha256: createHash('sha256')
        .update(JSON.stringify([part, criterion, contents]))
        .digest('hex'),
      part,
      definition: definitions.representatives.statement(),
      criterion: { ...criterion, statement: definitions.criterion.statement(criterion) },
      decoderBias:
        'mean over the dictionaries; encoder biases are corrected for it, so that every latent fires as it did',
      notTrainedTogether:
        'The latents were trained in different dictionaries: k and reconstruction are not those of a trained one.',
      dictionaries: dictionaries.map(({ name: of, initSeed, contentSha256, sourceUri }) => ({
        name: of,
        initSeed,
        contentSha256,
        sourceUri,
      })),
      stability: definitions.stability.statement({ others: dictionaries.length - 1, pooled: false }),
      columns: [
        'dictionary',
        'index',
        'dictionaries',
        'members',
        'found',
        'stability',
        'stabilityLow',
        'stabilityHigh',
      ],
      rows: Array.from(features.index, (index, i) => [
        features.dictionary[i],
        index,
        features.dictionaries[i],
        features.members[i],
        found[i].found,
        ...describeStability(found[i].stability),
      ]),
    },
  };
}

async function readFeatureRows(
  db: Database,
  of: {
    dictionaries: readonly DictionaryRow[];
    features: Representatives;
    side: Side;
    start: number;
    count: number;
  },
): Promise<Float32Array> {
  const { dictionaries, features, side, start, count } = of;
  const d = dictionaries[0].dIn;
  const values = new Float32Array(count * d);
  for (let from = 0; from < count; from += ROWS_TOGETHER) {
    const keys = Array.from({ length: Math.min(ROWS_TOGETHER, count - from) }, (_, at) => {
      const feature = start + from + at;
      const { spaceId, id: dictionaryId } = dictionaries[features.dictionary[feature]];
      return { spaceId, dictionaryId, index: features.index[feature], side };
    });
    for (const [at, row] of (await readVectors(db, keys)).entries()) {
      if (row === null) {
        throw new ReseedError('NOT_FOUND', 'Cannot export: a dictionary of this group is being deleted', {
          hint: 'Ask again for those that are left.',
        });
      }
      values.set(row, (from + at) * d);
    }
  }
  return values;
}

/** Three digits are more than the interval leaves. */
function describeStability(stability: Stability | null): (number | null)[] {
  if (stability === null) return [null, null, null];
  return [stability.value, stability.low, stability.high].map((value) => Number(value.toFixed(3)));
}

/** The mean, or null where one is not known. */
function meanBias(biases: readonly (Float32Array | null)[]): Float32Array | null {
  const known = biases.filter((bias) => bias !== null);
  if (known.length < biases.length) return null;
  return known[0].map((_, z) => known.reduce((sum, bias) => sum + bias[z], 0) / known.length);
}

/** Numbers per latent of the representatives; null where one dictionary does not know them. */
function gather(features: Representatives, weights: readonly DictionaryWeights[]) {
  const pick = (field: 'encoderBias' | 'threshold' | 'firingFrequency'): Float32Array | null => {
    if (weights.some((one) => one[field] === null)) return null;
    return Float32Array.from(features.index, (index, i) => weights[features.dictionary[i]][field]?.[index] ?? 0);
  };
  return {
    encoderBias: pick('encoderBias'),
    threshold: pick('threshold'),
    firingFrequency: pick('firingFrequency'),
  };
}

/** c + E (b - b_s) for each representative. */
async function correctBias(
  bias: Float32Array,
  of: {
    features: Representatives;
    weights: readonly DictionaryWeights[];
    decoderBias: Float32Array;
    readRows: FinishedDictionary['readRows'];
  },
): Promise<Float32Array> {
  const { features, weights, decoderBias, readRows } = of;
  const d = decoderBias.length;
  const corrected = Float32Array.from(bias);
  for (let start = 0; start < bias.length; start += ROWS_TOGETHER) {
    const count = Math.min(ROWS_TOGETHER, bias.length - start);
    const rows = await readRows('ENCODER', { start, count });
    for (let i = 0; i < count; i++) {
      const own = weights[features.dictionary[start + i]].decoderBias ?? decoderBias;
      let sum = bias[start + i];
      for (let z = 0; z < d; z++) sum += rows[i * d + z] * (decoderBias[z] - own[z]);
      corrected[start + i] = sum;
    }
  }
  return corrected;
}
