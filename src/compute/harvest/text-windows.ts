/**
 * Documents -> windows of token ids, as they are fed to a model.
 *
 * Each document is tokenised by itself, without the special tokens that the tokenizer would add, and cut into windows of at most `context`
 * tokens, its BOS included. A window is one token at least in addition to BOS; documents without a token give none.
 */
import { Tokenizer } from '@huggingface/tokenizers';
import { isReseedError, ReseedError } from '../../errors.ts';

/** Which windows begin with the tokenizer's BOS: all (models behave oddly without one), the first of each document, or none. */
export type BosRule = 'WINDOW' | 'DOCUMENT' | 'NONE';

/** Consecutive tokens of one document. */
export interface TextWindow {
  /** Number of the document, from 0. */
  readonly document: number;
  /** Whether `ids[0]` is BOS. */
  readonly hasBos: boolean;
  readonly ids: Int32Array;
}

/** `tokenizer.json` and `tokenizer_config.json` as objects; the second may be empty. */
export interface TokenizerFiles {
  readonly tokenizer: object;
  readonly config: Record<string, unknown>;
}

/** A tokenizer that is ready. */
export interface TextTokenizer {
  /** Ids of `text` without special tokens. */
  encode(text: string): number[];
  /** Id of BOS; null where the tokenizer has none. */
  readonly bos: number | null;
}

/** Builds the tokenizer. Throws `MODEL_UNSUPPORTED` where the library does not know its kind. */
export function buildTokenizer(files: TokenizerFiles): TextTokenizer {
  const tokenizer = refuseTokenizerFaults(() => new Tokenizer(files.tokenizer, files.config));
  return {
    encode: (text) => refuseTokenizerFaults(() => tokenizer.encode(text, { add_special_tokens: false }).ids),
    bos: refuseTokenizerFaults(() => findBos(tokenizer, files.config)),
  };
}

/** What the library throws over a tokenizer that it does not understand -> `MODEL_UNSUPPORTED`. */
export function refuseTokenizerFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (isReseedError(cause)) throw cause;
    throw new ReseedError(
      'MODEL_UNSUPPORTED',
      `Cannot tokenise: ${cause instanceof Error ? cause.message.slice(0, 200) : 'the tokenizer is malformed'}`,
      {
        hint: 'Give the tokenizer.json of the model as the tokenizers library saves it.',
        cause,
      },
    );
  }
}

/** What the configuration calls BOS, else what the tokenizer puts before a text. */
function findBos(tokenizer: Tokenizer, config: Record<string, unknown>): number | null {
  const stated = config.bos_token;
  const content = typeof stated === 'object' && stated !== null && 'content' in stated ? stated.content : stated;
  if (typeof content === 'string') return tokenizer.token_to_id(content) ?? null;
  const added = tokenizer.encode('', { add_special_tokens: true }).ids;
  return added.length === 1 ? added[0] : null;
}

/** The windows of `documents`, in order. Throws `MODEL_UNSUPPORTED` if BOS is asked for and the tokenizer has none. */
export async function* cutWindows(
  documents: AsyncIterable<string> | Iterable<string>,
  by: { tokenizer: TextTokenizer; context: number; bos: BosRule },
): AsyncGenerator<TextWindow> {
  const { tokenizer, context, bos } = by;
  if (bos !== 'NONE' && tokenizer.bos === null) {
    throw new ReseedError('MODEL_UNSUPPORTED', 'Cannot begin windows with BOS: the tokenizer has none', {
      hint: 'Harvest without (command line: --bos none).',
    });
  }
  let document = 0;
  for await (const text of documents) {
    const ids = tokenizer.encode(text);
    for (let from = 0; from < ids.length; ) {
      const hasBos = bos === 'WINDOW' || (bos === 'DOCUMENT' && from === 0);
      const lead = hasBos && tokenizer.bos !== null ? [tokenizer.bos] : [];
      const taken = ids.slice(from, from + context - lead.length);
      yield { document, hasBos, ids: Int32Array.from([...lead, ...taken]) };
      from += taken.length;
    }
    document++;
  }
}
