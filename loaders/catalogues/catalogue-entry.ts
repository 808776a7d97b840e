/** What a catalogue of published dictionaries says: one entry each, whatever the catalogue's layout. */

/** A published dictionary: where it lies, and what is said of it. Null: the catalogue does not say. */
export interface CatalogueEntry {
  /** Entries that were published together. */
  readonly release: string;
  /** Name within the release. */
  readonly id: string;
  /** Where it lies, for an import: `hf:<owner>/<repository>/<path>`. */
  readonly place: string;
  readonly model: string | null;
  readonly layer: number | null;
  /** Number of latents as names say it: `16k`, `262k`; or as a multiple of the width: `8x`. */
  readonly width: string | null;
  /** Seed that the name states; null for the one that it does not tell from others. */
  readonly seed: string | null;
  /** How many entries, this one included, differ from it in the seed alone. */
  readonly seeds: number;
  readonly portalId: string | null;
  /** Active latents per token, as stated. */
  readonly l0: number | null;
  /** What the catalogue knows better than the files do. */
  readonly stated: CatalogueFacts;
}

/** Facts that catalogues state of what they list. */
export interface CatalogueFacts {
  readonly dataset?: string;
  readonly hookpoint?: string;
  /** Of the dictionary's own inputs. */
  readonly normalisation?: string;
  /** The model's writing weights were centred when activations were taken. */
  readonly centresWeights?: boolean;
}

/** What is looked for. Absent: anything. */
export interface CatalogueFilter {
  /** Exactly. */
  release?: string | undefined;
  /** Exactly. */
  id?: string | undefined;
  /** In the model's name, whatever the case of letters. */
  model?: string | undefined;
  layer?: number | undefined;
  /** As names say it, whatever the case of letters. */
  width?: string | undefined;
  /** Only what another entry differs from in the seed alone. */
  hasSeeds?: boolean | undefined;
  hasPortalId?: boolean | undefined;
}

/** The entries that `filter` asks for, in their order. */
export function filterCatalogue(entries: readonly CatalogueEntry[], filter: CatalogueFilter): CatalogueEntry[] {
  const { release, id, model, layer, width, hasSeeds, hasPortalId } = filter;
  const isIn = (text: string | null, part: string) => text?.toLowerCase().includes(part.toLowerCase()) === true;
  return entries.filter(
    (entry) =>
      (release === undefined || entry.release === release) &&
      (id === undefined || entry.id === id) &&
      (model === undefined || isIn(entry.model, model)) &&
      (layer === undefined || entry.layer === layer) &&
      (width === undefined || entry.width === width.toLowerCase()) &&
      (hasSeeds !== true || entry.seeds > 1) &&
      (hasPortalId !== true || entry.portalId !== null),
  );
}

/** An entry before its names have been read, and before others are known. */
export type NamedEntry = Pick<CatalogueEntry, 'release' | 'id' | 'place' | 'model' | 'portalId' | 'l0' | 'stated'>;

const SEED = /[-_.]?seed[-_=]?(\d{1,20})(?!\d)/i;

/** Entries with what their names say: layer, width, seed, and how many differ in the seed alone. */
export function completeEntries(named: readonly NamedEntry[]): CatalogueEntry[] {
  const counts = new Map<string, number>();
  const keyOf = (entry: NamedEntry) =>
    JSON.stringify([entry.release, splitPlace(entry)[0], pathOf(entry).replace(SEED, '')]);
  for (const entry of named) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
  return named.map((entry) => ({
    ...entry,
    layer: findLayer(entry),
    width: findWidth(entry),
    seed: SEED.exec(pathOf(entry))?.[1] ?? null,
    seeds: counts.get(keyOf(entry)) ?? 1,
  }));
}

/** Repository and path. */
function splitPlace({ place }: NamedEntry): [string, string] {
  const [owner, repository, ...path] = place.split('/');
  return [`${owner}/${repository}`, path.join('/')];
}

/** A repository's name says nothing of one dictionary: a seed in it is the model's. */
function pathOf(entry: NamedEntry): string {
  return splitPlace(entry)[1];
}

/** Patterns of layers, the surest first: `layer_9`, `blocks.8.`, `L15R`, `l19`; a portal's `<model>/9-<set>`. */
const LAYERS = [/(?:layers?|blocks)[._-]?(\d{1,4})(?!\d)/i, /(?:^|[^A-Za-z0-9])L(\d{1,3})(?!\d)/i];

function findLayer(entry: NamedEntry): number | null {
  const { id, portalId } = entry;
  const inPortal = /\/(\d{1,4})-/.exec(portalId ?? '')?.[1];
  const found = LAYERS.flatMap((pattern) => [pathOf(entry), id].map((name) => pattern.exec(name)?.[1])).find(Boolean);
  const layer = found ?? inPortal;
  return layer === undefined ? null : Number(layer);
}

/** `width_262k`, `_16k_`, `W32K`, `-8x`. */
const WIDTHS = [/width[_-](\d+[km]?)/i, /(?:^|[-_/]W?)(\d+[km])(?=$|[-_/.])/i, /(?:^|[-_/])(\d+x)(?=$|[-_/.])/i];

function findWidth({ id, place, portalId, release }: NamedEntry): string | null {
  for (const pattern of WIDTHS)
    for (const name of [place, id, portalId ?? '', release]) {
      const width = pattern.exec(name)?.[1];
      if (width !== undefined) return width.toLowerCase();
    }
  return null;
}
