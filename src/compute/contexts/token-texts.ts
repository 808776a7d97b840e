/**
 * Token ids -> the text that each stands for, white space before it included.
 *
 * Decoders drop the space before the first token of a text, so each token is decoded behind another one, whose text is then taken away.
 */
import { Tokenizer } from '@huggingface/tokenizers';
import { refuseTokenizerFaults, type TokenizerFiles } from '../harvest/text-windows.ts';

/** A character that every vocabulary has as a token, or as bytes. */
const ANCHOR = 'a';

/** Texts of the tokens of one vocabulary, each decoded once. A token that is only part of a character has U+FFFD. */
export class TokenTexts {
  readonly #tokenizer: Tokenizer;
  readonly #anchor: number[];
  readonly #before: string;
  readonly #texts = new Map<number, string>();

  /** Throws `MODEL_UNSUPPORTED`, here and below, where the library does not understand the tokenizer. */
  constructor(files: TokenizerFiles) {
    this.#tokenizer = refuseTokenizerFaults(() => new Tokenizer(files.tokenizer, files.config));
    this.#anchor = refuseTokenizerFaults(() => this.#tokenizer.encode(ANCHOR, { add_special_tokens: false }).ids);
    this.#before = this.#decode(this.#anchor);
  }

  /** Ids that stand for a token, ascending. */
  listIds(): number[] {
    const vocabulary: ReadonlyMap<string, number> = this.#tokenizer.get_vocab(true);
    return [...new Set(vocabulary.values())].sort((a, b) => a - b);
  }

  textOf(id: number): string {
    const there = this.#texts.get(id);
    if (there !== undefined) return there;
    const whole = this.#decode([...this.#anchor, id]);
    const text = whole.startsWith(this.#before) ? whole.slice(this.#before.length) : whole;
    const shown = text === '' ? (this.#tokenizer.id_to_token(id) ?? `<${id}>`) : text;
    this.#texts.set(id, shown);
    return shown;
  }

  #decode(ids: number[]): string {
    const plain = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
    return refuseTokenizerFaults(() => this.#tokenizer.decode(ids, plain));
  }
}
