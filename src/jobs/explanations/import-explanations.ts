/**
 * Imports explanations, scores, contexts and statistics of latents from files of Neuronpedia, SAEDashboard or delphi, streaming.
 *
 * Explanations and scores are written file by file (delphi's one-latent files in groups), each in one transaction: a job that is killed leaves all
 * of a file or nothing of it. Statistics and contexts appear together at the end, or not at all. What is there already is left as it is. What
 * cannot be used is skipped and counted with the file, the line and what is wrong; only a file that cannot be read at all ends the job.
 */
import { createHash } from 'node:crypto';
import { type DictionaryRow, findDictionaries } from '../../../db/stores/dictionaries.ts';
import type { NewExplanation } from '../../../db/stores/explanation-writer.ts';
import { writeExplanations } from '../../../db/stores/explanation-writer.ts';
import type { ByteSource } from '../../../loaders/files/byte-source.ts';
import { parseDelphiRun, readDelphiLatent } from '../../../loaders/explanations/delphi-results.ts';
import {
  type DelphiResults,
  findLatentFiles,
  type LatentFile,
} from '../../../loaders/explanations/find-latent-files.ts';
import type { LatentCache } from '../../../loaders/explanations/latent-cache-files.ts';
import type {
  CorpusRecord,
  ExplanationRecord,
  LatentRecord,
} from '../../../loaders/explanations/latent-file-record.ts';
import { readNeuronpedia } from '../../../loaders/explanations/neuronpedia.ts';
import { readDashboard } from '../../../loaders/explanations/sae-dashboard.ts';
import { type JsonObject, parseStrictJson } from '../../../loaders/files/strict-json.ts';
import { ReseedError } from '../../errors.ts';
import { ActivationImport } from './activation-import.ts';
import { valueDelphiScore } from './delphi-score.ts';
import { readCacheTokenizer } from './cache-tokenizer.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { buildImportReport, countSkipped, type ImportReport } from './import-report.ts';
import { chooseLatentCache, importLatentCache } from './latent-cache-import.ts';
import { refuseForeign } from './refuse-foreign-latents.ts';
import { LatentTargets } from './latent-targets.ts';
import type { Task, TaskContext } from '../worker/task.ts';

/** Explanations of one file held until all of it is read: more than any dictionary has latents. */
const MAX_EXPLANATIONS_PER_FILE = 500_000;
/** Latents of a delphi run per transaction. */
const LATENTS_PER_WRITE = 500;
/** A run's configuration is a page. */
const MAX_CONFIG_BYTES = 1024 * 1024;

interface Import {
  context: TaskContext;
  report: ImportReport;
  targets: LatentTargets;
  named: DictionaryRow | null;
  activations: ActivationImport;
  /** By portal id; '' where none is stated. */
  corpora: Map<string, CorpusRecord>;
}

export const importExplanations: Task<
  { path: string; spaceId?: number; dictionaryId?: number; partial?: boolean },
  ImportReport
> = async (context, { path, spaceId, dictionaryId, partial = false }) => {
  const named =
    spaceId !== undefined && dictionaryId !== undefined ? await getNamed(context, { spaceId, id: dictionaryId }) : null;
  const files = await findLatentFiles({ path, roots: context.settings.importRoots });
  const streams = [
    ...files.neuronpedia.map((file) => ({ ...file, source: 'neuronpedia', read: readNeuronpedia })),
    ...files.dashboards.map((file) => ({ ...file, source: 'sae-dashboard', read: readDashboard })),
  ];
  const report = buildImportReport();
  const { externalKey, bytes } = await hashFiles(streams, context);
  const activations = new ActivationImport(context, { report, externalKey });
  let cached: ActivationImport | null = null;
  const work: Import = {
    context,
    report,
    targets: new LatentTargets(context.db, named),
    named,
    activations,
    corpora: new Map(),
  };
  try {
    if (!partial)
      await refuseForeign(
        { streams, delphi: files.delphi, bytes, targets: new LatentTargets(context.db, named) },
        context,
      );
    let done = 0;
    for (const file of streams) {
      await importStream(work, {
        ...file,
        onRead: (read) => showProgress(context, { done: (done += read), total: bytes }),
      });
      report.files++;
    }
    for (const run of files.delphi) await importRun(work, run);
    await activations.finish();
    cached = await importCaches(work, files.caches);
  } catch (error) {
    await activations.abandon();
    throw error;
  }
  return async (tx) => {
    await activations.publish(tx);
    await cached?.publish(tx);
    return { result: report, ...(named && { dictionary: named }) };
  };
};

function showProgress(context: TaskContext, { done, total }: { done: number; total: number }): void {
  context.signal.throwIfAborted();
  context.progress({ step: 'reading', done, total, unit: 'bytes' });
}

async function getNamed(context: TaskContext, key: { spaceId: number; id: number }): Promise<DictionaryRow> {
  const [dictionary] = await findDictionaries(context.db, [key]);
  if (dictionary) return dictionary;
  throw new ReseedError('NOT_FOUND', 'Cannot import explanations: the dictionary has been deleted', {
    hint: 'Import the dictionary again first.',
  });
}

/** A hash over names and contents of the files, in order, and their bytes in all. */
async function hashFiles(
  files: readonly LatentFile[],
  context: TaskContext,
): Promise<{ externalKey: string; bytes: number }> {
  const all = createHash('sha256').update('reseed activations 1\n');
  let bytes = 0;
  for (const file of files) {
    const source = await file.open();
    try {
      const hash = createHash('sha256');
      const step = 4 * 1024 * 1024;
      for (let at = 0; at < source.size; at += step) {
        context.signal.throwIfAborted();
        hash.update(await source.read(at, Math.min(step, source.size - at)));
      }
      all.update(`${hash.digest('hex')}\n`);
      bytes += source.size;
    } finally {
      await source.close();
    }
  }
  return { externalKey: all.digest('hex'), bytes };
}

async function importStream(
  work: Import,
  file: LatentFile & {
    source: string;
    read: (source: ByteSource) => AsyncGenerator<LatentRecord, void, void>;
    onRead: (bytes: number) => void;
  },
): Promise<void> {
  const source = await file.open();
  try {
    const counted: ByteSource = {
      name: source.name,
      size: source.size,
      read: async (offset, length) => {
        file.onRead(length);
        return source.read(offset, length);
      },
      close: () => source.close(),
    };
    const rows = new ExplanationBuffer(work);
    for await (const record of file.read(counted)) {
      if (record.kind === 'EXPLANATION') await rows.add(record);
      else if (record.kind === 'SKIPPED') countSkipped(work.report, record);
      else if (record.kind === 'CORPUS') work.corpora.set(record.portalId ?? '', record);
      else {
        const found = await work.targets.find(record, record.place);
        if ('skipped' in found) countSkipped(work.report, found.skipped);
        else {
          const corpus = work.corpora.get(record.portalId ?? '') ?? null;
          const facts = corpus && {
            dataset: corpus.dataset,
            tokens: corpus.tokens,
            contextLength: corpus.contextLength,
            hasTokenTexts: corpus.hasTokenTexts,
          };
          await work.activations.add(found.dictionary, { ...record, source: file.source, corpus: facts });
        }
      }
    }
    await rows.write();
  } finally {
    await source.close();
  }
}

async function importRun(work: Import, results: DelphiResults): Promise<void> {
  const { context, report, named } = work;
  const [first] = results.latents;
  const place = { file: (first.explanation ?? first.scores[0]).name, line: null };
  if (named === null) {
    const detail = 'files of delphi do not say of which dictionary they are; name it';
    countSkipped(report, { reason: 'UNKNOWN_SOURCE', place, detail });
    return;
  }
  const run = parseDelphiRun(await readConfig(results.config));
  for (let from = 0; from < results.latents.length; from += LATENTS_PER_WRITE) {
    const rows = new ExplanationBuffer(work);
    for (const latent of results.latents.slice(from, from + LATENTS_PER_WRITE)) {
      context.signal.throwIfAborted();
      for (const record of await readDelphiLatent(latent, run)) {
        if (record.kind === 'SKIPPED') countSkipped(report, record);
        else if (record.kind === 'EXPLANATION')
          await rows.add({ ...record, scores: record.scores.map(valueDelphiScore) });
      }
      report.files += (latent.explanation ? 1 : 0) + latent.scores.length;
    }
    await rows.write();
    context.progress({ step: `reading ${results.hook}`, done: from, total: results.latents.length, unit: 'latents' });
  }
}

/** The collection of the cache that is about the named dictionary, written but not published; what failed is removed. */
async function importCaches(work: Import, caches: readonly LatentCache[]): Promise<ActivationImport | null> {
  const { context, report, named } = work;
  if (named === null) {
    const detail = 'caches of delphi do not say of which dictionary they are; name it';
    for (const { files } of caches)
      countSkipped(report, { reason: 'UNKNOWN_SOURCE', place: { file: files[0].name, line: null }, detail });
    return null;
  }
  const cache = caches.length === 0 ? null : await chooseLatentCache(caches, { context, report, dictionary: named });
  if (cache === null) return null;
  const tokenizer = await readCacheTokenizer(cache.tokenizer);
  const config = await readConfig(cache.config);
  const dataset = typeof config?.dataset_repo === 'string' ? config.dataset_repo : null;
  const ranges = cache.files.map(({ first, last }) => [first, last]);
  const { externalKey: contents } = await hashFiles(cache.files, context);
  const externalKey = fingerprint(['latent cache 1', contents, ranges, dataset, tokenizer?.sha256 ?? null]);
  const activations = new ActivationImport(context, { report, externalKey });
  try {
    const texts = tokenizer?.texts ?? null;
    await importLatentCache({ context, report, dictionary: named, activations, cache, texts, dataset });
    await activations.finish();
    return activations;
  } catch (error) {
    await activations.abandon();
    throw error;
  }
}

async function readConfig(file: LatentFile | null): Promise<JsonObject | null> {
  if (file === null) return null;
  const source = await file.open();
  try {
    if (source.size > MAX_CONFIG_BYTES) return null;
    const text = new TextDecoder().decode(await source.read(0, source.size));
    const value = parseStrictJson(text, (_, detail) => {
      throw new ReseedError('FILE_BAD', `Cannot read "${file.name}": it has ${detail}; expected JSON`, {
        hint: 'Correct it, or remove it: without it the models of the run are unknown.',
      });
    });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } finally {
    await source.close();
  }
}

/** The explanations of one file, written together. */
class ExplanationBuffer {
  readonly #work: Import;
  readonly #rows = new Map<DictionaryRow, NewExplanation[]>();
  #count = 0;

  constructor(work: Import) {
    this.#work = work;
  }

  async add(record: ExplanationRecord): Promise<void> {
    const { targets, report } = this.#work;
    const found = await targets.find(record, record.place);
    if ('skipped' in found) return countSkipped(report, found.skipped);
    if (++this.#count > MAX_EXPLANATIONS_PER_FILE) {
      throw new ReseedError(
        'FILE_BAD',
        `Cannot read "${record.place.file}": it holds more than ${MAX_EXPLANATIONS_PER_FILE} explanations; expected a batch`,
        { hint: 'Split the file; nothing of it was kept.' },
      );
    }
    const rows = this.#rows.get(found.dictionary) ?? [];
    this.#rows.set(found.dictionary, rows);
    const { kind: _kind, place: _place, portalId: _portalId, ...row } = record;
    rows.push(row);
  }

  async write(): Promise<void> {
    const { context, report } = this.#work;
    if (this.#rows.size === 0) return;
    const written = await context.fenced(async (tx) => {
      const parts = [];
      const byKey = [...this.#rows].sort(([a], [b]) => a.spaceId - b.spaceId || a.id - b.id);
      for (const [dictionary, rows] of byKey)
        parts.push(await writeExplanations(tx, { dictionary, rows, jobId: context.job.id }));
      return parts;
    });
    for (const part of written) {
      report.explanations += part.explanations;
      report.scores += part.scores;
      report.present += part.present;
    }
  }
}
