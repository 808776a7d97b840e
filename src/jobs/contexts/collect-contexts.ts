/**
 * Collects contexts: text -> language model -> dictionaries -> what each latent fires on.
 *
 * One pass for all dictionaries asked for that do not have this very collection yet (same text, model, settings and weights). A collection
 * appears whole, one dictionary after the other; a job that is killed, and the same request again, continue from the last checkpoint of the pass and
 * skip dictionaries that have theirs.
 */
import path from 'node:path';
import {
  beginCollection,
  type CollectionKey,
  findCollectionByExternalKey,
  publishCollection,
  removeCollection,
} from '../../../db/stores/activation-writer.ts';
import { findSpaces, type SpaceRow } from '../../../db/stores/catalogue.ts';
import { type DictionaryRow, findDictionaries } from '../../../db/stores/dictionaries.ts';
import { OWN_SOURCE } from '../../../db/stores/explanation-work.ts';
import { openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import { ContextCollector } from '../../compute/contexts/context-collector.ts';
import { NEIGHBOURS_LOOKED_AT, SAMPLE_PER_KEPT } from '../../compute/contexts/context-settings.ts';
import { findNearestDecoders } from '../../compute/contexts/nearest-decoders.ts';
import { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { ReconstructionMeter } from '../../compute/encoding/reconstruction-meter.ts';
import { ReseedError } from '../../errors.ts';
import type { CollectedContexts, ContextsPayload } from './contexts-request.ts';
import { checkMemory, passOver, type SeenDictionary } from './context-pass.ts';
import { openPassCheckpoint, type PassCheckpoint } from './pass-checkpoint.ts';
import { checkCanEncode, type EncodingWeights, readEncoder, normalisationOf } from './read-encoder.ts';
import { findDictionaryEffects, readUnembedding } from './unembedding.ts';
import { writeFindings } from './write-findings.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { type OpenHarvest, openHarvest } from './open-harvest.ts';
import { readUnitRows } from '../matching/read-unit-rows.ts';
import type { Task, TaskContext } from '../worker/task.ts';

/** Raised whenever the same input would give other contexts. */
const COLLECTOR_VERSION = 'contexts-2';

export const collectContexts: Task<ContextsPayload, { collected: CollectedContexts[]; resumedAt: number }> = async (
  context,
  payload,
) => {
  const { dictionaries, space } = await getDictionaries(context, payload);
  for (const dictionary of dictionaries) checkCanEncode(dictionary, space);
  context.progress({ step: 'opening model and text', done: 0, total: 1, unit: 'steps' });
  const roots = context.settings.importRoots;
  const harvest = await openHarvest({ ...payload, roots, hookpoint: payload.hookpoint ?? space.hookpoint });
  try {
    checkWidth(harvest, space);
    const collected: CollectedContexts[] = [];
    const missing: DictionaryRow[] = [];
    for (const dictionary of dictionaries) {
      const key = { spaceId: dictionary.spaceId, id: dictionary.id };
      const externalKey = nameCollection(dictionary, { harvest, payload });
      const there = await findCollectionByExternalKey(context.db, { dictionary: key, externalKey });
      if (there === null) missing.push(dictionary);
      else collected.push({ ...alreadyThere, dictionaryId: dictionary.id, collection: there });
    }
    const [only] = payload.dictionaryIds;
    const dictionary = payload.dictionaryIds.length === 1 ? { spaceId: payload.spaceId, id: only } : undefined;
    if (missing.length === 0)
      return async () => ({ dictionary, alreadyPresent: true, result: { collected, resumedAt: 0 } });
    const checkpoint = openCheckpoint(context, { payload, harvest, dictionaries });
    const publishLast = await collectMissing(context, { payload, harvest, missing, space, collected, checkpoint });
    return async (tx) => {
      collected.push({ ...publishLast.made, collection: await publishCollection(tx, publishLast.key) });
      const order = collected.toSorted((a, b) => a.dictionaryId - b.dictionaryId);
      const result = { collected: order, resumedAt: publishLast.resumedAt };
      return { dictionary, result, settled: async () => checkpoint?.remove() };
    };
  } finally {
    await harvest.close();
  }
};

const alreadyThere = { alreadyPresent: true, tokens: null, l0: null, fvu: null };

/** Passes over the text and writes a collection for each of `missing`; all are published but the last, which ends the job. */
async function collectMissing(
  context: TaskContext,
  of: {
    payload: ContextsPayload;
    harvest: OpenHarvest;
    missing: readonly DictionaryRow[];
    space: SpaceRow;
    collected: CollectedContexts[];
    checkpoint: PassCheckpoint | null;
  },
): Promise<{ key: CollectionKey; made: CollectedContexts; resumedAt: number }> {
  const { payload, harvest, missing, space, checkpoint } = of;
  const { settings } = payload;
  const sampleSize = SAMPLE_PER_KEPT * settings.quantiles * settings.perQuantile;
  checkMemory(missing, { settings, sampleSize, memoryMb: context.settings.memoryMb });
  const texts = await readTokenTexts(context, payload);
  const weights: EncodingWeights[] = [];
  for (const dictionary of missing) weights.push(await readEncoder(context.db, { dictionary, space }));
  const seen: SeenDictionary[] = missing.map((dictionary, at) => ({
    dictionary,
    collector: new ContextCollector({ n: dictionary.nLatents, settings }),
    meter: new ReconstructionMeter(weights[at].decoder),
  }));
  const { tokens, resumedAt } = await passOver(harvest, {
    seen,
    weights,
    texts,
    settings,
    tokens: payload.tokens,
    checkpoint,
    context,
  });
  weights.length = 0;
  if (tokens === 0) throw noText();
  const unembedding = await readUnembedding(context, { path: payload.model, space, texts });
  const total = missing.reduce((sum, { nLatents }) => sum + nLatents, 0);
  let done = 0;
  for (const [at, one] of seen.entries()) {
    const { dictionary } = one;
    const nearest = await findNeighbours(context, dictionary);
    const effects = await findDictionaryEffects(context, { dictionary, unembedding });
    const fit = one.meter.finish();
    // The meter compares with inputs as they come: behind a normalisation that says nothing.
    const fvu = normalisationOf(dictionary, space) === 'none' ? (fit?.fvu ?? null) : null;
    const made = { ...alreadyThere, dictionaryId: dictionary.id, collection: 0, alreadyPresent: false, tokens, fvu };
    const { key } = await context.fenced((tx) =>
      beginCollection(tx, {
        dictionary: { spaceId: dictionary.spaceId, id: dictionary.id },
        collection: {
          source: OWN_SOURCE,
          dataset: nameOfText(harvest),
          tokens,
          contextLength: settings.windowLength,
          hasTokenTexts: true,
          details: {
            version: COLLECTOR_VERSION,
            settings,
            harvest: harvest.provenance,
            l0: fit?.l0 ?? null,
            fvu,
            logitEffects: unembedding.details,
          },
          externalKey: nameCollection(dictionary, { harvest, payload }),
        },
        job: context.job,
      }),
    );
    try {
      await writeFindings(context, { collection: key, seen: one, nearest, effects, tokens, texts, done, total });
    } catch (error) {
      await removeCollection(context.db, key);
      throw error;
    }
    done += dictionary.nLatents;
    const whole = { ...made, l0: fit?.l0 ?? null };
    if (at === seen.length - 1) return { key, made: whole, resumedAt };
    of.collected.push({ ...whole, collection: await context.fenced((tx) => publishCollection(tx, key)) });
  }
  throw new TypeError('there is a last dictionary');
}

/** Where the pass of this request is kept; null on a worker without a folder for it. */
function openCheckpoint(
  { job, settings: { trainingDir } }: TaskContext,
  of: { payload: ContextsPayload; harvest: OpenHarvest; dictionaries: readonly DictionaryRow[] },
): PassCheckpoint | null {
  if (trainingDir === undefined) return null;
  const { settings, tokens, spaceId } = of.payload;
  const asked = of.dictionaries.map(({ id, contentSha256 }) => [id, contentSha256]);
  const key = fingerprint([COLLECTOR_VERSION, spaceId, asked, settings, tokens, of.harvest.provenance]);
  return openPassCheckpoint({ folder: path.join(trainingDir, 'contexts'), key, writer: `${job.id}-${job.attempt}` });
}

async function getDictionaries(
  context: TaskContext,
  { spaceId, dictionaryIds }: ContextsPayload,
): Promise<{ dictionaries: DictionaryRow[]; space: SpaceRow }> {
  const [space] = await findSpaces(context.db, [spaceId]);
  const found = await findDictionaries(
    context.db,
    dictionaryIds.map((id) => ({ spaceId, id })),
  );
  const dictionaries = found.filter((row) => row !== null);
  if (space && dictionaries.length === found.length) return { dictionaries, space };
  throw new ReseedError('NOT_FOUND', 'Cannot collect contexts: a dictionary has been deleted', {
    hint: 'Ask again without it.',
  });
}

async function readTokenTexts(context: TaskContext, { model: path }: ContextsPayload): Promise<TokenTexts> {
  const model = await openLanguageModel({ path, roots: context.settings.importRoots });
  try {
    return new TokenTexts(await model.readTokenizer());
  } finally {
    await model.close();
  }
}

async function findNeighbours(context: TaskContext, dictionary: DictionaryRow): Promise<Int32Array> {
  const { values } = await readUnitRows(context, { dictionary, side: 'DECODER' });
  const { nLatents: n, dIn: d, name } = dictionary;
  const { threads, executionProvider: provider } = context.settings;
  return findNearestDecoders(values, {
    n,
    d,
    count: NEIGHBOURS_LOOKED_AT,
    threads,
    provider,
    signal: context.signal,
    onRows: (done) => context.progress({ step: `neighbours of latents of ${name}`, done, total: n, unit: 'latents' }),
  });
}

function nameCollection(
  dictionary: DictionaryRow,
  { harvest, payload }: { harvest: OpenHarvest; payload: ContextsPayload },
): string {
  const { settings, tokens } = payload;
  return fingerprint([COLLECTOR_VERSION, dictionary.contentSha256, settings, tokens, harvest.provenance]);
}

/** The file's name: where it lies is nobody's business. */
function nameOfText({ provenance }: OpenHarvest): string | null {
  return typeof provenance.corpus === 'string' ? path.basename(provenance.corpus) : null;
}

function checkWidth(harvest: OpenHarvest, space: SpaceRow): void {
  const { dIn, hookpoint } = harvest.space;
  if (dIn === space.dIn) return;
  throw new ReseedError(
    'SPACE_MISMATCH',
    `Cannot collect contexts at "${hookpoint}": activations there are ${dIn} wide; expected ${space.dIn}, as the dictionaries are`,
    { hint: 'Name the hookpoint of this model that the dictionaries were trained on, or another model.' },
  );
}

function noText(): ReseedError {
  return new ReseedError('BAD_INPUT', 'Cannot collect contexts: the text has no token; expected some text', {
    hint: 'Give another corpus.',
  });
}
