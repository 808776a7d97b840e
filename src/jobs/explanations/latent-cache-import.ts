/**
 * A delphi cache of activations -> statistics and strongest contexts of the latents of one dictionary.
 *
 * Each file is read twice per 32,768 latents: once to count and to find the strongest windows, once to fill these in; tokens are read window by
 * window as they are written. Memory does not grow with the number of entries. Sequences are cut into windows as for collected contexts.
 * Of a latent without an entry nothing is said: delphi may have been told to keep some latents only.
 */
import { findSpaces } from '../../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { type LatentCacheReader, readLatentCache } from '../../../loaders/explanations/latent-cache.ts';
import type { LatentCache, LatentCacheFile } from '../../../loaders/explanations/latent-cache-files.ts';
import type { ContextRecord, CorpusRecord } from '../../../loaders/explanations/latent-file-record.ts';
import { type CachedLatent, CachedLatents } from '../../compute/contexts/cached-latents.ts';
import { defaultContextSettings } from '../../compute/contexts/context-settings.ts';
import type { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { ReseedError } from '../../errors.ts';
import type { ActivationImport } from './activation-import.ts';
import { CacheEntries } from './cache-entries.ts';
import { countSkipped, type ImportReport } from './import-report.ts';
import type { TaskContext } from '../worker/task.ts';

/** Latents looked at together: about 60 MB. delphi's files have fewer, unless it was told to make few files. */
const LATENTS_PER_PASS = 32_768;
/** Ids are stored as 32-bit integers; no vocabulary comes near. */
const MAX_TOKEN = 2 ** 31 - 1;

interface CacheImport {
  context: TaskContext;
  report: ImportReport;
  dictionary: DictionaryRow;
  activations: ActivationImport;
  cache: LatentCache;
  /** Null where no tokenizer is at hand. */
  texts: TokenTexts | null;
  dataset: string | null;
}

/** The cache that is about `dictionary`: the only one, or the one of its hookpoint. The others are counted as of another source. */
export async function chooseLatentCache(
  caches: readonly LatentCache[],
  of: { context: TaskContext; report: ImportReport; dictionary: DictionaryRow },
): Promise<LatentCache | null> {
  const [space] = await findSpaces(of.context.db, [of.dictionary.spaceId]);
  const chosen = caches.length === 1 ? caches[0] : (caches.find(({ hook }) => hook === space?.hookpoint) ?? null);
  for (const { hook, files } of caches.filter((cache) => cache !== chosen)) {
    const why = chosen === null ? `the hookpoint of ${of.dictionary.name} is ${space?.hookpoint}` : 'another was taken';
    const place = { file: files[0].name, line: null };
    countSkipped(of.report, { reason: 'OTHER_SOURCE', place, detail: `it is a cache of ${hook}; ${why}` });
  }
  return chosen;
}

/** Adds what the files of the cache say. Throws `SAFETENSORS_*` and `FILE_BAD` for a file that cannot be read. */
export async function importLatentCache(work: CacheImport): Promise<void> {
  const { report, cache } = work;
  let next = 0;
  let shape: string | null = null;
  for (const file of cache.files) {
    if (file.last < file.first) throw badRange(file);
    if (file.first < next) {
      const detail = `latents from ${file.first} were in another file; the first was kept`;
      countSkipped(report, { reason: 'DUPLICATE', place: { file: file.name, line: null }, detail });
      continue;
    }
    next = file.last + 1;
    const source = await file.open();
    try {
      const reader = await readLatentCache(source);
      const { corpus } = reader;
      const stated = corpus === null ? 'none' : `[${corpus.sequences}, ${corpus.length}]`;
      shape ??= stated;
      if (stated !== shape) throw otherTokens(file, { stated, shape });
      await importFile(work, { file, reader });
    } finally {
      await source.close();
    }
    report.files++;
  }
}

async function importFile(
  work: CacheImport,
  { file, reader }: { file: LatentCacheFile; reader: LatentCacheReader },
): Promise<void> {
  const { nLatents: n, name } = work.dictionary;
  const { corpus } = reader;
  const windowLength = Math.min(defaultContextSettings.windowLength, corpus?.length ?? 1);
  const top = corpus === null ? 0 : defaultContextSettings.top;
  const entries = new CacheEntries({ file, corpus, windowLength, nLatents: n, dictionary: name });
  // A file all of whose latents are unknown is still read once, so that they are counted.
  const end = Math.max(file.first + 1, Math.min(file.last + 1, n));
  for (let from = file.first; from < end; from += LATENTS_PER_PASS) {
    const latents = Math.min(LATENTS_PER_PASS, end - from);
    const found = new CachedLatents({ latents, top, windowLength });
    for (const pass of top === 0 ? (['count'] as const) : (['count', 'fill'] as const)) {
      const isFirst = pass === 'count' && from === file.first;
      for await (const chunk of reader.readChunks()) {
        work.context.signal.throwIfAborted();
        found[pass](entries.select(chunk, { from, latents, counts: isFirst }));
        const step = `reading ${file.name}`;
        work.context.progress({ step, done: chunk.from, total: reader.entries, unit: 'activations' });
      }
    }
    for (const latent of found.list()) await addLatent(work, { file, reader, latent, index: from + latent.latent });
  }
  for (const skipped of entries.listSkipped()) countSkipped(work.report, skipped);
}

async function addLatent(
  work: CacheImport,
  of: { file: LatentCacheFile; reader: LatentCacheReader; latent: CachedLatent; index: number },
): Promise<void> {
  const { latent, index, file } = of;
  const { corpus } = of.reader;
  const place = { file: file.name, line: null };
  const contexts = await Promise.all(latent.windows.map((window) => readContext(work, { ...of, window })));
  const usable = contexts.filter((context) => context !== null);
  if (usable.length < contexts.length) {
    const detail = `a context of latent ${index} holds a number that is no token id`;
    countSkipped(work.report, { reason: 'MALFORMED', place, detail, count: contexts.length - usable.length });
  }
  const tokens = corpus === null ? null : corpus.sequences * corpus.length;
  await work.activations.add(work.dictionary, {
    kind: 'ACTIVATIONS',
    place,
    portalId: null,
    index,
    statistics: {
      firingCount: latent.firingCount,
      firingFrequency: tokens === null ? null : latent.firingCount / tokens,
      maxActivation: latent.maxActivation,
      histogramValues: latent.histogram.values,
      histogramCounts: latent.histogram.counts,
      topTokens: null,
      topTokenValues: null,
      promotedTokens: null,
      promotedValues: null,
      suppressedTokens: null,
      suppressedValues: null,
      logitHistogramValues: null,
      logitHistogramCounts: null,
    },
    contexts: usable,
    source: 'delphi',
    corpus: describeCorpus(work, of.reader),
  });
}

function describeCorpus(
  { dataset, texts }: CacheImport,
  { corpus }: LatentCacheReader,
): Omit<CorpusRecord, 'kind' | 'portalId'> {
  return {
    dataset,
    tokens: corpus && corpus.sequences * corpus.length,
    contextLength: corpus && Math.min(defaultContextSettings.windowLength, corpus.length),
    hasTokenTexts: texts !== null,
  };
}

async function readContext(
  { texts }: CacheImport,
  { reader, window: seen }: { reader: LatentCacheReader; window: CachedLatent['windows'][number] },
): Promise<ContextRecord | null> {
  const { corpus } = reader;
  if (corpus === null) throw new TypeError('there are windows where there are tokens only');
  const windowLength = seen.activations.length;
  const perSequence = Math.ceil(corpus.length / windowLength);
  const sequence = Math.floor(seen.window / perSequence);
  const from = (seen.window % perSequence) * windowLength;
  const count = Math.min(windowLength, corpus.length - from);
  const ids = [...(await reader.readTokens({ sequence, from, count }))];
  if (!ids.every((id) => id >= 0 && id <= MAX_TOKEN)) return null;
  return {
    tokens: ids.map((id) => texts?.textOf(id) ?? `<${id}>`),
    tokenIds: ids,
    activations: [...seen.activations.subarray(0, count)],
    position: seen.position,
    maxActivation: seen.max,
    contextKind: 'TOP',
    quantile: null,
    document: sequence,
    offset: from,
    neighbour: null,
    sourceText: null,
    keepsOrder: true,
  };
}

function badRange(file: LatentCacheFile): ReseedError {
  return new ReseedError(
    'FILE_BAD',
    `Cannot read "${file.name}": its name says latents ${file.first} to ${file.last}; expected the first before the last`,
    { hint: 'Give the file the name that delphi gave it, <first>_<last>.safetensors.' },
  );
}

function otherTokens(file: LatentCacheFile, { stated, shape }: { stated: string; shape: string }): ReseedError {
  return new ReseedError(
    'FILE_BAD',
    `Cannot read "${file.name}": its tokens are ${stated}, those of the files before ${shape}; expected one corpus`,
    { hint: 'Keep files of different runs of delphi in different folders, and import each.' },
  );
}
