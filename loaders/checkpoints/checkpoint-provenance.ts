/**
 * Files that may lie next to or above a checkpoint and say what it is: `reseed.json` (ours), `train_info.json`, a training run's `config.json`.
 *
 * `reseed.json` is looked for in the folder and every ancestor up to the import root; for each field the nearest one counts. What it says is
 * stated, not guessed, and a field that it may not have is refused, so that a misspelling is noticed.
 */
import * as v from 'valibot';
import type { SourceFolder } from '../files/byte-source.ts';
import type { Statement } from './identity.ts';
import { seedField } from './seed.ts';
import { findJsonObject, parseConfig, provenanceField } from '../files/json-file.ts';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The form of `reseed.json`. */
const sidecarSchema = v.strictObject({
  model: v.optional(text),
  revision: v.optional(text),
  hookpoint: v.optional(text),
  normalisation: v.optional(text),
  runGroup: v.optional(text),
  initSeed: v.optional(seedField),
  dataSeed: v.optional(seedField),
  dataset: v.optional(text),
  tokens: v.optional(count),
  portalId: v.optional(text),
  l1Coefficient: v.optional(v.pipe(v.number(), v.minValue(0))),
});

/** What a statement may add to the facts. */
export interface ProvenanceStatement extends Statement {
  l1Coefficient?: number | null | undefined;
}

/** What every `reseed.json` from here to the import root says, nearest first. Throws `CONFIG_BAD`. */
export async function readSidecars(folder: SourceFolder): Promise<ProvenanceStatement[]> {
  const statements: ProvenanceStatement[] = [];
  for (const name of namesUpwards(folder, 'reseed.json')) {
    const found = await findJsonObject(folder, name);
    if (found === null) continue;
    const { l1Coefficient, ...values } = parseConfig(sidecarSchema, found, name);
    statements.push({ values, l1Coefficient });
  }
  return statements;
}

const trainInfoSchema = v.object({
  seed: provenanceField(seedField),
  dataseed: provenanceField(seedField),
  train_tokens: provenanceField(count),
  hookpoint: provenanceField(text),
  lambda: provenanceField(v.pipe(v.number(), v.minValue(0))),
});

/** What `train_info.json` in the folder says. Throws `CONFIG_BAD`. */
export async function readTrainInfo(folder: SourceFolder): Promise<ProvenanceStatement[]> {
  const found = await findJsonObject(folder, 'train_info.json');
  if (found === null) return [];
  const info = parseConfig(trainInfoSchema, found, 'train_info.json');
  const statement: ProvenanceStatement = {
    values: { initSeed: info.seed, dataSeed: info.dataseed, tokens: info.train_tokens, hookpoint: info.hookpoint },
    // 0 is written where the loss has no such term.
    l1Coefficient: info.lambda === 0 ? null : info.lambda,
  };
  if (info.hookpoint?.endsWith('.output')) {
    statement.values.hookpoint = info.hookpoint.slice(0, -'.output'.length);
    statement.because = {
      hookpoint: `train_info.json says "${info.hookpoint}"; the name of a module means its output`,
    };
  }
  return [statement];
}

const runConfigSchema = v.object({
  model: provenanceField(text),
  revision: provenanceField(text),
  dataset: provenanceField(text),
  init_seeds: provenanceField(v.array(seedField)),
  shuffle_seed: provenanceField(seedField),
  hookpoints: provenanceField(v.array(v.string())),
});

/**
 * What the configuration of a sparsify run, the nearest `config.json` from here to the import root that is one, says.
 * Lists of seeds and hookpoints count only if they have one element: otherwise the folder says which. Throws `CONFIG_BAD`.
 */
export async function readRunConfig(folder: SourceFolder): Promise<ProvenanceStatement[]> {
  for (const name of namesUpwards(folder, 'config.json')) {
    const found = await findJsonObject(folder, name);
    // Many programs have a config.json; these two names together are sparsify's.
    if (found === null || !('init_seeds' in found) || !('hookpoints' in found)) continue;
    const run = parseConfig(runConfigSchema, found, name);
    return [
      {
        values: {
          model: run.model,
          revision: run.revision,
          dataset: run.dataset,
          dataSeed: run.shuffle_seed,
          initSeed: only(run.init_seeds),
          hookpoint: only(run.hookpoints),
        },
      },
    ];
  }
  return [];
}

function only<T>(list: readonly T[] | null | undefined): T | null {
  return list?.length === 1 ? list[0] : null;
}

/** The coefficient of the first statement that has one, or null. */
export function findL1Coefficient(statements: readonly ProvenanceStatement[]): number | null {
  return statements.find((statement) => typeof statement.l1Coefficient === 'number')?.l1Coefficient ?? null;
}

/** `name` here, in the parent and so on up to the import root. */
function namesUpwards(folder: SourceFolder, name: string): string[] {
  return Array.from({ length: folder.pathComponents.length + 1 }, (_, up) => '../'.repeat(up) + name);
}
