/**
 * SAELens's catalogue (`pretrained_saes.yaml`) -> entries: {release: {repo_id, model, config_overrides, saes: [{id, path, l0, neuronpedia}]}}.
 *
 * A release is a piece of its own, from its name at the beginning of a line to the next: the parser of YAML, whose time is not linear in what hostile files hold,
 * sees no more than one at a time.
 */
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import type { ByteSource } from '../files/byte-source.ts';
import { badFile, parseConfig } from '../files/json-file.ts';
import { parseYaml } from '../files/yaml-file.ts';
import { isReseedError } from '../../src/errors.ts';
import { parseHubPlace } from '../hub/hub-place.ts';
import { type CatalogueEntry, type CatalogueFacts, completeEntries, type NamedEntry } from './catalogue-entry.ts';

/** That of SAELens 6.54 has 1.5 MB and 171 releases. */
const MAX_CATALOGUE_BYTES = 16 * 1024 * 1024;
/** Its largest release has 59 kB. */
const MAX_RELEASE_BYTES = 256 * 1024;
const MAX_RELEASES = 10_000;

const text = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
const releaseSchema = v.object({
  repo_id: v.string(),
  model: v.nullish(v.string()),
  config_overrides: v.nullish(
    v.object({
      model_name: v.nullish(v.string()),
      hook_name: v.nullish(v.string()),
      dataset_path: v.nullish(v.string()),
      normalize_activations: v.nullish(v.string()),
      model_from_pretrained_kwargs: v.nullish(v.object({ center_writing_weights: v.nullish(v.boolean()) })),
    }),
  ),
  saes: v.array(
    v.object({
      id: text,
      path: text,
      l0: v.nullish(v.number()),
      neuronpedia: v.nullish(v.string()),
    }),
  ),
});
type Release = v.InferOutput<typeof releaseSchema>;

/** The text of a catalogue's file. Throws `CONFIG_BAD` for one that is too large. */
export async function readCatalogueText(source: ByteSource): Promise<string> {
  if (source.size > MAX_CATALOGUE_BYTES)
    throw badFile(source.name, `it has ${source.size} bytes; expected at most ${MAX_CATALOGUE_BYTES}`);
  return new TextDecoder().decode(await source.read(0, source.size));
}

/** Every entry of the catalogue `all`, from the file `name`; others have their turn between its releases. Throws `CONFIG_BAD`. */
export async function parseSaeLensCatalogue(all: string, name: string): Promise<CatalogueEntry[]> {
  const pieces = splitReleases(all);
  if (pieces.length > MAX_RELEASES)
    throw badFile(name, `it has ${pieces.length} releases; expected at most ${MAX_RELEASES}`);
  const named: NamedEntry[] = [];
  for (const piece of pieces) {
    if (piece.length > MAX_RELEASE_BYTES)
      throw badFile(name, `a release has ${piece.length} characters; expected at most ${MAX_RELEASE_BYTES}`);
    for (const [release, value] of Object.entries(parseYaml(piece, name)))
      named.push(...listEntries(release, parseConfig(releaseSchema, value, name)));
    await setImmediate();
  }
  if (named.length === 0) throw badFile(name, 'it lists nothing; expected releases with "repo_id" and "saes"');
  return completeEntries(named);
}

/** Texts from one line that begins with a name to the next; comments and empty lines before the first are left out. */
function splitReleases(all: string): string[] {
  const pieces: string[] = [];
  let from: number | null = null;
  for (const { index } of all.matchAll(/^[^\s#]/gm)) {
    if (from !== null) pieces.push(all.slice(from, index));
    from = index;
  }
  if (from !== null) pieces.push(all.slice(from));
  return pieces;
}

function* listEntries(release: string, of: Release): Generator<NamedEntry> {
  const overrides = of.config_overrides;
  const stated: CatalogueFacts = {
    ...(overrides?.dataset_path && { dataset: overrides.dataset_path }),
    ...(overrides?.hook_name && { hookpoint: overrides.hook_name }),
    ...(overrides?.normalize_activations && { normalisation: overrides.normalize_activations }),
    ...(overrides?.model_from_pretrained_kwargs?.center_writing_weights === true && { centresWeights: true }),
  };
  for (const { id, path, l0, neuronpedia } of of.saes) {
    const place = `hf:${of.repo_id}/${path}`;
    if (!isPlace(place)) continue;
    yield {
      release,
      id,
      place,
      model: overrides?.model_name ?? of.model ?? null,
      portalId: neuronpedia ?? null,
      // Unknown values stand there as 0.
      l0: l0 ? l0 : null,
      stated,
    };
  }
}

/** Whether the hub can have it: what cannot be brought is left out. */
function isPlace(place: string): boolean {
  try {
    parseHubPlace(place);
    return true;
  } catch (error) {
    if (isReseedError(error)) return false;
    throw error;
  }
}
