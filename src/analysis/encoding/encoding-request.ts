/** What may be asked to be encoded, and what answers it: model and weights are read elsewhere, the analysis joins what comes back. */
import type { SpaceRow } from '../../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { EncodedTokens } from '../../compute/encoding/encoded-tokens.ts';

/** Dictionaries of one space, and a text or activations. */
export interface EncodingRequest {
  readonly space: SpaceRow;
  readonly dictionaries: readonly DictionaryRow[];
  readonly input: EncodingInput;
}

export type EncodingInput =
  | {
      /** Documents; the model sees each by itself. */
      readonly documents: readonly string[];
      /** Folder of the model below an import root; null: `models/<name of the space's model>`. */
      readonly model: string | null;
      /** As the model calls it; null: as the space does. */
      readonly hookpoint: string | null;
      /** Tokens that the model sees at once; null: what it takes, at most 512. */
      readonly context: number | null;
    }
  | { readonly activations: Float32Array /* [count, d] */; readonly d: number };

/** Throws `TOO_LARGE_TO_ENCODE` for what should be a job, and whatever is wrong with model, text or dictionaries. */
export type EncodeTokens = (request: EncodingRequest, signal: AbortSignal) => Promise<EncodedTokens>;
