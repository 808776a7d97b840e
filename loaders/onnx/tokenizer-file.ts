/**
 * Bytes of a `tokenizer.json` -> the object that the tokenizers library takes, checked before that library sees it: it makes arrays as long as the
 * largest id, and trusts that texts are texts.
 */
import { ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';

/** Vocabularies of 256,000 tokens with their merges have about 35 MB. */
export const MAX_TOKENIZER_BYTES = 256 * 1024 * 1024;

/** The largest vocabularies have below 300,000 tokens; some leave numbers free. */
const MAX_ID = 4_000_000;
/** Longest token: some vocabularies have lines of 1,024 signs. */
const MAX_TOKEN_LENGTH = 16_384;
/** Expressions that split texts: the longest in use have some 500 characters. */
const MAX_PATTERN_LENGTH = 4_096;
/** A sequence of normalizers of patterns: four levels. */
const MAX_DEPTH = 16;
/** Parts outside the vocabulary, in all. */
const MAX_PARTS = 100_000;

/** Components that say by a field `type` what they are. */
const COMPONENTS = ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder'] as const;

type Json = Record<string, unknown>;

/** The checked object. Throws `MODEL_BAD`. */
export function parseTokenizer(bytes: Uint8Array, name: string): Json {
  const refuse = (fault: string): never => {
    throw new ReseedError('MODEL_BAD', `Cannot read "${clip(name)}": ${fault}`, {
      hint: 'Give the tokenizer.json of the model as the tokenizers library saves it.',
    });
  };
  const value = parseJson(bytes);
  if (!isObject(value)) return refuse('it is no JSON object; expected a tokenizer');
  const { model, added_tokens: added = [] } = value;
  if (!isObject(model)) return refuse('"model" is no object; expected a vocabulary');
  if (model.type !== undefined && typeof model.type !== 'string')
    return refuse('"model.type" is no text; expected BPE, WordPiece, Unigram or WordLevel');
  checkVocabulary(model.vocab, refuse);
  checkMerges(model.merges, refuse);
  for (const field of ['unk_token', 'continuing_subword_prefix', 'end_of_word_suffix'])
    if (model[field] !== undefined && model[field] !== null && typeof model[field] !== 'string')
      return refuse(`"model.${field}" is no text; expected text or null`);
  if (model.unk_id !== undefined && model.unk_id !== null) checkId(model.unk_id, 'model.unk_id', refuse);
  if (!Array.isArray(added) || added.length > MAX_ID)
    return refuse('"added_tokens" is no list; expected tokens with ids');
  for (const token of added as unknown[]) {
    if (!isObject(token) || !isToken(token.content)) return refuse('an added token has no text; expected "content"');
    checkId(token.id, 'added_tokens', refuse);
  }
  const counted = { parts: 0 };
  for (const component of COMPONENTS) {
    const part = value[component];
    if (part === undefined || part === null) continue;
    if (!isObject(part) || typeof part.type !== 'string')
      return refuse(`"${component}" has no type; expected an object with "type", or null`);
    checkParts(part, { path: component, depth: 0, counted, refuse });
  }
  return value;
}

/** The ids that `tokenizer_config.json` gives to tokens, checked as those of the tokenizer. Throws `MODEL_BAD`. */
export function checkTokenizerConfig(config: Json, name: string): void {
  const added = config.added_tokens_decoder;
  if (!isObject(added)) return;
  for (const [id, token] of Object.entries(added)) {
    if (/^\d{1,7}$/.test(id) && Number(id) <= MAX_ID && isObject(token) && isToken(token.content)) continue;
    throw new ReseedError(
      'MODEL_BAD',
      `Cannot read "${clip(name)}": "added_tokens_decoder" has no token at "${clip(id)}"; expected ids up to ${MAX_ID} with "content"`,
      {
        hint: 'Copy tokenizer_config.json of the model again, or remove it.',
      },
    );
  }
}

type Refuse = (fault: string) => never;

function checkVocabulary(vocab: unknown, refuse: Refuse): void {
  if (Array.isArray(vocab)) {
    if (vocab.length > MAX_ID) refuse(`its vocabulary has ${vocab.length} tokens; expected at most ${MAX_ID}`);
    for (const pair of vocab as unknown[])
      if (!Array.isArray(pair) || pair.length !== 2 || !isToken(pair[0]) || typeof pair[1] !== 'number')
        refuse('an entry of its vocabulary is no token with a score; expected ["token", number]');
    return;
  }
  if (!isObject(vocab)) return refuse('"model.vocab" is no vocabulary; expected tokens with ids, or with scores');
  for (const token in vocab) {
    if (token.length > MAX_TOKEN_LENGTH)
      refuse(`a token has ${token.length} characters; expected at most ${MAX_TOKEN_LENGTH}`);
    checkId(vocab[token], `model.vocab["${clip(token)}"]`, refuse);
  }
}

function checkMerges(merges: unknown, refuse: Refuse): void {
  if (merges === undefined || merges === null) return;
  if (!Array.isArray(merges) || merges.length > 2 * MAX_ID)
    return refuse('"model.merges" is no list; expected pairs of tokens');
  for (const merge of merges as unknown[]) {
    const isPair = Array.isArray(merge) && merge.length === 2 && merge.every(isToken);
    if (!isPair && !(isToken(merge) && merge.includes(' ')))
      refuse('an entry of "model.merges" is no pair of tokens; expected "a b" or ["a", "b"]');
  }
}

function checkId(id: unknown, where: string, refuse: Refuse): void {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > MAX_ID)
    refuse(`the id ${clip(JSON.stringify(id) ?? 'none')} in ${where} is none; expected a whole number up to ${MAX_ID}`);
}

/** What a component consists of: parts with types that are texts, and patterns of bounded length. */
function checkParts(
  value: unknown,
  at: { path: string; depth: number; counted: { parts: number }; refuse: Refuse },
): void {
  if (++at.counted.parts > MAX_PARTS) at.refuse(`"${at.path}" has more than ${MAX_PARTS} parts; expected a few`);
  if (typeof value === 'string' && value.length > MAX_PATTERN_LENGTH)
    at.refuse(`a text in "${at.path}" has ${value.length} characters; expected at most ${MAX_PATTERN_LENGTH}`);
  if (typeof value !== 'object' || value === null) return;
  if (at.depth >= MAX_DEPTH) at.refuse(`"${at.path}" lies deeper than ${MAX_DEPTH} levels; expected a few`);
  for (const [name, part] of Object.entries(value)) {
    if (name === 'type' && typeof part !== 'string' && typeof part !== 'number')
      at.refuse(`"${at.path}" has a type that is no text`);
    checkParts(part, { ...at, depth: at.depth + 1 });
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TOKEN_LENGTH;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
