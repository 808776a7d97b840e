/** Strict JSON is JSON.parse where both accept, and refuses what JSON.parse silently changes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../loaders/files/strict-json.ts';

class Refused extends Error {}

const parse = (text: string) =>
  parseStrictJson(text, (problem, detail) => {
    throw new Refused(`${problem}: ${detail}`);
  });

describe('parseStrictJson', () => {
  it('agrees with JSON.parse on whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(
          text.isWellFormed() &&
            !text.includes('\\u0000') &&
            !/\\ud[89a-f]/i.test(text) &&
            !/(?<![\d.])\d{16,}(?![\d.eE])/.test(text),
        );
        expect(JSON.stringify(parse(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('accepts no text that JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            ',',
            ':',
            '"',
            '"a"',
            '1',
            '-',
            '0',
            '.5',
            'e9',
            'true',
            'null',
            ' ',
            '\\',
            '\n',
          ),
        ),
        (pieces) => {
          const text = pieces.join('');
          let mine: unknown;
          try {
            mine = parse(text);
          } catch (error) {
            expect(error).toBeInstanceOf(Refused);
            return;
          }
          expect(JSON.stringify(mine)).toBe(JSON.stringify(JSON.parse(text)));
        },
      ),
      { seed: 5, numRuns: 20_000 },
    );
  });

  it.each([
    ['{"a":1,"a":1}', 'DUPLICATE'],
    ['{"a":{"b":1,"b":2}}', 'DUPLICATE'],
    ['9007199254740993', 'INEXACT'],
    ['-9007199254740992', 'INEXACT'],
    ['1e999', 'INEXACT'],
    ['"\\u0000"', 'INEXACT'],
    ['"\\udc00"', 'INEXACT'],
    ['01', 'SYNTAX'],
    ['+1', 'SYNTAX'],
    ['.5', 'SYNTAX'],
    ['1.', 'SYNTAX'],
    ['Infinity', 'SYNTAX'],
    ['"\t"', 'SYNTAX'],
    ['"\\x41"', 'SYNTAX'],
    ['"\\u00g0"', 'SYNTAX'],
    ['\u00a01', 'SYNTAX'],
    ['', 'SYNTAX'],
    ['truefalse', 'SYNTAX'],
  ])('refuses %s: %s', (text, problem) => {
    expect(() => parse(text)).toThrow(problem);
  });

  it('keeps 2^53 - 1 and fractions', () => {
    expect(parse('[9007199254740991, 0.1, -0.0, 1e2]')).toEqual([9007199254740991, 0.1, -0, 100]);
  });

  it('bounds nesting and the number of values', () => {
    expect(() => parse('['.repeat(66) + ']'.repeat(66))).toThrow('nesting');
    expect(() => parse(`[${'0,'.repeat(2_000_001)}0]`)).toThrow('values');
  });
});
