/**
 * A finished dictionary -> the files of EleutherAI's sparsify (`SparseCoder.load_from_disk`): `cfg.json` and `sae.safetensors`; and, for a
 * run, `config.json` (`RunConfig`) with its seeds, model and data.
 *
 * sparsify computes f = TopK(ReLU(E (x - b_dec) + b_enc), k) and nothing else: other architectures are refused.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Identity } from './checkpoint.ts';
import type { CheckpointWriter, FinishedDictionary } from './finished-dictionary.ts';
import { cannotExpress, getCommonParts, getK } from './format-limits.ts';
import { readChunks } from '../containers/row-chunks.ts';
import { openSafetensorsWriter } from '../containers/safetensors-writer.ts';
import type { Seed } from './seed.ts';
import { writeFileAtomically } from '../files/atomic-file.ts';

const FORMAT = 'sparsify';
const AS_SAE_LENS = 'Write it as sae-lens.';

export const sparsifyWriter: CheckpointWriter = {
  check(dictionary) {
    const { facts, identity } = dictionary;
    const refuse = (fault: string) => cannotExpress(dictionary, { format: FORMAT, fault, hint: AS_SAE_LENS });
    getCommonParts(dictionary, FORMAT);
    if (facts.architecture !== 'TOPK')
      throw refuse(`it is ${facts.architecture}; expected TOPK, all that sparsify runs`);
    getK(dictionary, FORMAT);
    const { encoding } = dictionary;
    if (encoding.ranksByDecoderNorm)
      throw refuse('it ranks latents by activation times decoder norm; expected activations alone, as sparsify does');
    if (!encoding.subtractsDecoderBias)
      throw refuse('its encoder reads x; expected one that reads x - b_dec, as sparsify always does');
    if (identity.normalisation !== 'none')
      throw refuse(
        `its input is normalised (${identity.normalisation}); expected raw activations, all that sparsify feeds`,
      );
  },

  async write(dictionary, { folder, onRows }) {
    const { nLatents: n, dIn: d } = dictionary.facts;
    const { encoderBias, decoderBias } = getCommonParts(dictionary, FORMAT);
    const writer = await openSafetensorsWriter(path.join(folder, 'sae.safetensors'), {
      tensors: [
        { name: 'W_dec', dtype: 'F32', shape: [n, d] },
        { name: 'b_dec', dtype: 'F32', shape: [d] },
        { name: 'encoder.bias', dtype: 'F32', shape: [n] },
        { name: 'encoder.weight', dtype: 'F32', shape: [n, d] },
      ],
      metadata: { format: 'pt' },
    });
    try {
      for (const [side, name] of [
        ['DECODER', 'W_dec'],
        ['ENCODER', 'encoder.weight'],
      ] as const) {
        for await (const { start, count, rows } of readChunks(dictionary, side)) {
          await writer.write(name, { at: start * d, values: rows });
          onRows(count);
        }
      }
      await writer.write('encoder.bias', { at: 0, values: encoderBias });
      await writer.write('b_dec', { at: 0, values: decoderBias });
    } catch (error) {
      await writer.discard();
      throw error;
    }
    await writer.finish();
    await writeFile(path.join(folder, 'cfg.json'), `${JSON.stringify(buildConfig(dictionary), null, 1)}\n`);
  },
};

function buildConfig(dictionary: FinishedDictionary): Record<string, unknown> {
  const { nLatents, dIn } = dictionary.facts;
  return {
    activation: 'topk',
    // A whole number by its type; num_latents wins.
    expansion_factor: Math.max(1, Math.round(nLatents / dIn)),
    normalize_decoder: true,
    num_latents: nLatents,
    k: getK(dictionary, FORMAT),
    multi_topk: false,
    skip_connection: false,
    transcode: false,
    d_in: dIn,
  };
}

/**
 * Writes `config.json` of the run in `runFolder` from the checkpoints that are in it (`<hookpoint>/seedN` or `<hookpoint>`); `identity` is
 * that of any of them. Whole or absent; an older one is replaced. Throws `WRITE_REFUSED`.
 */
export async function writeSparsifyRun(runFolder: string, identity: Identity): Promise<void> {
  const hookpoints: string[] = [];
  const seeds = new Set<Seed>();
  for (const name of await folderNames(runFolder)) {
    const inside = path.join(runFolder, name);
    const members = [inside, ...(await folderNames(inside)).map((seed) => path.join(inside, seed))];
    const stated = (await Promise.all(members.map(readStatedSeed))).filter((seed) => seed !== undefined);
    if (stated.length > 0) hookpoints.push(name);
    for (const seed of stated) if (seed !== null) seeds.add(seed);
  }
  const run = {
    model: identity.model,
    revision: identity.revision,
    dataset: identity.dataset,
    hookpoints: hookpoints.toSorted(),
    init_seeds: [...seeds].toSorted((a, b) => Number(a) - Number(b)),
    ...(identity.dataSeed !== null && { shuffle_seed: identity.dataSeed }),
  };
  await writeFileAtomically(path.join(runFolder, 'config.json'), [`${JSON.stringify(run, null, 1)}\n`]);
}

async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
}

/** The init seed of a checkpoint that was written here, null where it has none; undefined where there is no checkpoint. */
async function readStatedSeed(folder: string): Promise<Seed | null | undefined> {
  try {
    await readFile(path.join(folder, 'cfg.json'));
    const stated: { initSeed?: Seed } = JSON.parse(await readFile(path.join(folder, 'reseed.json'), 'utf8'));
    return stated.initSeed ?? null;
  } catch {
    return undefined;
  }
}
