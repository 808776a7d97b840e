/** What a tokenizer may hold before the tokenizers library sees it. */
import { describe, expect, it } from 'vitest';
import { checkTokenizerConfig, parseTokenizer } from '../../loaders/onnx/tokenizer-file.ts';
import { TokenTexts } from '../../src/compute/contexts/token-texts.ts';
import { buildTokenizer } from '../../src/compute/harvest/text-windows.ts';
import { tinyTokenizer } from '../compute/harvest/tiny-model.ts';

const parse = (value: unknown) => parseTokenizer(new TextEncoder().encode(JSON.stringify(value)), 'tokenizer.json');
const withModel = (model: object) => ({ ...tinyTokenizer, model: { ...tinyTokenizer.model, ...model } });
const deep = (levels: number): object => (levels === 0 ? {} : { type: 'Sequence', normalizers: [deep(levels - 1)] });

describe('tokenizer.json', () => {
  it('is given on as it is', () => {
    expect(parse(tinyTokenizer)).toEqual(tinyTokenizer);
    expect(buildTokenizer({ tokenizer: parse(tinyTokenizer), config: {} }).encode('a cat')).toEqual([2, 3]);
  });

  it.each([
    ['an id of 1e9', withModel({ vocab: { a: 1_000_000_000 } })],
    ['an id that is no whole number', withModel({ vocab: { a: 0.5 } })],
    ['an id below zero', withModel({ vocab: { a: -1 } })],
    ['an id that is a text', withModel({ vocab: { a: '1' } })],
    ['an added token with an id of 1e9', { ...tinyTokenizer, added_tokens: [{ id: 1e9, content: 'x' }] }],
    ['an added token whose text is a number', { ...tinyTokenizer, added_tokens: [{ id: 1, content: 5 }] }],
    ['a token whose text is a number', withModel({ type: 'Unigram', vocab: [[5, 0]] })],
    ['a merge that is a number', withModel({ type: 'BPE', merges: [5] })],
    ['a merge of one token', withModel({ type: 'BPE', merges: ['ab'] })],
    ['an unknown token that is a number', withModel({ unk_token: 5 })],
    ['a kind of model that is a number', withModel({ type: 5 })],
    ['no vocabulary', withModel({ vocab: 'abc' })],
    ['no model', { ...tinyTokenizer, model: null }],
    ['a normalizer without a type', { ...tinyTokenizer, normalizer: { pattern: 'x' } }],
    ['a decoder that is a text', { ...tinyTokenizer, decoder: 'ByteLevel' }],
    [
      'a pattern of 10,000 characters',
      { ...tinyTokenizer, pre_tokenizer: { type: 'Split', pattern: { Regex: 'a'.repeat(10_000) } } },
    ],
    ['normalizers within normalizers within', { ...tinyTokenizer, normalizer: deep(40) }],
    ['a list', []],
    ['a number', 5],
  ])('with %s is refused', (_, value) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'MODEL_BAD' }));
  });

  it('whose configuration has an id of 1e9 is refused', () => {
    const refused = expect.objectContaining({ code: 'MODEL_BAD' });
    expect(() => checkTokenizerConfig({ added_tokens_decoder: { 1000000000: { content: 'x' } } }, 'c')).toThrow(
      refused,
    );
    expect(() => checkTokenizerConfig({ added_tokens_decoder: { 1: { content: 5 } } }, 'c')).toThrow(refused);
    expect(() => checkTokenizerConfig({ added_tokens_decoder: { 1: { content: 'x' } } }, 'c')).not.toThrow();
  });

  it('that the library does not understand is refused with its words, wherever it notices', () => {
    const files = { tokenizer: parse({ ...tinyTokenizer, pre_tokenizer: { type: 'Nothing' } }), config: {} };
    const refused = expect.objectContaining({ code: 'MODEL_UNSUPPORTED' });
    expect(() => buildTokenizer(files)).toThrow(refused);
    expect(() => new TokenTexts(files)).toThrow(refused);
  });
});
