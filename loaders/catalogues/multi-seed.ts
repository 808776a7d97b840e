/**
 * Public sets of dictionaries that differ in their seeds alone, by name: facts, from the repositories themselves.
 *
 * Gemma Scope 2 has a twin, `..._seed_1`, for four layers of the residual stream of each of ten models: 262k latents, medium sparsity. Their width d is 640
 * (270m), 1,152 (1b), 2,560 (4b), 3,840 (12b) and 5,376 (27b).
 */
import { ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';
import { type CatalogueEntry, completeEntries, filterCatalogue } from './catalogue-entry.ts';

const PREFIX = 'multi-seed:';

/** Layers by size of the model, and the active latents per token of the first; the later ones have `LATER_L0`. */
const SIZES = {
  '270m': { layers: [5, 9, 12, 15], firstL0: 55 },
  '1b': { layers: [7, 13, 17, 22], firstL0: 54 },
  '4b': { layers: [9, 17, 22, 29], firstL0: 53 },
  '12b': { layers: [12, 24, 31, 41], firstL0: 52 },
  '27b': { layers: [16, 31, 40, 53], firstL0: 53 },
};
const LATER_L0 = 60;
/** Models whose dictionaries have no portal id. */
const NOT_ON_PORTAL = ['12b-it', '27b-pt'];

/** Every dictionary of every set; a set is a release. */
export const multiSeedCatalogue: readonly CatalogueEntry[] = completeEntries(
  Object.entries(SIZES).flatMap(([size, { layers, firstL0 }]) =>
    ['pt', 'it'].flatMap((kind) =>
      layers.flatMap((layer, at) =>
        ['', '_seed_1'].map((seed) => {
          const release = `gemma-scope-2-${size}-${kind}`;
          const id = `layer_${layer}_width_262k_l0_medium${seed}`;
          // The smallest pretrained model has no suffix; portals leave it away everywhere.
          const portalModel = `gemma-3-${size}${kind === 'it' ? '-it' : ''}`;
          const hasPortalId = seed === '' && !NOT_ON_PORTAL.includes(`${size}-${kind}`);
          return {
            release,
            id,
            place: `hf:google/${release}/resid_post/${id}`,
            model: `google/gemma-3-${size}${size === '270m' && kind === 'pt' ? '' : `-${kind}`}`,
            portalId: hasPortalId ? `${portalModel}/${layer}-gemmascope-2-res-262k` : null,
            l0: at === 0 ? firstL0 : LATER_L0,
            stated: {},
          };
        }),
      ),
    ),
  ),
);

/** Whether `path` names a set of {@link multiSeedCatalogue}, or one dictionary of it. */
export function isMultiSeed(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** The dictionaries that `multi-seed:<set>` or `multi-seed:<set>/<id>` means. Throws `NOT_FOUND`, which lists the sets or what the set holds. */
export function findMultiSeed(path: string): CatalogueEntry[] {
  const [release, ...rest] = path.slice(PREFIX.length).split('/');
  const set = filterCatalogue(multiSeedCatalogue, { release });
  const id = rest.join('/');
  const found = id === '' ? set : filterCatalogue(set, { id });
  if (found.length > 0) return found;
  const names =
    set.length > 0 ? set.map((entry) => entry.id) : [...new Set(multiSeedCatalogue.map((entry) => entry.release))];
  throw new ReseedError(
    'NOT_FOUND',
    `Cannot find "${clip(path)}": there is no such set of seeds, or no such dictionary in it`,
    {
      hint: `Use ${PREFIX}${set.length > 0 ? `${release}/` : ''} and one of ${names.join(', ')}.`,
    },
  );
}
