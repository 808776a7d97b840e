/**
 * The assignment files of "Sparse Autoencoders Trained on the Same Data Learn Different Features" (EleutherAI/sae_overlap): a pickle of
 * `[{layer: (row_ind, col_ind)}, ...]`, both int64[n], as scipy.optimize.linear_sum_assignment gives them. One side of one pair per layer.
 */
import { ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';
import { findInt64Array, numpyGlobals } from '../containers/numpy-pickle.ts';
import { isNode, parsePickle, type PickleValue } from '../containers/pickle.ts';

/** Layers of one file; models have below 200. */
const MAX_LAYERS = 1_000;

/** An assignment file, checked as far as its structure. */
export interface AssignmentFile {
  /** Keys of its layers, in their order. */
  readonly layers: readonly string[];
  /** Partner of each row. [n], new. Throws `MATCHING_FILE_BAD`, `NOT_A_BIJECTION`, `NOT_FOUND` (no such layer). */
  readPartners(layer: string): Int32Array;
}

/** The assignments in `bytes`, the file `name`. Throws `PICKLE_REFUSED`, `PICKLE_TRUNCATED`, `MATCHING_FILE_BAD`. */
export function parseAssignments(bytes: Uint8Array, name: string): AssignmentFile {
  const root = parsePickle(bytes, { name, globals: numpyGlobals });
  const byLayer = new Map<string, PickleValue>();
  for (const dict of isNode(root) && root.kind === 'list' ? root.items : []) {
    if (!isNode(dict) || dict.kind !== 'dict') throw bad(name, 'it holds what is not a dict');
    for (const [key, value] of dict.entries) {
      const layer = String(key);
      if (byLayer.has(layer)) throw bad(name, `it has layer "${clip(layer)}" twice`);
      byLayer.set(layer, value);
    }
    if (byLayer.size > MAX_LAYERS) throw bad(name, `it has more than ${MAX_LAYERS} layers`);
  }
  if (byLayer.size === 0) throw bad(name, 'it is not a list of dicts with layers');
  return {
    layers: [...byLayer.keys()],
    readPartners(layer) {
      const value = byLayer.get(layer);
      if (value !== undefined) return readPartners(value, { name, layer });
      throw new ReseedError('NOT_FOUND', `Cannot read layer "${clip(layer)}" of "${clip(name)}": there is none`, {
        hint: `Name one of its layers: ${clip([...byLayer.keys()].join(', '))}.`,
      });
    },
  };
}

function readPartners(value: PickleValue, { name, layer }: { name: string; layer: string }): Int32Array {
  const items = isNode(value) && value.kind === 'tuple' && value.items.length === 2 ? value.items : [];
  const [rows, columns] = items.map((item) => findInt64Array(item));
  for (const array of [rows, columns]) {
    if (typeof array === 'string') throw bad(name, `layer ${clip(layer)} holds ${clip(array)}`);
  }
  if (!(rows instanceof Uint8Array) || !(columns instanceof Uint8Array))
    throw bad(name, `layer ${clip(layer)} is not a pair of arrays`);
  const n = rows.length / 8;
  if (n === 0) throw bad(name, `layer ${clip(layer)} pairs nothing`);
  if (columns.length !== rows.length)
    throw bad(name, `layer ${clip(layer)} pairs ${n} rows with ${columns.length / 8} columns`);
  const [row, column] = [readIndexes(rows), readIndexes(columns)];
  const partner = new Int32Array(n).fill(-1);
  const taken = new Uint8Array(n);
  for (let k = 0; k < n; k++) {
    const [i, j] = [row[k], column[k]];
    if (i < 0 || j < 0 || partner[i] >= 0 || taken[j] === 1) {
      const what =
        i < 0 || j < 0 ? `a latent outside 0 to ${n - 1}` : `latent ${partner[i] >= 0 ? i : j} a second time`;
      throw new ReseedError(
        'NOT_A_BIJECTION',
        `Cannot read layer ${clip(layer)} of "${clip(name)}": entry ${k} names ${what}; expected each of ${n} latents once on each side`,
        {
          hint: 'Only complete matchings of dictionaries of one size are read from pickles; others can be imported as JSON or CSV.',
        },
      );
    }
    partner[i] = j;
    taken[j] = 1;
  }
  return partner;
}

/** Numbers 0 to n - 1 from n int64; -1 for any other. */
function readIndexes(bytes: Uint8Array): Int32Array {
  const n = bytes.length / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: n }, (_, k) => {
    const low = view.getUint32(8 * k, true);
    return view.getUint32(8 * k + 4, true) === 0 && low < n ? low : -1;
  });
}

function bad(name: string, fault: string): ReseedError {
  return new ReseedError(
    'MATCHING_FILE_BAD',
    `Cannot read "${clip(name)}": ${fault}; expected a pickle of [{layer: (row_ind, col_ind)}, ...] with int64 arrays`,
    {
      hint: 'Give the assignment file as scipy.optimize.linear_sum_assignment made it, or a file that Reseed exported.',
    },
  );
}
