/**
 * Path components -> what they say about a dictionary. Everything here is an inference.
 *
 * Layouts in use: `<run>/<hookpoint>/seedN` (sparsify), `<run>/seedN/<hookpoint>`, `<run>-seedN/<hookpoint>`, `<run>/best/<hookpoint>`.
 */
import type { Statement } from './identity.ts';

/** `seed3`, `seed_3`, `init-seed=3`: a component that is nothing but a seed. */
const SEED = /^(?:init|random)?[-_.]?seed[-_=]?(\d{1,15})$/i;
const DATA_SEED = /^(?:data|shuffle)[-_.]?seed[-_=]?(\d{1,15})$/i;

/** An init seed inside a longer name: `run_seed3`, `topk-seed-3-32k`. */
const SEED_INSIDE = /(?<!data|shuffle)(?:^|[-_.])(?:init[-_.]?)?seed[-_=]?(\d{1,15})(?=$|[-_.])/i;

/** Models that were trained with several seeds themselves (PolyPythias): the seed in their name is not the dictionary's. */
const SEEDED_MODEL = /pythia-(?:14m|31m|70m|160m|410m)-seed\d+/i;

/** Names of modules as PyTorch and TransformerLens give them: a list of layers, a number, perhaps a module inside. */
const HOOKPOINT = /^(?:[A-Za-z_]\w*\.)*(?:layers|layer|blocks|h)\.\d+(?:\.[A-Za-z_]\w*)*$/;

/** Folders that a trainer puts below a run: its best state, or the state at a step. They do not name the run. */
const NOT_A_RUN = /^(?:best|final|\d+)$/;

/** What the components of a path, outermost first, say about the dictionary in the innermost folder. */
export function inferFromPath(components: readonly string[]): Statement {
  const values: Statement['values'] = {};
  const because: NonNullable<Statement['because']> = {};

  const seedAt = components.findLastIndex((component) => SEED.test(component));
  const insideAt =
    seedAt >= 0
      ? -1
      : components.findLastIndex(
          (component) => SEED_INSIDE.test(component) && !DATA_SEED.test(component) && !SEEDED_MODEL.test(component),
        );
  const seedName = components[Math.max(seedAt, insideAt)];
  const seed = seedName?.match(seedAt >= 0 ? SEED : SEED_INSIDE)?.[1];
  if (seed !== undefined) {
    values.initSeed = Number(seed);
    because.initSeed = `the folder "${seedName}"`;
  }

  const model = components.findLast((component) => SEEDED_MODEL.test(component))?.match(SEEDED_MODEL)?.[0];
  if (model !== undefined) {
    values.model = `EleutherAI/${model.toLowerCase()}`;
    because.model = `a folder names it; its seed is the model's own and not the dictionary's`;
  }

  const dataSeedName = components.findLast((component) => DATA_SEED.test(component));
  if (dataSeedName !== undefined) {
    values.dataSeed = Number(dataSeedName.match(DATA_SEED)?.[1]);
    because.dataSeed = `the folder "${dataSeedName}"`;
  }

  const hookpointAt = components.findLastIndex((component) => HOOKPOINT.test(component));
  if (hookpointAt >= 0) {
    values.hookpoint = components[hookpointAt];
    because.hookpoint = `the folder "${components[hookpointAt]}"`;
  }

  const runGroup = nameRun(components, { seedAt, insideAt, hookpointAt });
  if (runGroup !== null) {
    values.runGroup = runGroup;
    because.runGroup = 'the path without its seed and hookpoint';
  }
  return { values, because };
}

/** The innermost folder above seed and hookpoint that names a run, then what lies between and below them (a width, say). Null if nothing is left. */
function nameRun(
  components: readonly string[],
  at: { seedAt: number; insideAt: number; hookpointAt: number },
): string | null {
  const kept = components
    .map((component, i) => ({ i, name: i === at.insideAt ? removeSeed(component) : component }))
    .filter(({ i, name }) => i !== at.seedAt && i !== at.hookpointAt && name !== '');
  const innermost = Math.min(...[at.seedAt, at.hookpointAt].filter((i) => i >= 0), components.length);
  const runAt = Math.max(
    0,
    kept.findLastIndex(({ i, name }) => i < innermost && !NOT_A_RUN.test(name) && !DATA_SEED.test(name)),
  );
  const names = kept.slice(runAt).map(({ name }) => name);
  return names.length === 0 ? null : names.join('/');
}

function removeSeed(name: string): string {
  return name.replace(SEED_INSIDE, '').replace(/^[-_.]+/, '');
}
