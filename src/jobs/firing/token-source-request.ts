/** Where tokens with activations come from, as a request states it: a text that a language model reads, or a folder of activations. */
import * as v from 'valibot';
import { findRootedPath } from '../../../loaders/files/import-roots.ts';
import { ReseedError } from '../../errors.ts';
import { statedName, wholeNumber } from '../queue/stated-fields.ts';

const optionalPath = v.optional(v.nullable(v.string()), null);

export const tokenSourceFields = {
  /** Folder of the language model and text file, below one of the import roots; or, in their place, */
  model: optionalPath,
  corpus: optionalPath,
  /** a folder of activation shards, below one of the import roots. */
  activations: optionalPath,
  /** The space's, if the model calls it the same. */
  hookpoint: v.optional(v.nullable(statedName), null),
  /** Tokens to read at most; all by default. */
  tokens: v.optional(v.nullable(wholeNumber(1, Number.MAX_SAFE_INTEGER)), null),
  /** Tokens that the model sees at once. */
  context: v.optional(v.nullable(wholeNumber(2, 1_048_576)), null),
};

const tokenSource = v.object(tokenSourceFields);
export type TokenSourceOptions = v.InferInput<typeof tokenSource>;
export type TokenSourceRequest = v.InferOutput<typeof tokenSource>;

/** Checks that the source is one of the two and is there; gives its name. Throws `BAD_INPUT`, `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`. */
export async function checkTokenSource(
  { model, corpus, activations }: TokenSourceRequest,
  roots: readonly string[],
): Promise<string> {
  if (activations !== null && model === null && corpus === null)
    return (await findRootedPath(activations, roots)).components.at(-1) ?? 'activations';
  if (activations === null && model !== null && corpus !== null) {
    await findRootedPath(model, roots);
    return (await findRootedPath(corpus, roots)).components.at(-1) ?? 'a text';
  }
  throw new ReseedError(
    'BAD_INPUT',
    'Cannot tell which tokens are meant: expected either a model and a corpus, or a folder of activations',
    { hint: 'Give `modelPath` and `corpus` (--model, --corpus), or `activations` (--activations).' },
  );
}
