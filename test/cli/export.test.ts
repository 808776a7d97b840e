/** Files of matchings, read back as another program would read them. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLatentScalars } from '../../db/stores/latents.ts';
import { findDictionaries } from '../../db/stores/dictionaries.ts';
import { findSides, loadEnd, type MatchingRow } from '../../db/stores/matchings.ts';
import { exportMatching, planExport } from '../../src/cli/export/matching-files.ts';
import { formatMatching, type MatchingFileFormat } from '../../src/graph/export/matching-file.ts';
import type { MatchingHeader } from '../../src/graph/export/matching-header.ts';
import type { MatchingRecord } from '../../src/graph/export/matching-records.ts';
import { buildPartnerEnds } from '../../src/compute/group/partner-ends.ts';
import { boundCosineRounding } from '../../src/compute/matching/pair-score.ts';
import { buildPairArrays } from '../../src/compute/statistics/pair-arrays.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { publishExample, seededRandom } from '../db/example-rows.ts';
import { D, type Edge, matchExamples, matchingId, N, openExampleEdge } from '../graph/example-edge.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { buildContext } from '../../src/graph/context.ts';

let edge: Edge;
let folder: string;
beforeAll(async () => {
  edge = await openExampleEdge();
  folder = await mkdtemp(path.join(tmpdir(), 'reseed-export-'));
});
afterAll(async () => {
  await edge.close();
  await rm(folder, { recursive: true });
});

interface Read {
  header: MatchingHeader;
  latents: MatchingRecord[];
  unmatchedB: MatchingRecord[];
}

const formats: MatchingFileFormat[] = ['json', 'csv', 'parquet'];

const fields = [
  'index',
  'alive',
  'decoderPartner',
  'decoderCosine',
  'decoderPartnerAlive',
  'encoderPartner',
  'encoderCosine',
  'encoderPartnerAlive',
];

const snake = (field: string) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** By the description of the format alone. */
async function parseFile(bytes: Buffer, format: string): Promise<Read> {
  if (format === 'parquet') return parseParquet(bytes);
  const text = bytes.toString('utf8');
  if (format === 'json') return JSON.parse(text) as Read;
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  const comments = lines.filter((line) => line.startsWith('# '));
  const header = JSON.parse(comments.map((line) => line.slice(2)).join('\n')) as MatchingHeader;
  const [names, ...rows] = lines.slice(comments.length).map((line) => line.split(','));
  expect(names).toEqual(['end', ...fields.map(snake)]);
  const parseRow = (row: string[]) =>
    Object.fromEntries(fields.map((field, c) => [field, row[c + 1] === '' ? null : JSON.parse(row[c + 1])]));
  const ofEnd = (end: string) => rows.filter((row) => row[0] === end).map(parseRow) as unknown as MatchingRecord[];
  return { header, latents: ofEnd('A'), unmatchedB: ofEnd('B') };
}

async function parseParquet(bytes: Buffer): Promise<Read> {
  const file = Uint8Array.from(bytes).buffer;
  const metadata = parquetMetadata(file);
  expect(metadata.schema.slice(1).map(({ name }) => name)).toEqual(['end', ...fields.map(snake)]);
  const header = metadata.key_value_metadata?.find(({ key }) => key === 'reseed-matching')?.value ?? '';
  const rows = await parquetReadObjects({ file });
  const ofEnd = (end: string) =>
    rows
      .filter((row) => row.end === end)
      .map((row) => Object.fromEntries(fields.map((field) => [field, row[snake(field)] ?? null])));
  return {
    header: JSON.parse(header) as MatchingHeader,
    latents: ofEnd('A') as unknown as MatchingRecord[],
    unmatchedB: ofEnd('B') as unknown as MatchingRecord[],
  };
}

const joined = (chunks: Iterable<string | Uint8Array>) =>
  Buffer.concat(Array.from(chunks, (chunk) => Buffer.from(chunk)));

async function exportOne(matching: MatchingRow, format: MatchingFileFormat): Promise<Read> {
  const file = path.join(folder, `one-${matching.id}.${format}`);
  await exportMatching(buildContext(edge.resources, new AbortController().signal), {
    matchingId: matchingId(matching),
    file,
    format,
  });
  return parseFile(await readFile(file), format);
}

/** What the database holds, in the shape of the records. */
async function storedRecords(matching: MatchingRow, end: 'A' | 'B'): Promise<MatchingRecord[]> {
  const { spaceId, a, b } = matching;
  const rows = await findDictionaries(
    edge.db,
    [a, b].map((id) => ({ spaceId, id })),
  );
  const [first, second] = rows.map((row) => row ?? expect.fail('a dictionary is gone'));
  const scalars = async ({ id, nLatents }: typeof first) =>
    (await loadLatentScalars(edge.db, { spaceId, dictionaryId: id, n: nLatents })).alive;
  const [own, other] = end === 'A' ? [first, second] : [second, first];
  const [alive, otherAlive] = [await scalars(own), await scalars(other)];
  const sides = (await findSides(edge.db, [matching]))[0].map(({ side }) => side);
  const records: Record<string, unknown>[] = Array.from({ length: own.nLatents }, (_, index) => ({
    index,
    alive: alive[index] === 1,
  }));
  for (const side of ['DECODER', 'ENCODER'] as const) {
    const matched = sides.includes(side) ? await loadEnd(edge.db, { matching, side, end, n: own.nLatents }) : null;
    const name = side.toLowerCase();
    records.forEach((record, i) => {
      const partner = matched?.partner[i] ?? -1;
      record[`${name}Partner`] = partner < 0 ? null : partner;
      record[`${name}Cosine`] = partner < 0 ? null : matched?.cosine[i];
      record[`${name}PartnerAlive`] = partner < 0 ? null : otherAlive[partner] === 1;
    });
  }
  return records as unknown as MatchingRecord[];
}

test.each(formats)('a %s file holds exactly what is stored: every pair, cosine and flag', async (format) => {
  const [pair, , , wide, bare] = edge.matchings;
  for (const matching of [pair, wide, bare]) {
    const read = await exportOne(matching, format);
    expect(read.latents).toEqual(await storedRecords(matching, 'A'));
    const ofB = await storedRecords(matching, 'B');
    const isUnmatched = (row: MatchingRecord) =>
      row.decoderPartner === null || (read.header.encoder !== null && row.encoderPartner === null);
    expect(read.unmatchedB).toEqual(ofB.filter(isUnmatched));
    expect(read.header.encoder === null).toBe(matching === bare);
  }
  const read = await exportOne(wide, format);
  expect(read.latents).toHaveLength(N);
  // 30 latents against 24: six are left over on each side.
  expect(read.unmatchedB.filter((row) => row.decoderPartner === null)).toHaveLength(6);
  expect(read.unmatchedB.filter((row) => row.encoderPartner === null)).toHaveLength(6);
  expect(read.latents.some((row) => !row.alive)).toBe(true);
});

test.each(formats)('the header of a %s file names both contents and carries both certificates', async (format) => {
  const [matching] = edge.matchings;
  const [first, second] = edge.seeds;
  const { header, latents } = await exportOne(matching, format);
  expect(header).toMatchObject({
    format: 'reseed-matching',
    version: 1,
    space: { model: 'example/model', revision: 'main', hookpoint: 'layers.0.mlp', d: D, normalisation: 'none' },
    a: { name: first.name, n: N, initSeed: 1, contentSha256: first.contentSha256, portalId: 'example/source' },
    b: { name: second.name, n: N, initSeed: 2, contentSha256: second.contentSha256, portalId: null },
    measure: 'COSINE',
  });
  const [sides] = await findSides(edge.db, [matching]);
  for (const { side, certificate, pairs } of sides) {
    expect(header[side === 'DECODER' ? 'decoder' : 'encoder']).toMatchObject({ certificate, pairs });
  }
  // The certificate's sum can be checked from the file alone, up to rounding: cosines that it cannot tell from 1 are 1 in the file.
  const sum = latents.reduce((total, row) => total + (row.decoderCosine ?? 0), 0);
  expect(Math.abs(sum - (header.decoder.certificate?.primal ?? Number.NaN))).toBeLessThan(N * boundCosineRounding(D));
});

test('every double reads back as itself', async () => {
  const values = [0.1 + 0.2, -0, 5e-324, -1 / 3, 1, 1e-7, -2.220446049250313e-16];
  const n = values.length;
  const partner = Int32Array.from(values, (_, i) => n - 1 - i);
  const decoder = buildPartnerEnds({ partner, cosine: Float64Array.from(values) }, n);
  const alive = new Uint8Array(n).fill(1);
  const pair = buildPairArrays({ measure: 'COSINE', decoder, encoder: null, aliveA: alive, aliveB: alive });
  const header = { format: 'reseed-matching', a: {}, b: {} } as MatchingHeader;
  for (const format of formats) {
    const read = await parseFile(joined(formatMatching({ header, pair }, format)), format);
    expect(read.latents.map((row) => row.decoderCosine)).toEqual(values);
  }
});

test('a latent of B that one side leaves out is listed with its pair of the other side', async () => {
  const side = (partner: number) =>
    buildPartnerEnds({ partner: Int32Array.of(partner), cosine: Float64Array.of(0.5 + partner / 8) }, 3);
  const [aliveA, aliveB] = [Uint8Array.of(0), Uint8Array.of(1, 0, 1)];
  const pair = buildPairArrays({ measure: 'COSINE', decoder: side(0), encoder: side(2), aliveA, aliveB });
  for (const format of formats) {
    const bytes = joined(formatMatching({ header: { a: {}, b: {} } as MatchingHeader, pair }, format));
    const none = { decoderPartner: null, decoderCosine: null, decoderPartnerAlive: null };
    const noneE = { encoderPartner: null, encoderCosine: null, encoderPartnerAlive: null };
    expect((await parseFile(bytes, format)).unmatchedB).toEqual([
      { index: 0, alive: true, decoderPartner: 0, decoderCosine: 0.5, decoderPartnerAlive: false, ...noneE },
      { index: 1, alive: false, ...none, ...noneE },
      { index: 2, alive: true, ...none, encoderPartner: 0, encoderCosine: 0.75, encoderPartnerAlive: false },
    ]);
  }
});

test('a large matching comes in many chunks, in every format', async () => {
  const n = 70_000;
  const random = seededRandom(5);
  const side = buildPartnerEnds(
    { partner: Int32Array.from({ length: n }, (_, i) => n - 1 - i), cosine: Float64Array.from({ length: n }, random) },
    n,
  );
  const alive = new Uint8Array(n).fill(1);
  const pair = buildPairArrays({ measure: 'COSINE', decoder: side, encoder: side, aliveA: alive, aliveB: alive });
  for (const format of formats) {
    const chunks = [...formatMatching({ header: { a: {}, b: {} } as MatchingHeader, pair }, format)];
    const bytes = joined(chunks);
    const largest = Math.max(...chunks.map((chunk) => chunk.length));
    expect(largest, format).toBeLessThan(bytes.length / 2);
    const { latents } = await parseFile(bytes, format);
    expect(latents.map((row) => row.decoderPartner)).toEqual(Array.from(side.a.partner));
    expect(latents.map((row) => row.encoderCosine)).toEqual(Array.from(side.a.cosine));
  }
});

test('no name becomes a cell of a spreadsheet that opens the CSV', async () => {
  const name = 'a",=cmd();@x\n=1+1\r\t=2';
  const header = { format: 'reseed-matching', a: { name }, b: {} } as MatchingHeader;
  const side = buildPartnerEnds({ partner: Int32Array.of(0), cosine: Float64Array.of(1) }, 1);
  const alive = Uint8Array.of(1);
  const pair = buildPairArrays({ measure: 'COSINE', decoder: side, encoder: null, aliveA: alive, aliveB: alive });
  const bytes = joined(formatMatching({ header, pair }, 'csv'));
  for (const cell of bytes.toString('utf8').split(/[\n\r\t,;]/)) expect(cell).not.toMatch(/^\s*["']?\s*[=+@]/);
  expect((await parseFile(bytes, 'csv')).header.a.name).toBe(name);
});

test('a group becomes one file per pair, with names that no file system refuses', async () => {
  const out = path.join(folder, 'new/group');
  const group = formatGlobalId({ kind: 'RunGroup', spaceId: edge.seeds[0].spaceId, id: edge.seeds[0].runGroupId });
  const asked = { measure: 'COSINE', format: 'json', folder: out } as const;
  const planned = await planExport(buildAsk(edge.options), { ...asked, groups: [group] });
  for (const one of planned)
    await exportMatching(buildContext(edge.resources, new AbortController().signal), { ...one, format: 'json' });
  const names = ['1-2', '1-3', '2-3'].map((pair) => `example.${pair}.cosine.json`);
  expect((await readdir(out)).sort()).toEqual(names);
  // The same group twice stands for two groups of the same name.
  const twice = await planExport(buildAsk(edge.options), { ...asked, groups: [group, group] });
  expect(new Set(twice.map(({ file }) => file)).size).toBe(6);
});

test('names of others stay inside the folder', async () => {
  const hostile = [];
  for (const seed of [21, 22])
    hostile.push(await publishExample(edge.db, { n: 4, d: D, seed, group: '../../up:con\n' }));
  const [first] = hostile;
  const group = formatGlobalId({ kind: 'RunGroup', spaceId: first.spaceId, id: first.runGroupId });
  await matchExamples(edge.db, { a: hostile[0], b: hostile[1], measure: 'COSINE' });
  const [{ file }] = await planExport(buildAsk(edge.options), {
    groups: [group],
    measure: 'COSINE',
    format: 'csv',
    folder,
  });
  expect(path.dirname(file)).toBe(folder);
  expect(path.basename(file)).toMatch(/^[\w.-]+$/);
  expect(path.basename(file)).not.toMatch(/^\./);
});

test('a group that is not matched completely is refused before anything is written', async () => {
  const [seed] = edge.seeds;
  const group = formatGlobalId({ kind: 'RunGroup', spaceId: seed.spaceId, id: seed.runGroupId });
  const alone = formatGlobalId({ kind: 'RunGroup', spaceId: edge.wide.spaceId, id: edge.wide.runGroupId });
  const out = path.join(folder, 'refused');
  await expect(
    planExport(buildAsk(edge.options), { groups: [group], measure: 'ABSOLUTE_COSINE', format: 'json', folder: out }),
  ).rejects.toMatchObject({
    code: 'NOT_MATCHED',
    message: expect.stringContaining('3 of its 3 pairs'),
    hint: expect.stringContaining('--absolute'),
  });
  await expect(
    planExport(buildAsk(edge.options), { groups: [alone], measure: 'COSINE', format: 'json', folder: out }),
  ).rejects.toMatchObject({ code: 'NOT_MATCHED', message: expect.stringContaining('it has 1') });
});
