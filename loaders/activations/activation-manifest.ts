/**
 * `activations.json`: what a folder of activation shards holds.
 *
 * { format: "reseed-activations", version: 1, space: { model, revision, hookpoint, dIn, normalisation }, dtype, tokens,
 *   files: [{ name, tokens, bytes, sha256 }], provenance }
 *
 * Every shard is a safetensors file with one tensor `activations` [tokens, d].
 */
import * as v from 'valibot';
import type { SourceFolder } from '../files/byte-source.ts';
import { badFile, findJsonObject, parseConfig } from '../files/json-file.ts';

export const MANIFEST = 'activations.json';
/** What a writer calls the manifest until all shards are there. */
export const PARTIAL_MANIFEST = 'activations.partial.json';
export const TENSOR = 'activations';

/** More than any run needs (4,096 shards of 64 MiB are 256 GiB), and all may be open at once. */
export const MAX_SHARDS = 4_096;

/** pgvector's limit for a stored vector: wider activations give dictionaries that cannot be kept. */
const MAX_WIDTH = 16_000;

/** Where activations were taken: only dictionaries of one space can be compared. */
export interface ActivationSpace {
  readonly model: string;
  readonly revision: string;
  readonly hookpoint: string;
  readonly dIn: number;
  /** `none`, or what was done to the activations before they were stored. */
  readonly normalisation: string;
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const manifestSchema = v.object({
  format: v.literal('reseed-activations'),
  version: v.literal(1),
  space: v.object({
    model: text,
    revision: text,
    hookpoint: text,
    dIn: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_WIDTH)),
    normalisation: text,
  }),
  dtype: v.picklist(['F32', 'F16', 'BF16']),
  tokens: count,
  files: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.regex(/^[^/\\\0]{1,200}\.safetensors$/, 'a plain name of a safetensors file')),
        tokens: v.pipe(count, v.minValue(1)),
        bytes: count,
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a sha256 in hex')),
      }),
    ),
    v.maxLength(MAX_SHARDS),
  ),
  provenance: v.record(v.string(), v.unknown()),
});

export type ActivationManifest = v.InferOutput<typeof manifestSchema>;

/** The manifest `name` of the folder, or null if there is none. Throws `CONFIG_BAD`. */
export async function findManifest(folder: SourceFolder, name = MANIFEST): Promise<ActivationManifest | null> {
  const found = await findJsonObject(folder, name);
  if (found === null) return null;
  const manifest = parseConfig(manifestSchema, found, name);
  const total = manifest.files.reduce((sum, file) => sum + file.tokens, 0);
  if (total !== manifest.tokens)
    throw badFile(name, `its "tokens" is ${manifest.tokens}; expected ${total}, the sum over its files`);
  if (new Set(manifest.files.map((file) => file.name)).size !== manifest.files.length)
    throw badFile(name, 'it names a file twice; expected every file once');
  return manifest;
}
