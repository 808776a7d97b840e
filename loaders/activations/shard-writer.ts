/**
 * Rows of activations -> a folder of shards with its manifest. Every shard is there whole or not at all, and the manifest appears last.
 *
 * While it is being written the folder holds `activations.partial.json`, the manifest of the shards so far. A writer that is started again
 * on the same folder with the same settings continues after them; a finished folder has `activations.json` and is refused.
 */
import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ReseedError } from '../../src/errors.ts';
import {
  type ActivationManifest,
  type ActivationSpace,
  findManifest,
  MANIFEST,
  MAX_SHARDS,
  PARTIAL_MANIFEST,
  TENSOR,
} from './activation-manifest.ts';
import { clip } from '../files/clip.ts';
import { systemCode } from '../files/import-roots.ts';
import { DTYPE_BITS } from '../containers/dtype.ts';
import { encodeFloats, type WritableDtype } from '../containers/float-encoding.ts';
import { buildSafetensorsHeader } from '../containers/safetensors-writer.ts';
import { openSourceFolder } from '../files/source-folder.ts';
import { refuseWriteFaults } from '../files/write-faults.ts';
import { writeFileAtomically } from '../files/atomic-file.ts';

/** Bytes of a shard, held in memory until it is full. */
const SHARD_BYTES = 64 * 1024 * 1024;

export interface ActivationWriter {
  /** Tokens in whole shards so far: more than 0 at the start where an earlier writer was stopped. */
  readonly tokens: number;
  /** Takes rows [m, d]; they may be changed afterwards. Writes every shard that becomes full. */
  append(rows: Float32Array): Promise<void>;
  /** Writes the last shard and the manifest. Throws `BAD_INPUT` if there is no token at all. */
  finish(): Promise<ActivationManifest>;
}

/** What is written, and where. */
export interface ActivationTarget {
  /** The folder; it is made if need be, in one that is there. */
  readonly folder: string;
  readonly space: ActivationSpace;
  readonly dtype: WritableDtype;
  /** How the activations are made: whoever continues must state the same. Any JSON. */
  readonly provenance: Record<string, unknown>;
  /** Tokens of a shard; by default as many as 64 MiB hold. */
  readonly shardTokens?: number;
}

/** Starts or resumes. Throws `PLACE_TAKEN` for a finished folder or one begun with other settings, `WRITE_REFUSED`. */
export async function startActivationWriter(target: ActivationTarget): Promise<ActivationWriter> {
  const { space, dtype } = target;
  const bytesPerRow = (space.dIn * DTYPE_BITS[dtype]) / 8;
  const shardTokens = target.shardTokens ?? Math.max(1, Math.floor(SHARD_BYTES / bytesPerRow));
  const files = await findWrittenFiles(target);
  let buffer = new Uint8Array(shardTokens * bytesPerRow);
  let filled = 0; // bytes of `buffer`

  const describe = (): ActivationManifest => ({
    format: 'reseed-activations',
    version: 1,
    space: { ...space },
    dtype,
    tokens: files.reduce((sum, file) => sum + file.tokens, 0),
    files,
    provenance: target.provenance,
  });

  async function writeShard(): Promise<void> {
    if (files.length === MAX_SHARDS) {
      throw new ReseedError(
        'BAD_INPUT',
        `Cannot write more than ${MAX_SHARDS} shards of ${shardTokens} tokens; expected fewer or larger ones`,
        { hint: 'Ask for fewer tokens, or for larger shards.' },
      );
    }
    const tokens = filled / bytesPerRow;
    const header = buildSafetensorsHeader({
      tensors: [{ name: TENSOR, dtype, shape: [tokens, space.dIn] }],
      metadata: { model: space.model, hookpoint: space.hookpoint },
    });
    const body = buffer.subarray(0, filled);
    const name = `shard-${String(files.length).padStart(5, '0')}.safetensors`;
    const file = path.join(target.folder, name);
    await writeFileAtomically(file, [header, body], { part: `${file}.part` });
    const sha256 = createHash('sha256').update(header).update(body).digest('hex');
    files.push({ name, tokens, bytes: header.length + filled, sha256 });
    filled = 0;
    await writeFileAtomically(path.join(target.folder, PARTIAL_MANIFEST), [formatManifest(describe())]);
  }

  return {
    get tokens() {
      return files.reduce((sum, file) => sum + file.tokens, 0);
    },
    async append(rows) {
      if (rows.length % space.dIn !== 0)
        throw new RangeError(`${rows.length} numbers are no rows of width ${space.dIn}`);
      const bytes = encodeFloats(rows, dtype);
      for (let done = 0; done < bytes.length; ) {
        const part = Math.min(bytes.length - done, buffer.length - filled);
        buffer.set(bytes.subarray(done, done + part), filled);
        done += part;
        filled += part;
        if (filled === buffer.length) await writeShard();
      }
    },
    async finish() {
      if (filled > 0) await writeShard();
      buffer = new Uint8Array(0);
      const manifest = describe();
      if (manifest.tokens === 0) {
        throw new ReseedError(
          'BAD_INPUT',
          `Cannot write "${clip(path.basename(target.folder))}": there are no tokens`,
          {
            hint: 'Give a corpus that has text.',
          },
        );
      }
      await writeFileAtomically(path.join(target.folder, MANIFEST), [formatManifest(manifest)]);
      await rm(path.join(target.folder, PARTIAL_MANIFEST), { force: true });
      return manifest;
    },
  };
}

/** The shards that an earlier writer with the same settings left whole. */
async function findWrittenFiles(target: ActivationTarget): Promise<ActivationManifest['files']> {
  await refuseWriteFaults(target.folder, () => makeFolder(target.folder));
  const folder = await openSourceFolder({ path: target.folder, roots: [target.folder] });
  const taken = (fault: string, hint: string) =>
    new ReseedError('PLACE_TAKEN', `Cannot write into "${clip(path.basename(target.folder))}": ${fault}`, { hint });
  if (folder.fileNames.includes(MANIFEST))
    throw taken('it holds finished activations; expected an empty folder', 'Name another folder, or remove this one.');
  const partial = await findManifest(folder, PARTIAL_MANIFEST);
  if (partial === null) {
    if (folder.fileNames.some((name) => name.endsWith('.safetensors')))
      throw taken('it holds other safetensors files; expected an empty folder', 'Name another folder.');
    return [];
  }
  const { space, dtype, provenance, files } = partial;
  const same = isDeepStrictEqual(
    JSON.parse(JSON.stringify([space, dtype, provenance])),
    JSON.parse(JSON.stringify([target.space, target.dtype, target.provenance])),
  );
  if (!same)
    throw taken(
      'activations were begun there with other settings; expected the same',
      'Name another folder, or remove this one.',
    );
  const whole: ActivationManifest['files'] = [];
  for (const file of files) {
    // Written before the manifest that names them: one that is missing was removed by hand, and what follows it is made again.
    if (!folder.fileNames.includes(file.name)) break;
    whole.push(file);
  }
  return whole;
}

/** Makes `folder` where it is not there. Those above it must be: one that somebody has removed is not made again. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}

function formatManifest(manifest: ActivationManifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}
