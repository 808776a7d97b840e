/**
 * Records of activations -> one LOADING collection per dictionary, written as they come; published together at the end of the job.
 *
 * Memory: a few thousand rows, whatever the size of the files. Contexts of one latent that come one after the other are ordered, strongest first.
 */
import {
  beginCollection,
  type CollectionKey,
  copyContexts,
  copyStatistics,
  type NewContext,
  type NewStatistics,
  publishCollection,
  removeCollection,
} from '../../../db/stores/activation-writer.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type {
  ActivationRecord,
  ContextRecord,
  CorpusRecord,
} from '../../../loaders/explanations/latent-file-record.ts';
import { countSkipped, type ImportReport } from './import-report.ts';
import type { TaskContext } from '../worker/task.ts';

/** Rows gathered before they are written: a megabyte or so of contexts. */
const ROWS_PER_WRITE = 512;

type Corpus = Omit<CorpusRecord, 'kind' | 'portalId'>;

const UNKNOWN_CORPUS: Corpus = { dataset: null, tokens: null, contextLength: null, hasTokenTexts: true };

interface Target {
  /** Null where an equal collection is there already. */
  collection: CollectionKey | null;
  /** Per latent: whether statistics were written. */
  hasStatistics: Uint8Array;
  /** Per latent and kind: the next ordinal. */
  nextOrdinal: Record<ContextRecord['contextKind'], Int32Array>;
  statistics: NewStatistics[];
  contexts: NewContext[];
  /** The latent that is being read, with its contexts so far. */
  group: { index: number; contexts: ContextRecord[] };
}

export class ActivationImport {
  readonly #context: TaskContext;
  readonly #report: ImportReport;
  readonly #externalKey: string;
  readonly #targets = new Map<string, Target>();

  /** `externalKey`: a hash of the files that say it. */
  constructor(context: TaskContext, options: { report: ImportReport; externalKey: string }) {
    this.#context = context;
    this.#report = options.report;
    this.#externalKey = options.externalKey;
  }

  /** Takes one record of a dictionary; what `corpus` says counts for the first. */
  async add(
    dictionary: DictionaryRow,
    record: ActivationRecord & { source: string; corpus: Corpus | null },
  ): Promise<void> {
    const target = await this.#open(dictionary, record);
    if (target.collection === null) return;
    const { index, statistics, contexts } = record;
    if (statistics !== null) this.#addStatistics(target, { index, statistics, contexts, place: record.place });
    if (contexts.length > 0 && target.group.index !== index) endGroup(target, index);
    target.group.contexts.push(...contexts);
    if (target.contexts.length >= ROWS_PER_WRITE || target.statistics.length >= ROWS_PER_WRITE)
      await this.#write(target);
  }

  #addStatistics(
    target: Target,
    {
      index,
      statistics,
      contexts,
      place,
    }: Pick<ActivationRecord, 'index' | 'contexts' | 'place'> & {
      statistics: NonNullable<ActivationRecord['statistics']>;
    },
  ): void {
    if (target.hasStatistics[index] === 1) {
      const detail = `latent ${index} occurs again; the first was kept`;
      countSkipped(this.#report, { reason: 'DUPLICATE', place, detail });
      return;
    }
    target.hasStatistics[index] = 1;
    const seen = contexts.reduce((max, context) => Math.max(max, context.maxActivation), Number.NEGATIVE_INFINITY);
    target.statistics.push({
      ...statistics,
      index,
      maxActivation: statistics.maxActivation ?? (contexts.length > 0 ? seen : null),
    });
  }

  async #open(dictionary: DictionaryRow, record: { source: string; corpus: Corpus | null }): Promise<Target> {
    const name = `${dictionary.spaceId}:${dictionary.id}`;
    const open = this.#targets.get(name);
    if (open !== undefined) return open;
    const { job } = this.#context;
    const { key, isNew } = await this.#context.fenced((tx) =>
      beginCollection(tx, {
        dictionary,
        collection: {
          source: record.source,
          ...(record.corpus ?? UNKNOWN_CORPUS),
          details: null,
          externalKey: this.#externalKey,
        },
        job: { id: job.id, attempt: job.attempt },
      }),
    );
    if (!isNew) this.#report.present++;
    const { nLatents: n } = dictionary;
    const target: Target = {
      collection: isNew ? key : null,
      hasStatistics: new Uint8Array(n),
      nextOrdinal: {
        TOP: new Int32Array(n),
        QUANTILE: new Int32Array(n),
        NON_ACTIVATING: new Int32Array(n),
        NEIGHBOUR: new Int32Array(n),
      },
      statistics: [],
      contexts: [],
      group: { index: -1, contexts: [] },
    };
    this.#targets.set(name, target);
    return target;
  }

  async #write(target: Target): Promise<void> {
    const { collection, statistics, contexts } = target;
    if (collection === null) return;
    target.statistics = [];
    target.contexts = [];
    await this.#context.fenced(async (tx) => {
      await copyStatistics(tx, { collection, rows: statistics });
      await copyContexts(tx, { collection, rows: contexts });
    });
    this.#report.statistics += statistics.length;
    this.#report.contexts += contexts.length;
  }

  /** Writes what is still held. Call it after the last record. */
  async finish(): Promise<void> {
    for (const target of this.#targets.values()) {
      endGroup(target, -1);
      await this.#write(target);
    }
  }

  /** Makes everything visible, in the caller's transaction. */
  async publish(tx: Session): Promise<void> {
    for (const { collection } of this.#targets.values())
      if (collection !== null) await publishCollection(tx, collection);
  }

  /** Removes what was written. */
  async abandon(): Promise<void> {
    for (const { collection } of this.#targets.values())
      if (collection !== null) await removeCollection(this.#context.db, collection);
  }
}

/** Orders and numbers the contexts of the latent that has been read, and begins `index`. */
function endGroup(target: Target, index: number): void {
  const { group } = target;
  const ordered = group.contexts.every((context) => context.keepsOrder)
    ? group.contexts
    : group.contexts.toSorted((a, b) => b.maxActivation - a.maxActivation);
  for (const { contextKind: kind, keepsOrder: _keepsOrder, ...context } of ordered) {
    const ordinal = target.nextOrdinal[kind][group.index]++;
    target.contexts.push({ ...context, index: group.index, kind, ordinal });
  }
  target.group = { index, contexts: [] };
}
