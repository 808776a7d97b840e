/** Published matchings in their three forms: pickles side by side, and what Reseed itself writes. */
import { describe, expect, it } from 'vitest';
import type { PublishedMatching } from '../../loaders/matchings/published-matching.ts';
import { findPickledLayers, readPublishedMatching } from '../../loaders/matchings/read-published-matching.ts';
import { buildPartnerEnds } from '../../src/compute/group/partner-ends.ts';
import { buildPairArrays } from '../../src/compute/statistics/pair-arrays.ts';
import { formatMatching, type MatchingFileFormat } from '../../src/graph/export/matching-file.ts';
import type { MatchingHeader } from '../../src/graph/export/matching-header.ts';
import { isReseedError } from '../../src/errors.ts';
import { MemoryFolder, type MemoryFile } from './memory-folder.ts';
import { write } from './write-pickle.ts';

const sha = (digit: string) => digit.repeat(64);
const certificate = {
  optimal: true,
  primal: 1.5,
  dual: 1.5,
  gap: 0,
  tolerance: 1e-6,
  roundingBound: 1e-7,
  pairsCovered: 12,
  rounds: 1,
  solver: 'x',
};
const dictionary = (seed: number, n: number, nAlive: number) => ({
  name: `run/seed${seed}`,
  architecture: 'TOPK',
  n,
  nAlive,
  initSeed: seed,
  contentSha256: sha(String(seed)),
  hasWeights: true,
  portalId: null,
});
const header: MatchingHeader = {
  format: 'reseed-matching',
  version: 1,
  space: { model: 'm', revision: 'main', hookpoint: 'layers.1', d: 8, normalisation: 'none' },
  a: dictionary(1, 3, 2),
  b: dictionary(2, 4, 3),
  measure: 'COSINE',
  decoder: { pairs: 3, certificate, publication: null, computedAt: '2026-01-01T00:00:00.000Z' },
  encoder: { pairs: 3, certificate, publication: null, computedAt: '2026-01-01T00:00:00.000Z' },
};

/** Three latents against four: decoders leave latent 2 of B out, encoders latent 0. */
const pair = buildPairArrays({
  measure: 'COSINE',
  decoder: buildPartnerEnds({ partner: Int32Array.of(3, 0, 1), cosine: Float64Array.of(0.5, -0.25, 1) }, 4),
  encoder: buildPartnerEnds({ partner: Int32Array.of(3, 2, 1), cosine: Float64Array.of(-0, 0.1, 1 / 3) }, 4),
  aliveA: Uint8Array.of(1, 0, 1),
  aliveB: Uint8Array.of(1, 1, 0, 1),
});
const exported = (format: MatchingFileFormat, of = header) =>
  Buffer.concat(Array.from(formatMatching({ header: of, pair }, format), (chunk) => Buffer.from(chunk)));

const readFile = async (file: MemoryFile): Promise<PublishedMatching> =>
  (await readPublishedMatching({ folder: new MemoryFolder('', { file }), file: 'file' })).matching;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'READ';
  } catch (error) {
    if (!isReseedError(error)) throw error;
    expect(error.hint.length).toBeGreaterThan(20);
    return error.code;
  }
}

describe('files that Reseed wrote', () => {
  it.each(['json', 'csv'] as const)('are read back from %s with all that they say', async (format) => {
    const bytes = exported(format);
    const { matching, files } = await readPublishedMatching({
      folder: new MemoryFolder('', { 'one.file': bytes }),
      file: 'one.file',
    });
    expect(files).toMatchObject([{ name: 'one.file', size: bytes.length }]);
    expect(matching).toEqual({
      format: 'reseed-matching',
      layer: null,
      space: { model: 'm', revision: 'main', hookpoint: 'layers.1', dIn: 8, normalisation: 'none' },
      measure: 'COSINE',
      a: { n: 3, initSeed: 1, architecture: 'TOPK', contentSha256: sha('1'), portalId: null, alive: pair.a.alive },
      b: { n: 4, initSeed: 2, architecture: 'TOPK', contentSha256: sha('2'), portalId: null, alive: pair.b.alive },
      decoder: { partner: pair.a.decoder.partner, cosine: pair.a.decoder.cosine, statedCertificate: certificate },
      encoder: { partner: pair.a.encoder?.partner, cosine: pair.a.encoder?.cosine, statedCertificate: certificate },
      publishedBy: null,
      names: { a: 'run/seed1', b: 'run/seed2' },
    });
  });

  it('are read as other programs write them again', async () => {
    const text = exported('csv')
      .toString('utf8')
      .replaceAll(/^[AB],.*$/gm, (row) => row.replaceAll('true', 'True').replaceAll('false', 'False'))
      .replaceAll('\n', '\r\n');
    expect(await readFile(text)).toEqual(await readFile(exported('json')));
    expect(await readFile(JSON.stringify(JSON.parse(exported('json').toString('utf8'))))).toEqual({
      ...(await readFile(exported('json'))),
      encoder: expect.objectContaining({ cosine: Float64Array.of(0, 0.1, 1 / 3) }), // JSON.stringify knows no minus zero
    });
  });

  it('as Parquet are refused with what to do', async () => {
    await expect(readFile(exported('parquet'))).rejects.toMatchObject({
      code: 'MATCHING_FILE_BAD',
      message: expect.stringContaining('Parquet'),
      hint: expect.stringContaining('JSON or CSV'),
    });
  });

  interface Record {
    [field: string]: number | boolean | null;
  }
  type File = { header: typeof header; latents: Record[]; unmatchedB: Record[] };
  const changed = (change: (file: File) => void) => {
    const file = JSON.parse(exported('json').toString('utf8')) as File;
    change(file);
    return file;
  };

  it('with nothing changed are read', async () => {
    expect(await codeOf(readFile(changed(() => {})))).toBe('READ');
  });

  it.each<[string, (file: File) => void]>([
    ['of another format', (f) => (f.header = { ...f.header, format: 'x' as 'reseed-matching' })],
    ['of another version', (f) => (f.header = { ...f.header, version: 2 as 1 })],
    ['without a header', (f) => Reflect.deleteProperty(f, 'header')],
    ['without records', (f) => Reflect.deleteProperty(f, 'latents')],
    ['of fewer records than latents', (f) => f.latents.pop()],
    ['of more records than latents', (f) => f.latents.push({ ...f.latents[2], index: 3 })],
    ['of a thousand million latents', (f) => (f.header.a.n = 1e9)],
    ['against a thousand million latents', (f) => (f.header.b.n = 1e9)],
    ['with records out of order', (f) => (f.latents = f.latents.toReversed())],
    ['with a field missing', (f) => Reflect.deleteProperty(f.latents[1], 'alive')],
    ['with a field of text', (f) => Object.assign(f.latents[1], { decoderCosine: '0.5' })],
    ['with a cosine beyond 1', (f) => (f.latents[1].decoderCosine = 1.1)],
    ['with a negative absolute cosine', (f) => (f.header.measure = 'ABSOLUTE_COSINE')],
    ['with a cosine of nothing', (f) => (f.latents[1].decoderCosine = null)],
    ['with flags that contradict each other', (f) => (f.latents[0].encoderPartnerAlive = false)],
    ['with flags for some', (f) => (f.latents[0].alive = null)],
    ['with another count of the living', (f) => (f.header.a.nAlive = 3)],
    ['with encoders that the header denies', (f) => (f.header.encoder = null)],
    ['that leave out who was left out', (f) => f.unmatchedB.pop()],
    [
      'that list one who was not left out',
      (f) => f.unmatchedB.splice(1, 0, { ...f.unmatchedB[0], index: 1, encoderPartner: 2 }),
    ],
    ['that name another partner from the other end', (f) => (f.unmatchedB[0].decoderPartner = 0)],
    ['that list one who is not there', (f) => f.unmatchedB.push({ ...f.unmatchedB[1], index: 4 })],
  ])('%s are refused', async (_what, change) => {
    expect(await codeOf(readFile(changed(change)))).toBe('MATCHING_FILE_BAD');
  });

  it.each<[string, (file: File) => void]>([
    ['one partner twice', (f) => (f.latents[1].decoderPartner = 3)],
    ['a partner that is not there', (f) => (f.latents[1].decoderPartner = 4)],
    ['a negative partner', (f) => (f.latents[1].decoderPartner = -1)],
    ['half a partner', (f) => (f.latents[1].decoderPartner = 0.5)],
    [
      'fewer pairs than can be matched',
      (f) => {
        Object.assign(f.latents[1], { decoderPartner: null, decoderCosine: null, decoderPartnerAlive: null });
        f.unmatchedB[0] = { ...f.unmatchedB[0], decoderPartner: null, decoderCosine: null, decoderPartnerAlive: null };
      },
    ],
    ['another number of pairs than the header', (f) => (f.header.decoder.pairs = 2)],
  ])('that name %s are refused', async (_what, change) => {
    expect(await codeOf(readFile(changed(change)))).toBe('NOT_A_BIJECTION');
  });

  it.each(['json', 'csv'] as const)(
    'as %s, cut anywhere but before their last line feed, are refused',
    async (format) => {
      const bytes = exported(format);
      for (let length = 0; length < bytes.length - 1; length += 3) {
        expect([length, await codeOf(readFile(bytes.subarray(0, length)))]).not.toEqual([length, 'READ']);
      }
    },
  );

  it('are refused where a name occurs twice, cells are formulas, or bytes are no text', async () => {
    const text = exported('json').toString('utf8');
    expect(await codeOf(readFile(text.replace('"index":0,', '"index":0,"index":0,')))).toBe('MATCHING_FILE_BAD');
    const csv = exported('csv').toString('utf8');
    for (const wrong of [
      csv.replace(',0.5,', ',=0.5,'),
      csv.replace('A,0,', 'C,0,'),
      csv.replace('end,index', 'index,end'),
      `${csv}A,1\n`,
    ]) {
      expect(await codeOf(readFile(wrong))).toBe('MATCHING_FILE_BAD');
    }
    expect(await codeOf(readFile(Uint8Array.of(0xff, 0xfe, 0)))).toBe('MATCHING_FILE_BAD');
    expect(await codeOf(readFile(''))).toBe('MATCHING_FILE_BAD');
  });
});

describe('pickles', () => {
  const folder = new MemoryFolder('', {
    'd.pkl': write.assignment(6, [2, 0, 1]),
    'e.pkl': write.assignment(6, [2, 1, 0]),
    'short.pkl': write.assignment(6, [1, 0]),
    'layers.pkl': write.assignments(
      [3, 4].map((layer) => [write.int(layer), write.array(write.int64s([0])), write.array(write.int64s([0]))]),
    ),
    'own.json': exported('json'),
  });
  const read = (file: string, more: { encoder?: string; layer?: string } = {}) =>
    readPublishedMatching({
      folder,
      file,
      layer: more.layer,
      ...(more.encoder && { encoder: { folder, file: more.encoder } }),
    });

  it('hold one side each, without cosines', async () => {
    const { matching, files } = await read('d.pkl', { encoder: 'e.pkl' });
    expect(matching).toMatchObject({
      format: 'sae_overlap',
      layer: '6',
      space: null,
      measure: null,
      a: { n: 3, alive: null },
      b: { n: 3 },
    });
    expect(matching.decoder).toEqual({ partner: Int32Array.of(2, 0, 1), cosine: null, statedCertificate: null });
    expect(matching.encoder?.partner).toEqual(Int32Array.of(2, 1, 0));
    expect(files.map(({ name }) => name)).toEqual(['d.pkl', 'e.pkl']);
    expect((await read('d.pkl')).matching.encoder).toBeNull();
  });

  it('of several layers ask for one', async () => {
    await expect(read('layers.pkl')).rejects.toMatchObject({
      code: 'BAD_INPUT',
      hint: expect.stringContaining('3, 4'),
    });
    expect((await read('layers.pkl', { layer: '4' })).matching.a.n).toBe(1);
    expect(await codeOf(read('layers.pkl', { layer: '5' }))).toBe('NOT_FOUND');
    expect(await findPickledLayers(folder, 'layers.pkl')).toEqual(['3', '4']);
    expect(await findPickledLayers(folder, 'own.json')).toBeNull();
  });

  it('do not mix with files that hold both sides, nor with another size', async () => {
    expect(await codeOf(read('own.json', { encoder: 'e.pkl' }))).toBe('BAD_INPUT');
    expect(await codeOf(read('own.json', { layer: '6' }))).toBe('BAD_INPUT');
    expect(await codeOf(read('d.pkl', { encoder: 'short.pkl' }))).toBe('MATCHING_FILE_BAD');
    expect(await codeOf(read('d.pkl', { encoder: 'own.json' }))).toBe('PICKLE_REFUSED');
  });
});
