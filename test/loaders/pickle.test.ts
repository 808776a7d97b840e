/** Pickles of assignments: what NumPy wrote is read, and nothing else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAssignments } from '../../loaders/matchings/assignment-pickle.ts';
import { parsePickle } from '../../loaders/containers/pickle.ts';
import { isReseedError } from '../../src/errors.ts';
import { readInt64Arrays } from '../compute/group/numpy-assignments.ts';
import { write } from './write-pickle.ts';

const golden = path.join(import.meta.dirname, 'golden-matchings');
const readGolden = (name: string) => readFileSync(path.join(golden, name));
const published = path.resolve(import.meta.dirname, '../../../shared/data/paper-matchings');

/** The code with which a file is refused, or READ. Anything but an expected failure is thrown on. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    const file = parseAssignments(bytes, 'file.pkl');
    for (const layer of file.layers) file.readPartners(layer);
    return 'READ';
  } catch (error) {
    if (!isReseedError(error)) throw error;
    expect(error.message).toContain('file.pkl');
    expect(error.message.length).toBeLessThan(400);
    expect(error.hint.length).toBeGreaterThan(20);
    return error.code;
  }
}

describe('pickles that NumPy wrote', () => {
  const readable = readdirSync(golden).filter((name) => /^protocol[345].*\.pkl$/.test(name));

  it('are there for every protocol and both names of its modules', () => {
    expect(readable.length).toBeGreaterThan(4);
  });

  it.each(readable)('%s is read as it was written', (name) => {
    const file = parseAssignments(readGolden(name), name);
    const expected = JSON.parse(readGolden(name.replace('.pkl', '.expected.json')).toString('utf8'));
    expect(file.layers).toEqual(Object.keys(expected));
    for (const layer of file.layers) expect([...file.readPartners(layer)]).toEqual(expected[layer]);
    expect(() => file.readPartners('no such layer')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('of protocol 2 call a function of Python and are refused', () => {
    expect(outcomeOf(readGolden('protocol2-numpy2.pkl'))).toBe('PICKLE_REFUSED');
  });

  it.each(readable)('%s, cut anywhere, is refused', (name) => {
    const bytes = readGolden(name);
    for (let length = 0; length < bytes.length; length++) {
      expect(['PICKLE_TRUNCATED', 'PICKLE_REFUSED']).toContain(outcomeOf(bytes.subarray(0, length)));
    }
    expect(outcomeOf(write.join(bytes, write.u8(0)))).toBe('PICKLE_REFUSED');
  });

  it('with any byte changed are read as another matching or refused, and never anything worse', () => {
    const bytes = readGolden('protocol4-layers-numpy1.pkl');
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.nat(255),
        fc.nat(bytes.length - 1),
        fc.nat(255),
        (at, value, at2, value2) => {
          const changed = Buffer.from(bytes);
          changed[at] = value;
          changed[at2] = value2;
          outcomeOf(changed);
        },
      ),
      { numRuns: 3_000, seed: 1 },
    );
  });

  it('and bytes of any kind', () => {
    const opcodes = fc.constantFrom(
      ...Buffer.from('()]}.NKJMXCBqrhjcsuaetRb\x80\x85\x86\x87\x88\x89\x8c\x93\x94\x95', 'latin1'),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(opcodes, fc.nat(255)), { maxLength: 60 }), (body) => {
        outcomeOf(Buffer.from([0x80, 4, ...body]));
      }),
      { numRuns: 3_000, seed: 2 },
    );
  });
});

describe.skipIf(!existsSync(published))("the paper's own files", () => {
  it('are read, every pair of them', () => {
    const names = readdirSync(published).filter((name) => name.endsWith('.pkl'));
    expect(names.length).toBe(14);
    for (const name of names) {
      const file = path.join(published, name);
      const n = name.includes('-4k') ? 4084 : 32768;
      const { layers, readPartners } = parseAssignments(readFileSync(file), name);
      expect(layers).toEqual(n === 4084 ? Array.from({ length: 12 }, (_, i) => String(i)) : ['6']);
      const arrays = readInt64Arrays(file, n); // rows, columns, rows, columns, ...
      layers.forEach((layer, i) => expect(readPartners(layer)).toEqual(arrays[2 * i + 1]));
    }
  });
});

const { u8, u32, u64, text, int, bytes, int64s, join, pickle, global, array, assignments, assignment } = write;
const one = int64s([0]);

const twoDicts = (first: number, second: number) =>
  pickle(
    u8(0x5d),
    ...[first, second].flatMap((layer) => [u8(0x7d), int(layer), array(one), array(one), u8(0x86), u8(0x73), u8(0x61)]),
  );

describe('a pickle is data', () => {
  it('reads a list of several dicts', () => {
    expect(parseAssignments(twoDicts(3, 4), 'file.pkl').layers).toEqual(['3', '4']);
  });

  it('reads a matching written instruction by instruction', () => {
    const file = parseAssignments(assignment(6, [2, 0, 1]), 'file.pkl');
    expect([...file.readPartners('6')]).toEqual([2, 0, 1]);
  });

  it('takes rows in any order', () => {
    const file = assignments([[text('mlp'), array(int64s([2, 0, 1])), array(int64s([5 - 5, 1, 2]))]]);
    expect([...parseAssignments(file, 'file.pkl').readPartners('mlp')]).toEqual([1, 2, 0]);
  });

  it.each([
    'os system',
    'posix system',
    'builtins eval',
    'builtins getattr',
    'numpy load',
    'numpy.core.multiarray scalar',
    '_codecs encode',
    ' ',
    'numpy.core.multiarray _reconstruct2',
  ])('names nothing but arrays: not %s', (name) => {
    const [module, object] = name.split(' ');
    expect(outcomeOf(pickle(global(module, object)))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(pickle(Buffer.from(`c${module}\n${object}\n`)))).toBe('PICKLE_REFUSED');
    const called = pickle(global(module, object), text('true'), u8(0x85), u8(0x52));
    expect(outcomeOf(called)).toBe('PICKLE_REFUSED');
  });

  it('refuses every instruction that is not on the list', () => {
    const known = new Set(Buffer.from('(.NJKMXCB]a}s)tqrhjcRbueGQ', 'latin1'));
    for (const opcode of [0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x8e, 0x93, 0x94, 0x95, 0x96])
      known.add(opcode);
    for (let opcode = 0; opcode < 256; opcode++) {
      if (known.has(opcode)) continue;
      expect([opcode, outcomeOf(pickle(u8(0x4e), u8(opcode)))]).toEqual([opcode, 'PICKLE_REFUSED']);
    }
  });

  it('allocates nothing for a length that is a lie', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (const lie of [
      join(u8(0x42), u32(0xffff_ffff)),
      join(u8(0x8e), u64(2n ** 63n)),
      join(u8(0x8e), u64(2n ** 40n)),
      join(u8(0x96), u64(2n ** 52n)),
      join(u8(0x43), u8(255)),
    ]) {
      expect(outcomeOf(pickle(lie))).toBe('PICKLE_TRUNCATED');
    }
    expect(outcomeOf(pickle(u8(0x58), u32(0xffff_ffff)))).toBe('PICKLE_REFUSED');
    for (const shape of [[2 ** 31 - 1], [-1], [0], [1, 1], []]) {
      expect(outcomeOf(assignments([[int(0), array(one, { shape }), array(one)]]))).toBe('MATCHING_FILE_BAD');
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('bounds what is remembered and what is held', () => {
    expect(outcomeOf(pickle(Buffer.alloc(20_000, 0x4e)))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(pickle(u8(0x4e), Buffer.alloc(200_000, 0x94)))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(pickle(u8(0x68), u8(3)))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(pickle(u8(0x28)))).toBe('PICKLE_REFUSED');
    for (const opcode of [0x74, 0x65, 0x75, 0x61, 0x73, 0x85, 0x52, 0x62, 0x94, 0x93])
      expect(outcomeOf(pickle(u8(opcode)))).toBe('PICKLE_REFUSED');
  });

  it('ends on values that hold themselves, and on values that double', () => {
    // l = []; l.append(l)
    expect(outcomeOf(pickle(u8(0x5d), u8(0x94), u8(0x68), u8(0), u8(0x61)))).toBe('MATCHING_FILE_BAD');
    // t = ((t, t), (t, t)), a thousand times: 2^1000 leaves
    const doubled = Buffer.concat(
      Array.from({ length: 1_000 }, (_, i) => join(u8(0x72), u32(i), u8(0x6a), u32(i), u8(0x86))),
    );
    expect(outcomeOf(pickle(u8(0x4e), doubled))).toBe('MATCHING_FILE_BAD');
    // a hundred layers that are one array stay one view of the file
    const shared = pickle(
      u8(0x5d),
      u8(0x7d),
      array(one),
      u8(0x71),
      u8(9),
      u8(0x71),
      u8(8),
      u8(0x86),
      u8(0x71),
      u8(7),
      u8(0x4e),
    );
    expect(outcomeOf(shared)).toBe('PICKLE_REFUSED');
  });

  it.each<[string, Uint8Array]>([
    ['objects', array(one, { type: 'O8', order: '|', contents: join(u8(0x5d)) })],
    ['objects under the name of int64', array(one, { contents: join(u8(0x5d), int(0), u8(0x61)) })],
    ['int32', array(one, { type: 'i4' })],
    ['uint64', array(one, { type: 'u8' })],
    ['float64', array(one, { type: 'f8' })],
    ['big-endian int64', array(one, { order: '>' })],
    ['more bytes than numbers', array(int64s([0, 1]), { shape: [1] })],
    ['no array', int(3)],
    ['a list', join(u8(0x5d))],
    ['a class', global('numpy', 'ndarray')],
  ])('refuses an array of %s', (_what, wrong) => {
    expect(outcomeOf(assignments([[int(0), wrong, array(one)]]))).toBe('MATCHING_FILE_BAD');
    expect(outcomeOf(assignments([[int(0), array(one), wrong]]))).toBe('MATCHING_FILE_BAD');
  });

  it.each<[string, Uint8Array]>([
    ['nothing', pickle(u8(0x4e))],
    ['an empty list', pickle(u8(0x5d))],
    ['a dict without a list', pickle(u8(0x7d))],
    ['no layer', assignments([])],
    ['a layer in two dicts', twoDicts(0, 0)],
    ['an array without its partner', pickle(u8(0x5d), u8(0x7d), int(0), array(one), u8(0x73), u8(0x61))],
    ['different lengths', assignments([[int(0), array(int64s([0, 1])), array(one)]])],
    ['no latents', assignments([[int(0), array(int64s([])), array(int64s([]))]])],
  ])('refuses %s', (_what, file) => {
    expect(outcomeOf(file)).toBe('MATCHING_FILE_BAD');
  });

  it.each<[string, (number | bigint)[], (number | bigint)[]]>([
    ['a latent twice', [0, 1, 2], [0, 1, 1]],
    ['a row twice', [0, 0, 2], [0, 1, 2]],
    ['a latent that is not there', [0, 1, 2], [0, 1, 3]],
    ['a negative latent', [0, 1, 2], [0, 1, -1]],
    ['a latent beyond 32 bits', [0, 1, 2], [0, 1, 2n ** 32n + 2n]],
    ['a latent beyond 2^53', [0, 1, 2n ** 62n], [0, 1, 2]],
  ])('refuses %s', (_what, rows, columns) => {
    expect(outcomeOf(assignments([[int(0), array(int64s(rows)), array(int64s(columns))]]))).toBe('NOT_A_BIJECTION');
  });

  it('refuses keys twice, keys that are no names, and states where none belong', () => {
    expect(
      outcomeOf(
        assignments([
          [int(1), array(one), array(one)],
          [int(1), array(one), array(one)],
        ]),
      ),
    ).toBe('PICKLE_REFUSED');
    expect(outcomeOf(assignments([[bytes(one), array(one), array(one)]]))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(pickle(u8(0x5d), u8(0x4e), u8(0x62)))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(pickle(text('x'), u8(0x29), u8(0x52)))).toBe('PICKLE_REFUSED');
    expect(outcomeOf(Buffer.from([0x80, 9, 0x4e, 0x2e]))).toBe('PICKLE_REFUSED');
  });

  it('hands byte strings on as views', () => {
    const file = pickle(bytes(one));
    const value = parsePickle(file, { name: 'x', globals: new Set() });
    expect(value instanceof Uint8Array && value.buffer === file.buffer).toBe(true);
  });
});
