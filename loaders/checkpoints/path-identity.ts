/**
 * Path components -> what they say about a dictionary. Everything here is an inference.
 *
 * Layouts in use: `<run>/<hookpoint>/seedN` (sparsify), `<run>/seedN/<hookpoint>`, `<run>-seedN/<hookpoint>`, `<run>/best/<hookpoint>`.
 */
import { nameFolder } from './folder-names.ts';
import type { Statement } from './identity.ts';
import { parseSeed } from './seed.ts';

/** `seed3`, `seed_3`, `init-seed=3`: a component that is nothing but a seed. */
const SEED = /^(?:init|random)?[-_.]?seed[-_=]?(\d{1,20})$/i;
const DATA_SEED = /^(?:data|shuffle)[-_.]?seed[-_=]?(\d{1,20})$/i;

/** An init seed inside a longer name: `run_seed3`, `topk-seed-3-32k`. */
const SEED_INSIDE = /(?<!data|shuffle)(?:^|[-_.])(?:init[-_.]?)?seed[-_=]?(\d{1,20})(?=$|[-_.])/i;

/** Models that were trained with several seeds themselves (PolyPythias, MultiBERTs): the seed in their name is not the dictionary's. */
const SEEDED_MODEL = /pythia-\d+(?:\.\d+)?[mb](?:-deduped)?-seed\d+|multiberts?-seed[-_]?\d+/i;

/** Names of modules as PyTorch and TransformerLens give them: a list of layers, a number, perhaps a module inside; or the embedding. */
const HOOKPOINT =
  /^(?:[A-Za-z_]\w*\.)*(?:(?:layers|layer|blocks|h)\.\d+(?:\.[A-Za-z_]\w*)*|embed_tokens|embed_in|wte|hook_embed)$/;

/**
 * Folders below a run, which do not name it: a state at a step or the best one, where a library puts its output, one of a sweep of sparsities, a layer, a
 * width. They stay a part of the name, behind the folder above.
 */
const NOT_A_RUN = new RegExp(
  [
    '\\d+',
    'best|final|last|latest|output|outputs|checkpoint|checkpoints|ckpt|ckpts|weights|model|models|sae|saes|ae|dictionary|dictionaries|results',
    'trainer[-_]?\\d+',
    '(?:average|avg)_l0_\\d+|l0[-_]?\\w+',
    '(?:width|layer)[-_]?\\d\\w*',
    '(?:resid|mlp|att|attn|attention|transcoder)\\w*_layer_\\d+',
  ]
    .map((one) => `^(?:${one})$`)
    .join('|'),
  'i',
);

/** A file that names its layer alone: `layer12.sae.pt`, `layer_3.safetensors`. */
const LAYER_FILE = /^layer[-_]?(\d{1,4})$/i;

/** What the folders of a path, outermost first, and the file of the weights say about the dictionary. A file says a seed or a layer, or nothing. */
export function inferFromPath(folders: readonly string[], file: string): Statement {
  const stem = file.replace(/(?:\.sae)?\.[A-Za-z]+$/, '');
  const layer = LAYER_FILE.exec(stem)?.[1];
  const isSaying = layer !== undefined || SEED.test(stem) || SEED_INSIDE.test(stem) || HOOKPOINT.test(stem);
  return inferFromNames(isSaying ? [...folders, layer === undefined ? stem : `layers.${layer}`] : folders, {
    file: isSaying ? file : null,
  });
}

function inferFromNames(components: readonly string[], { file }: { file: string | null }): Statement {
  const source = (at: number) =>
    file !== null && at === components.length - 1 ? `the file "${file}"` : `the folder "${components[at]}"`;
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
    values.initSeed = parseSeed(seed);
    because.initSeed = source(Math.max(seedAt, insideAt));
  }

  const model = components.findLast((component) => SEEDED_MODEL.test(component))?.match(SEEDED_MODEL)?.[0];
  if (model !== undefined) {
    values.model = `${/^multi/i.test(model) ? 'google' : 'EleutherAI'}/${model.toLowerCase()}`;
    because.model = `a folder names it; its seed is the model's own and not the dictionary's`;
  }

  const dataSeedName = components.findLast((component) => DATA_SEED.test(component));
  if (dataSeedName !== undefined) {
    values.dataSeed = parseSeed(dataSeedName.match(DATA_SEED)?.[1]);
    because.dataSeed = `the folder "${dataSeedName}"`;
  }

  const hookpointAt = components.findLastIndex((component) => HOOKPOINT.test(component));
  if (hookpointAt >= 0) {
    values.hookpoint = components[hookpointAt];
    because.hookpoint = source(hookpointAt);
  }

  const runGroup = nameRun(components, { seedAt, insideAt, hookpointAt, isFile: file !== null });
  if (runGroup !== null) {
    values.runGroup = runGroup;
    because.runGroup = 'the path without its seed and hookpoint';
  }
  return { values, because };
}

/** The innermost folder above seed and hookpoint that names a run, then what lies between and below them (a width, say). Null if nothing is left. */
function nameRun(
  components: readonly string[],
  at: { seedAt: number; insideAt: number; hookpointAt: number; isFile: boolean },
): string | null {
  const kept = components
    .map((component, i) => ({ i, name: nameFolder(i === at.insideAt ? removeSeed(component) : component) }))
    .filter(({ i, name }) => i !== at.seedAt && i !== at.hookpointAt && name !== '');
  // A file is in a run, and is none.
  const end = components.length - (at.isFile ? 1 : 0);
  const innermost = Math.min(...[at.seedAt, at.hookpointAt].filter((i) => i >= 0), end);
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
