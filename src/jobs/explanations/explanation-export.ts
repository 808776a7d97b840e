/**
 * What is known of a dictionary's latents -> files of Neuronpedia's bulk layout or of delphi's, a folder that is there whole or not at all.
 *
 * Neuronpedia's lines carry an object `reseed` with what their columns have no place for: imported again, into any dictionary, they give equal
 * explanations, scores, statistics and contexts. delphi's files hold texts, models and judged examples; the rest is not kept.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { findCollections, findStatistics, listContexts } from '../../../db/stores/activations.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { listEmbeddings } from '../../../db/stores/embeddings.ts';
import {
  type ExplanationRow,
  listExplanationsOfDictionary,
  listScoresOfExplanations,
  readScoreSamples,
  type ScoreRow,
} from '../../../db/stores/explanations.ts';
import {
  buildActivationLine,
  buildExplanationLine,
  buildFeatureLine,
  buildModelLine,
  buildSourceLine,
  buildSourceSetLine,
  type PortalNames,
} from '../../../loaders/explanations/neuronpedia-lines.ts';
import { writeFolderAtomically } from '../../../loaders/files/atomic-folder.ts';
import { buildDelphiSamples, readJudgedContexts } from './delphi-samples.ts';

/** Layouts that can be written. */
export type ExplanationLayout = 'NEURONPEDIA' | 'DELPHI';

export interface ExplanationExport {
  db: Session;
  dictionary: DictionaryRow;
  hookpoint: string;
  layout: ExplanationLayout;
  /** Of the space. */
  model: string;
  /** Users of the portal whose rows these are to be; its importer takes only those that exist there. */
  creatorId?: string | null;
  authorId?: string | null;
  /** Absolute; must not be there unless `replace`. */
  folder: string;
  replace: boolean;
  signal?: AbortSignal;
  onLatents?: (done: number) => void;
}

export interface ExportCounts {
  explanations: number;
  scores: number;
  /** Scores with which the texts of the judged examples are not kept, so that delphi's files cannot hold them. */
  scoresLeftOut: number;
  statistics: number;
  contexts: number;
}

/** Latents per file: batches of some megabytes. */
const LATENTS_PER_BATCH = 256;
/** Contexts of one latent that are written. */
const MAX_CONTEXTS = 1_000;
const KINDS = ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'] as const;

const compress = promisify(gzip);

/** Writes the folder. Throws `PLACE_TAKEN`, `WRITE_REFUSED`. */
export async function exportExplanations(options: ExplanationExport): Promise<ExportCounts> {
  const counts: ExportCounts = { explanations: 0, scores: 0, scoresLeftOut: 0, statistics: 0, contexts: 0 };
  await writeFolderAtomically(options.folder, {
    replace: options.replace,
    fill: (folder) =>
      options.layout === 'NEURONPEDIA'
        ? fillNeuronpedia({ ...options, folder }, counts)
        : fillDelphi({ ...options, folder }, counts),
  });
  return counts;
}

/** `<model>/<source>` in the portal, or names made of what the dictionary is called, in the portal's grammar: `<layer>-<set>`. */
function namePortal(options: ExplanationExport): PortalNames & { layer: number } {
  const { dictionary, hookpoint, creatorId, authorId = null } = options;
  const layer = Number(/\d+/.exec(hookpoint)?.[0] ?? 0);
  const set = dictionary.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const [modelId, sourceId] = dictionary.portalId?.split('/') ?? ['reseed', `${layer}-${set}`];
  return { modelId, sourceId, layer, creatorId: creatorId || 'reseed', authorId: authorId || null };
}

function plain(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
}

async function fillNeuronpedia(options: ExplanationExport, counts: ExportCounts): Promise<void> {
  const { db, dictionary } = options;
  const names = namePortal(options);
  const takeId = buildIds(`${names.modelId}-${names.sourceId}`);
  const base = path.join(options.folder, names.modelId, names.sourceId);
  let seen: { spaceId: number; dictionaryId: number; collectionId: number } | null = null;
  const write = async (kind: string, batch: number, lines: object[]) => {
    if (lines.length === 0) return;
    await mkdir(path.join(base, kind), { recursive: true });
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(path.join(base, kind, `batch-${batch}.jsonl.gz`), await compress(text));
  };
  await mkdir(base, { recursive: true });
  for await (const { batch, start, rows } of batches(options)) {
    const keys = Array.from({ length: Math.min(LATENTS_PER_BATCH, dictionary.nLatents - start) }, (_, i) => ({
      spaceId: dictionary.spaceId,
      dictionaryId: dictionary.id,
      index: start + i,
    }));
    const scores = await readScores(db, rows);
    const embeddings = await listEmbeddings(db, rows);
    await write(
      'explanations',
      batch,
      rows.map((row, i) => {
        const id = takeId(row.source === 'neuronpedia' ? row.sourceId : null);
        return buildExplanationLine(row, { ...names, id, scores: scores[i], embedding: embeddings[i] });
      }),
    );
    const found = await findStatistics(db, keys);
    const statistics = found.filter((row) => row !== null);
    const contexts = (
      await listContexts(db, { keys, kinds: KINDS, first: MAX_CONTEXTS, after: null, collectionId: null })
    ).flatMap((page) => page.rows);
    await write(
      'activations',
      batch,
      contexts.map((row) => buildActivationLine(row, { ...names, id: takeId(null) })),
    );
    const named = new Set([...rows, ...contexts].map(({ index }) => index));
    await write(
      'features',
      batch,
      keys.flatMap(({ index }, i) => {
        const row = found[i] ?? (named.has(index) ? { index } : null);
        return row === null ? [] : [buildFeatureLine(row, names)];
      }),
    );
    seen ??= statistics[0] ?? contexts[0] ?? null;
    counts.explanations += rows.length;
    counts.scores += scores.reduce((sum, list) => sum + list.length, 0);
    counts.statistics += statistics.length;
    counts.contexts += contexts.length;
  }
  const [collection] = seen === null ? [null] : await findCollections(db, [{ ...seen, id: seen.collectionId }]);
  const { model, hookpoint } = options;
  const description = `${dictionary.name} at ${hookpoint} of ${model}`;
  const lines = {
    model: buildModelLine({ ...names, model, dIn: dictionary.dIn }),
    sourceset: buildSourceSetLine({ ...names, dictionary: dictionary.name, description }),
    source: buildSourceLine(collection, names),
  };
  for (const [name, line] of Object.entries(lines))
    await writeFile(path.join(base, `${name}.jsonl`), `${JSON.stringify(line)}\n`);
}

/** Ids of rows, each given once: the one that is preferred, where it is free. */
function buildIds(prefix: string): (preferred: string | null) => string {
  const taken = new Set<string>();
  let next = 0;
  return (preferred) => {
    let id = preferred;
    while (id === null || taken.has(id)) id = `${prefix}-${next++}`;
    taken.add(id);
    return id;
  };
}

/** The explanations of `LATENTS_PER_BATCH` latents after the other. */
async function* batches(
  options: ExplanationExport,
): AsyncGenerator<{ batch: number; start: number; rows: ExplanationRow[] }> {
  const { db, dictionary, signal, onLatents } = options;
  for (let start = 0, batch = 0; start < dictionary.nLatents; start += LATENTS_PER_BATCH, batch++) {
    signal?.throwIfAborted();
    const rows: ExplanationRow[] = [];
    let after: { index: number; id: number } = { index: start, id: -1 };
    for (;;) {
      const page = await listExplanationsOfDictionary(db, { dictionary, after, first: 1000 });
      const inside = page.filter((row) => row.index < start + LATENTS_PER_BATCH);
      rows.push(...inside);
      const last = inside.at(-1);
      if (last === undefined || inside.length < page.length || page.length < 1000) break;
      after = last;
    }
    yield { batch, start, rows };
    onLatents?.(Math.min(dictionary.nLatents, start + LATENTS_PER_BATCH));
  }
}

async function readScores(
  db: Session,
  rows: readonly ExplanationRow[],
): Promise<(ScoreRow & { samples: unknown })[][]> {
  const lists = await listScoresOfExplanations(db, rows);
  const samples = await readScoreSamples(db, lists.flat());
  let at = 0;
  return lists.map((list) => list.map((score) => ({ ...score, samples: samples[at++] })));
}

/** One run per explainer; a second explanation of a latent by the same explainer begins another run. */
async function fillDelphi(options: ExplanationExport, counts: ExportCounts): Promise<void> {
  const runs = new Map<string, string>();
  const used = new Set<string>();
  const hook = plain(options.hookpoint);
  for await (const { rows } of batches(options)) {
    const scores = await readScores(options.db, rows);
    const contexts = await readJudgedContexts(options.db, { dictionary: options.dictionary, scores: scores.flat() });
    for (const [i, row] of rows.entries()) {
      const scoringModel = scores[i].find((score) => score.scoringModel !== null)?.scoringModel ?? null;
      let nth = 1;
      const maker = JSON.stringify([row.method, row.explainerModel, row.promptVersion, row.author, scoringModel]);
      while (used.has(`${maker}:${nth}:${row.index}`)) nth++;
      used.add(`${maker}:${nth}:${row.index}`);
      const run = runs.get(`${maker}:${nth}`) ?? `run${runs.size + 1}`;
      const base = path.join(options.folder, run);
      if (!runs.has(`${maker}:${nth}`)) {
        runs.set(`${maker}:${nth}`, run);
        await mkdir(path.join(base, 'explanations'), { recursive: true });
        const config = { explainer: row.method, explainer_model: row.explainerModel, scorer_model: scoringModel };
        await writeFile(path.join(base, 'run_config.json'), JSON.stringify(config));
      }
      const name = `${hook}_latent${row.index}.txt`;
      await writeFile(path.join(base, 'explanations', name), JSON.stringify(row.text));
      counts.explanations++;
      const latest = new Map(scores[i].toReversed().map((score) => [score.scorer, score]));
      for (const score of latest.values()) {
        const samples = buildDelphiSamples(score.samples, { index: row.index, contexts });
        if (samples === null) {
          counts.scoresLeftOut++;
          continue;
        }
        const folder = path.join(base, 'scores', plain(score.scorer));
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, name), JSON.stringify(samples));
        counts.scores++;
      }
    }
  }
}
