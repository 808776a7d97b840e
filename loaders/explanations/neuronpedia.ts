/**
 * Neuronpedia's bulk files -> explanations, statistics and contexts: `<model>/<source>/{features,activations,explanations*}/batch-N.jsonl[.gz]` and
 * `source.jsonl`, one JSON object per line (their columns: Neuronpedia, `schema.prisma`, models Neuron, Activation, Explanation, Source).
 *
 * A latent is named by `modelId`, `layer` (the source's id) and `index`, a number or digits. An explanation's `embedding` is a list or pgvector's
 * text; whose it is the file does not say, so its embedder is called `neuronpedia` with its width. What a line is its fields say.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../files/strict-json.ts';
import { readBytes } from '../files/byte-stream.ts';
import { buildContext, buildStatistics } from './dashboard-feature.ts';
import {
  FieldFault,
  findDate,
  findList,
  findNumber,
  findNumbers,
  findText,
  findTexts,
  findWhole,
  findWholes,
  getIndex,
  isObject,
} from './json-fields.ts';
import type {
  ContextRecord,
  ExplanationRecord,
  LatentRecord,
  Place,
  ScoreRecord,
  StatisticsRecord,
} from './latent-file-record.ts';
import { readLines } from '../files/read-text-lines.ts';

/** Longest explanation kept; longer ones are cut. */
const MAX_TEXT = 20_000;
/** pgvector's widest vector. */
const MAX_DIMENSIONS = 16_000;

const CONTEXT_KINDS: readonly ContextRecord['contextKind'][] = ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'];

/** Whether a file of this name may be one of these. */
export function isNeuronpediaName(name: string): boolean {
  return /\.jsonl(?:\.gz)?$/.test(name);
}

/** The records of `source`, line by line. Throws `FILE_BAD` where its compression is broken. */
export async function* readNeuronpedia(source: ByteSource): AsyncGenerator<LatentRecord, void, void> {
  for await (const { number, text, fault } of readLines(readBytes(source))) {
    const place: Place = { file: source.name, line: number };
    if (text === null) {
      const detail = fault === 'TOO_LONG' ? 'the line is longer than any real one' : 'the line is no UTF-8';
      yield { kind: 'SKIPPED', place, reason: fault === 'TOO_LONG' ? 'TOO_LONG' : 'BROKEN', detail };
      continue;
    }
    let problem: { reason: 'BROKEN' | 'MALFORMED' | 'EMPTY'; detail: string } | null = null;
    let records: LatentRecord[] = [];
    try {
      const value = parseStrictJson(text, (_, detail) => {
        problem = { reason: 'BROKEN', detail: `the line has ${detail}` };
        throw new FieldFault(detail);
      });
      if (!isObject(value)) throw new FieldFault('the line is no object');
      records = buildRecords(value, place);
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      problem ??= { reason: 'MALFORMED', detail: error.message };
    }
    if (problem !== null) yield { kind: 'SKIPPED', place, ...(problem as { reason: 'BROKEN'; detail: string }) };
    yield* records;
  }
}

function buildRecords(line: JsonObject, place: Place): LatentRecord[] {
  if ('description' in line && 'index' in line) return [buildExplanation(line, place)];
  if ('tokens' in line && 'values' in line) {
    const context = buildContext(line, { min: 'binMin', contains: 'binContains', qualifying: 'qualifyingTokenIndex' });
    return [{ kind: 'ACTIVATIONS', place, ...latentOf(line), statistics: null, contexts: [ownContext(line, context)] }];
  }
  if (isObject(line.reseed) && line.reseed.isNamedOnly === true) return [];
  if ('index' in line && ('frac_nonzero' in line || 'pos_str' in line || 'maxActApprox' in line))
    return [{ kind: 'ACTIVATIONS', place, ...latentOf(line), statistics: ownStatistics(line), contexts: [] }];
  if ('setName' in line || 'num_prompts' in line) return [buildCorpus(line)];
  // model.jsonl, release.jsonl and sourceset.jsonl say nothing of latents
  if ('id' in line || 'name' in line) return [];
  throw new FieldFault(
    `its fields are ${clip(Object.keys(line).join(', '))}; expected those of an explanation, a feature or an activation`,
  );
}

/** The context with what the exporter of this program adds. */
function ownContext(line: JsonObject, context: ContextRecord): ContextRecord {
  const own = isObject(line.reseed) ? line.reseed : null;
  const kind = CONTEXT_KINDS.find((known) => known === own?.kind);
  if (own === null || kind === undefined) return context;
  return {
    ...context,
    contextKind: kind,
    tokenIds: findWholes(own, 'tokenIds'),
    quantile: findWhole(own, 'quantile', 32_767),
    neighbour: findWhole(own, 'neighbour'),
    document: findWhole(own, 'document'),
    offset: findWhole(own, 'offset'),
    sourceText: findText(own, 'sourceText', MAX_TEXT),
    keepsOrder: true,
  };
}

function ownStatistics(line: JsonObject): StatisticsRecord {
  const statistics = buildStatistics(line);
  const own = isObject(line.reseed) ? line.reseed : null;
  if (own === null) return statistics;
  const [topTokens, topTokenValues] = [findTexts(own, 'topTokens'), findNumbers(own, 'topTokenValues')];
  if (topTokens?.length !== topTokenValues?.length)
    throw new FieldFault('"topTokens" and "topTokenValues" differ in length');
  const { firingFrequency, maxActivation } = statistics;
  return {
    ...statistics,
    firingCount: findWhole(own, 'firingCount', Number.MAX_SAFE_INTEGER),
    firingFrequency: 'firingFrequency' in own ? findNumber(own, 'firingFrequency') : firingFrequency,
    maxActivation: 'maxActivation' in own ? findNumber(own, 'maxActivation') : maxActivation,
    topTokens,
    topTokenValues,
  };
}

function latentOf(line: JsonObject): { portalId: string | null; index: number } {
  const [model, layer] = [findText(line, 'modelId'), findText(line, 'layer')];
  return { portalId: model && layer ? `${model}/${layer}` : null, index: getIndex(line, 'index') };
}

function buildCorpus(line: JsonObject): LatentRecord {
  const [model, id] = [findText(line, 'modelId'), findText(line, 'id')];
  const [prompts, contextLength] = [findWhole(line, 'num_prompts'), findWhole(line, 'num_tokens_in_prompt')];
  const own = isObject(line.reseed) ? line.reseed : findNotes(line);
  return {
    kind: 'CORPUS',
    portalId: model && id ? `${model}/${id}` : null,
    dataset: findText(line, 'dataset'),
    tokens:
      (own && findWhole(own, 'tokens', Number.MAX_SAFE_INTEGER)) ??
      (prompts === null || contextLength === null ? null : prompts * contextLength),
    contextLength,
    hasTokenTexts: own?.hasTokenTexts !== false,
  };
}

/** What the exporter of this program writes into `notes`, where the portal takes no columns of others. */
function findNotes(line: JsonObject): JsonObject | null {
  const notes = findText(line, 'notes', MAX_TEXT);
  if (notes === null || !notes.startsWith('{"reseed":')) return null;
  const value = parseStrictJson(notes, (_, detail) => {
    throw new FieldFault(`"notes" has ${detail}`);
  });
  return isObject(value) && isObject(value.reseed) ? value.reseed : null;
}

function buildExplanation(line: JsonObject, place: Place): LatentRecord {
  const text = findText(line, 'description', MAX_TEXT);
  if (text === null || text.trim() === '')
    return { kind: 'SKIPPED', place, reason: 'EMPTY', detail: 'the explanation has no text' };
  // What the exporter of this program adds, so that nothing is lost on the way.
  const own = isObject(line.reseed) ? line.reseed : null;
  const vector = findVector(line) ?? (own && findVector(own));
  const ownText = (name: string, column: string) => (own && name in own ? findText(own, name) : findText(line, column));
  const notes = findText(line, 'notes', MAX_TEXT);
  const record: ExplanationRecord = {
    kind: 'EXPLANATION',
    place,
    ...latentOf(line),
    text,
    method: ownText('method', 'typeName') ?? 'unspecified',
    explainerModel: ownText('explainerModel', 'explanationModelName'),
    promptVersion: own && findText(own, 'promptVersion'),
    author: ownText('author', 'authorId'),
    source: (own && findText(own, 'source')) ?? 'neuronpedia',
    sourceId: own && 'sourceId' in own ? findText(own, 'sourceId') : findText(line, 'id'),
    details: own && isObject(own.details) ? own.details : notes === null ? null : { notes },
    madeAt: own && 'madeAt' in own ? findDate(own, 'madeAt') : findDate(line, 'createdAt'),
    scores: buildScores(line),
    embedding: vector && {
      embedder: ownEmbedder(own) ?? { name: 'neuronpedia', version: 'as published', dimensions: vector.length },
      vector,
    },
  };
  return record;
}

function ownEmbedder(own: JsonObject | null): { name: string; version: string; dimensions: number } | null {
  if (own === null || !isObject(own.embedder)) return null;
  const [name, version] = [findText(own.embedder, 'name'), findText(own.embedder, 'version')];
  const dimensions = findWhole(own.embedder, 'dimensions', MAX_DIMENSIONS);
  return name && version && dimensions ? { name, version, dimensions } : null;
}

function findVector(line: JsonObject): Float32Array | null {
  const { embedding } = line;
  if (embedding === undefined || embedding === null || embedding === '') return null;
  const parts = typeof embedding === 'string' ? embedding.replace(/^\[|\]$/g, '').split(',') : embedding;
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > MAX_DIMENSIONS)
    throw new FieldFault(`"embedding" is no list of at most ${MAX_DIMENSIONS} numbers`);
  const vector = Float32Array.from(parts, numberOf);
  if (!vector.every(Number.isFinite)) throw new FieldFault('"embedding" holds something that is no number');
  return vector;
}

/** A number as JSON or pgvector's text writes it; NaN for anything else. */
function numberOf(part: JsonValue): number {
  if (typeof part === 'number') return part;
  return typeof part === 'string' && part.trim() !== '' ? Number(part) : Number.NaN;
}

function buildScores(line: JsonObject): ScoreRecord[] {
  return (findList(line, 'scores') ?? []).map((score, i) => {
    if (!isObject(score)) throw new FieldFault(`"scores[${i}]" is no object`);
    const own = isObject(score.reseed) ? score.reseed : null;
    const details = findText(score, 'jsonDetails', MAX_TEXT);
    return {
      scorer: findText(score, 'explanationScoreTypeName') ?? 'unspecified',
      value: findNumber(score, 'value'),
      scoringModel: findText(score, 'explanationScoreModelName'),
      examples: own && findWhole(own, 'examples'),
      failed: (own && findWhole(own, 'failed')) ?? 0,
      unparsable: (own && findWhole(own, 'unparsable')) ?? 0,
      details: own ? (isObject(own.details) ? own.details : null) : details === null ? null : { jsonDetails: details },
      samples: own?.samples ?? null,
      source: (own && findText(own, 'source')) ?? 'neuronpedia',
      sourceId: own && 'sourceId' in own ? findText(own, 'sourceId') : findText(score, 'id'),
      madeAt: own && 'madeAt' in own ? findDate(own, 'madeAt') : findDate(score, 'createdAt'),
    };
  });
}
