/**
 * Dictionaries on tokens -> how well each rebuilds the activations, and what the model predicts with the reconstruction in their place.
 *
 * One pass for all dictionaries: the model is run up to the hookpoint once, and from there once as it is, once with zeros and once for each
 * dictionary. BOS keeps its own activation and is not counted. Memory: weights, and logits of two runs of a batch (64 MB each, or one window).
 * Everything is written at once, in the transaction that ends the job.
 */
import { findEvaluations, replaceEvaluation } from '../../../db/stores/evaluations.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { type Encoder, openEncoder } from '../../compute/encoding/encoder.ts';
import { buildEvaluation } from '../../compute/evaluation/evaluation-record.ts';
import { LogitSums } from '../../compute/evaluation/logit-figures.ts';
import { ReconstructionSums } from '../../compute/evaluation/reconstruction-figures.ts';
import type { SplicedBatch } from '../../compute/evaluation/spliced-pass.ts';
import { ReseedError } from '../../errors.ts';
import { readEncoder } from '../contexts/read-encoder.ts';
import { getAsked } from '../firing/asked-dictionaries.ts';
import { type OpenTokens, openTokens } from '../firing/open-tokens.ts';
import type { EvaluatePayload, EvaluateResult } from '../kinds/evaluate-kind.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import type { Task, TaskContext } from '../worker/task.ts';

/** Raised whenever the same input would give other numbers. */
const VERSION = 'evaluation-1';
/** Floats of the logits of one batch: 64 MB. */
const MAX_LOGITS = 2 ** 24;

/** One dictionary on the way. */
interface Evaluated {
  readonly dictionary: DictionaryRow;
  readonly encoder: Encoder;
  readonly sums: ReconstructionSums;
  readonly logits: LogitSums;
}

export const evaluateDictionaries: Task<EvaluatePayload, EvaluateResult> = async (context, payload) => {
  const { dictionaries, space } = await getAsked(context.db, payload);
  context.progress({ step: 'opening model and text', done: 0, total: 1, unit: 'steps' });
  const source = await openTokens(payload, { roots: context.settings.importRoots, space });
  const evaluated: Evaluated[] = [];
  try {
    const sourceKey = fingerprint([VERSION, source.provenance]);
    const stored = await findEvaluations(context.db, dictionaries);
    const missing = dictionaries.filter((_, at) => !stored[at].some((row) => row.sourceKey === sourceKey));
    if (missing.length === 0) return async () => ({ alreadyPresent: true, result: { tokens: null, sourceKey } });
    for (const dictionary of missing) {
      const { encoder, decoder } = await readEncoder(context.db, { dictionary, space });
      const { threads, executionProvider: provider } = context.settings;
      evaluated.push({
        dictionary,
        encoder: await openEncoder(encoder, { threads, provider }),
        sums: new ReconstructionSums(decoder),
        logits: new LogitSums(),
      });
    }
    const whole =
      source.startSpliced === null
        ? await passActivations(context, { source, evaluated })
        : await passModel(context, { source, evaluated });
    const records = evaluated.map(({ sums, logits }) => {
      const [figures, reconstructed] = [sums.finish(), logits.finish()];
      if (figures === null) throw noTokens();
      return buildEvaluation(figures, whole && reconstructed && { ...whole, reconstructed });
    });
    const { name, hookpoint, provenance } = source;
    return async (tx) => {
      const [{ tokens }] = records;
      for (const [at, { dictionary }] of evaluated.entries()) {
        await replaceEvaluation(tx, {
          spaceId: dictionary.spaceId,
          dictionaryId: dictionary.id,
          sourceKey,
          source: { tokens, name, hookpoint, provenance },
          record: records[at],
        });
      }
      return { result: { tokens, sourceKey } };
    };
  } finally {
    for (const { encoder } of evaluated) await encoder.close();
    await source.close();
  }
};

async function passActivations(
  context: TaskContext,
  { source, evaluated }: { source: OpenTokens; evaluated: readonly Evaluated[] },
): Promise<null> {
  let tokens = 0;
  for await (const { x, count } of source.start({ threads: context.settings.threads, signal: context.signal })) {
    for (const { encoder, sums } of evaluated) {
      context.signal.throwIfAborted();
      sums.add(x, await encoder.encode(x));
    }
    tokens += count;
    context.progress({ step: 'encoding', done: tokens, total: source.expected ?? tokens, unit: 'tokens' });
  }
  return null;
}

/** The predictions as they are and with zeros; null where no token has a next one. */
async function passModel(
  context: TaskContext,
  { source, evaluated }: { source: OpenTokens; evaluated: readonly Evaluated[] },
) {
  const [unchanged, zeroed] = [new LogitSums(), new LogitSums()];
  const { threads } = context.settings;
  let tokens = 0;
  for await (const batch of source.startSpliced?.({ maxLogits: MAX_LOGITS, threads, signal: context.signal }) ?? []) {
    const kept = takeCounted(batch);
    const base = await batch.run(batch.x);
    unchanged.add(base, base, batch.tokens);
    zeroed.add(base, await batch.run(putCounted(batch, new Float32Array(kept.length))), batch.tokens);
    for (const { encoder, sums, logits } of evaluated) {
      context.signal.throwIfAborted();
      const built = new Float32Array(kept.length);
      sums.add(kept, await encoder.encode(kept), built);
      logits.add(base, await batch.run(putCounted(batch, built)), batch.tokens);
    }
    tokens += batch.tokens.count;
    context.progress({ step: 'running the model', done: tokens, total: source.expected ?? tokens, unit: 'tokens' });
  }
  const [without, zeros] = [unchanged.finish(), zeroed.finish()];
  return without && zeros && { without, zeros };
}

/** Places of the tokens that are counted: all but BOS and padding. */
function* listCounted({ tokens }: SplicedBatch): Generator<number> {
  for (const [row, length] of tokens.lengths.entries())
    for (let i = tokens.skipped[row]; i < length; i++) yield row * tokens.s + i;
}

/** Their activations. [count, d] */
function takeCounted(batch: SplicedBatch): Float32Array {
  const { d, x } = batch;
  const kept = new Float32Array(batch.tokens.count * d);
  let to = 0;
  for (const place of listCounted(batch)) {
    kept.set(x.subarray(place * d, (place + 1) * d), to);
    to += d;
  }
  return kept;
}

/** All activations of a batch, with `values` [count, d] in the place of those that are counted. */
function putCounted(batch: SplicedBatch, values: Float32Array): Float32Array {
  const { d } = batch;
  const whole = batch.x.slice();
  let from = 0;
  for (const place of listCounted(batch)) {
    whole.set(values.subarray(from, from + d), place * d);
    from += d;
  }
  return whole;
}

function noTokens(): ReseedError {
  return new ReseedError('BAD_INPUT', 'Cannot evaluate: the text has no token; expected some text', {
    hint: 'Give another corpus.',
  });
}
