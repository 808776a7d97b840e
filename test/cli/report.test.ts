/** Reports on real answers of the API, and on answers in which every text is hostile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { parseCriterion } from '../../src/cli/flags/criterion-flags.ts';
import { buildGroupReport } from '../../src/cli/report/group-report.ts';
import type { ReportBlock } from '../../src/cli/report/report-block.ts';
import { formatReportHtml } from '../../src/cli/report/report-html.ts';
import { formatReportMarkdown } from '../../src/cli/report/report-markdown.ts';
import { type ReportGroup, readReportGroup } from '../../src/cli/report/report-query.ts';
import { formatReportText } from '../../src/cli/report/report-text.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { publishExample } from '../db/example-rows.ts';
import { explainExamples } from '../graph/example-explanations.ts';
import { buildSeedRows, D, type Edge, matchExamples, N, openExampleEdge } from '../graph/example-edge.ts';
import { buildAsk } from '../../src/graph/ask.ts';

let edge: Edge;
let group: ReportGroup;
beforeAll(async () => {
  edge = await openExampleEdge();
  group = await readReportGroup(buildAsk(edge.options), { group: groupId(edge.seeds[0]) });
});
afterAll(() => edge.close());

const groupId = ({ spaceId, runGroupId }: DictionaryRow) =>
  formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId });

type Table = Extract<ReportBlock, { kind: 'table' }>;
const findTable = (blocks: readonly ReportBlock[], first: string): Table | undefined =>
  blocks.find((block): block is Table => block.kind === 'table' && block.header[0] === first);
const getTable = (blocks: readonly ReportBlock[], first: string) => findTable(blocks, first) ?? expect.fail(first);
const findPlot = (blocks: readonly ReportBlock[], kind: string) => {
  const found = blocks.find((block) => block.kind === 'plot' && block.plot.kind === kind);
  return found?.kind === 'plot' ? found.plot : undefined;
};

test('tables hold the numbers of the API', async () => {
  const blocks = buildGroupReport(group);
  const { runGroup } = await edge.data(
    `query ($id: ID!) { runGroup(id: $id) {
      matchings { summary { sharedFraction agreement nulls { sharedFraction } } at: summary(criterion: { threshold: 0.5 }) { sharedFraction nulls { sharedFraction } } }
      analysis { universality { fractions } union { union core } sharedMatrix { rows { sharedFractions } } cycleConsistency { encoder { mean } } }
    } }`,
    { id: groupId(edge.seeds[0]) },
  );
  const { matchings, analysis } = runGroup;
  const pairs = getTable(blocks, 'pair').rows;
  expect(pairs.map((row) => row.slice(0, 6))).toEqual(
    matchings.map(({ summary }: (typeof matchings)[0], i: number) => [
      ['1 - 2', '1 - 3', '2 - 3'][i],
      `${N}`,
      `${D}`,
      summary.sharedFraction.toFixed(3),
      summary.nulls[0].sharedFraction.toFixed(3),
      summary.agreement.toFixed(3),
    ]),
  );
  const shared = matchings.map(({ at }: (typeof matchings)[0]) => at.sharedFraction);
  const chance = matchings.map(({ at }: (typeof matchings)[0]) => at.nulls[0].sharedFraction);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(new Set(shared).size).toBeGreaterThan(1);
  const spread = [mean(shared), Math.min(...shared), Math.max(...shared), mean(chance)];
  expect(getTable(blocks, 'threshold').rows[10]).toEqual(['0.50', ...spread.map((one) => one.toFixed(3))]);
  expect(getTable(blocks, 'dictionaries').rows.map((row) => row[1])).toEqual(
    analysis.universality.fractions.map((one: number) => one.toFixed(3)),
  );
  expect(getTable(blocks, 'latents of').rows[0][2]).toBe(analysis.sharedMatrix.rows[0].sharedFractions[1].toFixed(3));
  expect(getTable(blocks, 'matchings').rows[1][1]).toBe(analysis.cycleConsistency.encoder.mean.toFixed(3));
  expect(
    getTable(blocks, 'features')
      .rows.slice(0, 2)
      .map((row) => row[1]),
  ).toEqual([`${analysis.union.core}`, `${analysis.union.union}`]);
});

test('the histogram of cosines counts every pair, next to what random vectors give', async () => {
  const { header, rows } = getTable(buildGroupReport(group), 'cosine from');
  expect(header).toEqual(['cosine from', 'decoder', '(null)', 'encoder', '(null)']);
  const { runGroup } = await edge.data(
    `query ($id: ID!) { runGroup(id: $id) { matchings {
      decoder: cosineHistogram(bins: 40) { counts } encoder: cosineHistogram(side: ENCODER, bins: 40) { counts }
      sweep(definition: DECODER) { nulls { points { sharedFraction } } } } } }`,
    { id: groupId(edge.seeds[0]) },
  );
  type Found = Record<'decoder' | 'encoder', { counts: number[] }> & {
    sweep: { nulls: { points: { sharedFraction: number }[] }[] };
  };
  const found: Found[] = runGroup.matchings;
  const inBin = (k: number, side: 'decoder' | 'encoder') =>
    (found.reduce((sum, one) => sum + one[side].counts[k], 0) / (3 * N)).toFixed(3);
  const above = (k: number) =>
    found.reduce((sum, { sweep }) => sum + (sweep.nulls[0].points[k]?.sharedFraction ?? 0), 0) / 3;
  expect(rows.length).toBeGreaterThan(5);
  for (const [edgeOfBin, decoder, chance, encoder] of rows) {
    const k = Math.round((Number(edgeOfBin) + 1) * 20);
    expect([decoder, encoder]).toEqual([inBin(k, 'decoder'), inBin(k, 'encoder')]);
    expect(chance).toBe(k < 20 ? '.' : (above(k - 20) - (k === 39 ? 0 : above(k - 19))).toFixed(3));
  }
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
  expect(sum(1)).toBeCloseTo(1, 2);
  expect(sum(3)).toBeCloseTo(1, 2);
});

test('how far training moved dictionaries has its column where that is known', () => {
  const [first, ...others] = group.dictionaries;
  expect(getTable(buildGroupReport(group), 'dictionary').header).not.toContain('initial cosine');
  const moved = { ...first, initialisation: { meanDecoderCosine: 0.25, statement: 'Cosine with initial rows.' } };
  const { header, rows, caption } = getTable(
    buildGroupReport({ ...group, dictionaries: [moved, ...others] }),
    'dictionary',
  );
  expect([header, ...rows].map((row) => row.at(-1))).toEqual(['initial cosine', '0.250', '.', '.']);
  expect(caption).toContain(moved.initialisation.statement);
});

test('every content hash and certificate that the numbers rest on is named', () => {
  const text = formatReportText(buildGroupReport(group));
  for (const { contentSha256 } of edge.seeds) expect(text).toContain(contentSha256);
  expect(text.match(/proven +\d+\.\d{6}/g)).toHaveLength(6);
  expect(text).toContain('Shared: BOTH_AGREE with threshold >= 0.7');
});

test('plots draw the tables: a point per threshold, a bar per count, a cell per pair', () => {
  const blocks = buildGroupReport(group);
  const html = formatReportHtml(blocks, 'a report');
  const paths = [...html.matchAll(/<path class="line (?:main|chance)" d="([^"]+)"/g)].map(([, d]) => d);
  expect(paths).toHaveLength(5);
  // the sweep, by chance, the cosines and those by chance, and only in base by chance
  for (const d of paths.slice(0, 2)) expect(d).toMatch(/^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){20}$/);
  // two points per bin: those from the first that holds a pair, or from 0 on, and the 20 from 0 on
  const [first] = getTable(blocks, 'cosine from').rows[0];
  const bins = 20 - Math.min(0, Math.round(20 * Number(first)));
  expect(paths.slice(2, 4).map((d) => d.split('L').length)).toEqual([2 * bins, 40]);
  expect(html.match(/<rect class="bar"/g)).toHaveLength(3);
  expect(html.match(/<text class="cell/g)).toHaveLength(6);
  expect(html.match(/<rect class="empty"/g)).toHaveLength(3);
  // Higher fractions stand higher: y falls.
  const bars = [...html.matchAll(/<rect class="bar" [^>]*y="([\d.]+)"[^>]*height="([\d.]+)"/g)].map((match) =>
    match.slice(1).map(Number),
  );
  const { fractions } = group.analysis.universality ?? expect.fail('no universality');
  const scale = bars[0][1] / fractions[0];
  bars.forEach(([, height], i) => expect(height).toBeCloseTo(fractions[i] * scale, 0));
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

const hostile =
  '<img src=x onerror=alert(1)>"\' onload="x"</svg><script>alert(1)</script>|`[a](javascript:b)`\n# c\u001B[31m\u202E&lt;';

/** The same answer with `text` for every string that somebody outside could have chosen. */
function withHostileTexts(answer: ReportGroup): ReportGroup {
  const keep = new Set(['kind', 'side', 'definition', 'computedAt']);
  const copy = JSON.stringify(answer, (key, value: unknown) =>
    typeof value === 'string' && !keep.has(key) ? hostile : value,
  );
  return JSON.parse(copy) as ReportGroup;
}

test('HTML has only the tags and attributes of the report, whatever names say', () => {
  const html = formatReportHtml(buildGroupReport(withHostileTexts(group)), hostile);
  const tags = [...html.matchAll(/<(\/?)([^\s>]*)((?:"[^"]*"|[^">])*)>/g)];
  const known =
    '!doctype html head meta title style body main h1 h2 p div table thead tbody tr th td figure figcaption svg line text path rect title circle span i';
  expect(tags.map(([, , name]) => name).filter((name) => !known.split(' ').includes(name))).toEqual([]);
  const attributes = new Set(
    tags.flatMap(([, , , rest]) =>
      [...rest.replaceAll(/"[^"]*"/g, '').matchAll(/([\w-]+)=/g)].map((match) => match[1]),
    ),
  );
  for (const name of attributes) expect(name).not.toMatch(/^(on|href|src|style$)/);
  expect(html.split('<').length - 1).toBe(tags.length);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('&amp;lt;');
  expect(html).not.toMatch(/https?:|url\(|@import/);
});

test('Markdown keeps its tables, and names stay text', () => {
  const plain = formatReportMarkdown(buildGroupReport(group)).split('\n');
  const lines = formatReportMarkdown(buildGroupReport(withHostileTexts(group))).split('\n');
  expect(lines).toHaveLength(plain.length);
  const bars = (line: string) => line.replaceAll(/\\./g, '').split('|').length;
  expect(lines.map(bars)).toEqual(plain.map(bars));
  for (const line of lines) expect(line.replaceAll(/\\./g, '')).not.toMatch(/[<>`[\]]/);
});

test('Markdown has every plot in characters, as code', () => {
  const markdown = formatReportMarkdown(buildGroupReport(group));
  const { fractions } = group.analysis.universality ?? expect.fail('no universality');
  const bars = [...markdown.matchAll(/^ {4}(\d) \|(#*) ([\d.]+)$/gm)];
  expect(bars.map(([, label, , value]) => [label, value])).toEqual(
    fractions.map((value, i) => [`${i + 1}`, value.toFixed(3)]),
  );
  const longest = bars.findIndex(([, , bar]) => bar.length === Math.max(...bars.map(([, , one]) => one.length)));
  expect(fractions[longest]).toBe(Math.max(...fractions));
  const rows = group.analysis.sharedMatrix?.rows ?? [];
  const heat = [...markdown.matchAll(/^ {4} *[123] \|((?:.{3} ){2}.{3})\|$/gm)].map(([, row]) => row);
  expect(heat).toHaveLength(rows.length);
  // the darkest cell is that of the largest fraction, the diagonal is empty
  const most = Math.max(...rows.flatMap(({ sharedFractions }, i) => sharedFractions.filter((_, j) => j !== i)));
  heat.forEach((row, i) => expect(row.slice(4 * i, 4 * i + 3)).toBe('   '));
  rows.forEach(({ sharedFractions }, i) =>
    sharedFractions.forEach((value, j) => {
      if (i !== j && value === most) expect(heat[i].slice(4 * j, 4 * j + 3)).toBe('@@@');
    }),
  );
  for (const line of ['M mean over pairs', 'D decoder rows', 'M mean over subsets']) expect(markdown).toContain(line);
});

test('the terminal gets no control character but the line feed', () => {
  const text = formatReportText(buildGroupReport(withHostileTexts(group)));
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
  expect(text).toContain('<script>');
});

test('labels and frequencies have their sections where they are known, and their texts stay text', async () => {
  const headings = (blocks: readonly ReportBlock[]) =>
    blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  const added = [
    'Shared by explanation score',
    'Shared by firing frequency',
    'Labels of shared pairs',
    'What one dictionary found and the others missed',
  ];
  // frequencies came with the checkpoints
  expect(headings(buildGroupReport(group)).filter((one) => added.includes(one))).toEqual([added[1]]);
  await explainExamples(edge.db, edge.seeds);
  const explained = await readReportGroup(buildAsk(edge.options), { group: groupId(edge.seeds[0]) });
  const blocks = buildGroupReport(explained);
  expect(headings(blocks).filter((one) => added.includes(one))).toEqual(added);

  const { byScore, byFrequency, agreements, orphans } = explained.meaning;
  const tables = blocks.filter((block): block is Table => block.kind === 'table' && block.header[0] === 'value from');
  expect(tables.map(({ rows }) => rows.length)).toEqual([byScore?.bins.length, byFrequency?.bins.length]);
  expect(tables[0].caption).toContain(`Known of ${byScore?.known} of ${3 * N} latents.`);
  expect(byScore?.known).toBeLessThan(3 * N);
  const missed = getTable(blocks, 'only in').rows;
  expect(missed).toHaveLength(orphans.reduce((total, { nodes }) => total + nodes.length, 0));
  expect(missed[0][2]).toMatch(/^latent \d+ of example\/1/);
  expect(missed[0][5]).toMatch(/^2: \d+ \([-\d.]+\), 3: \d+ \([-\d.]+\)$/);
  const compared = agreements.filter(({ text }) => text !== null);
  expect(compared.length).toBeGreaterThan(0);
  expect(getTable(blocks, 'labels of').rows).toHaveLength(compared.length);

  const html = formatReportHtml(blocks, '');
  const dots = byScore && byFrequency ? byScore.bins.length + byFrequency.bins.filter(({ to }) => to > 0).length : 0;
  expect(html.match(/<circle class="dots"/g)?.length).toBeGreaterThanOrEqual(dots);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  const attacked = formatReportHtml(buildGroupReport(withHostileTexts(explained)), hostile);
  expect(attacked).not.toMatch(/<(?:img|script)|javascript:b\)<\//);
  expect(attacked.split('<script').length).toBe(1);
  expect(formatReportText(buildGroupReport(withHostileTexts(explained))).replaceAll('\n', '')).not.toMatch(
    /[\p{Cc}\u202E]/u,
  );
});

test('what is not there is said and left out: pairs not matched, encoders missing, one dictionary alone', async () => {
  const unmatched = [];
  for (const seed of [31, 32]) unmatched.push(await publishExample(edge.db, { n: N, d: D, seed, group: 'unmatched' }));
  const early = buildGroupReport(await readReportGroup(buildAsk(edge.options), { group: groupId(unmatched[0]) }));
  expect(formatReportText(early)).toContain('1 of 1 pairs are not matched completely');
  expect(findPlot(early, 'heat')).toBeUndefined();

  const bare = [];
  for (const seed of [41, 42]) {
    const { decoder } = buildSeedRows(seed, N);
    bare.push(await publishExample(edge.db, { n: N, d: D, seed, group: 'no encoders', decoder, encoder: null }));
  }
  await matchExamples(edge.db, { a: bare[0], b: bare[1], measure: 'COSINE' });
  const decoders = buildGroupReport(await readReportGroup(buildAsk(edge.options), { group: groupId(bare[0]) }));
  expect(formatReportText(decoders)).toContain('by DECODER at 0.7');
  expect(findPlot(decoders, 'heat')).toBeDefined();

  const alone = buildGroupReport(await readReportGroup(buildAsk(edge.options), { group: groupId(edge.wide) }));
  expect(formatReportText(alone)).toContain('0 of 0');
  for (const blocks of [early, decoders, alone])
    expect(formatReportHtml(blocks, '')).not.toMatch(/NaN|undefined|Infinity|>null</);
});

test('criterion and measure are those asked for, in every part', async () => {
  const [{ spaceId, runGroupId }] = edge.seeds;
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ])
    await matchExamples(edge.db, { a: edge.seeds[a], b: edge.seeds[b], measure: 'ABSOLUTE_COSINE' });
  const criterion = { definition: 'DECODER' as const, threshold: 0.5, strict: true, aliveOnly: true };
  const asked = await readReportGroup(buildAsk(edge.options), {
    group: groupId(edge.seeds[0]),
    criterion,
    measure: 'ABSOLUTE_COSINE',
  });
  expect(asked.analysis).toMatchObject({ criterion, measure: 'ABSOLUTE_COSINE' });
  const { runGroup } = await edge.data(
    `query ($id: ID!, $criterion: CriterionInput) { runGroup(id: $id) {
      matchings(measure: ABSOLUTE_COSINE) { summary(criterion: $criterion) { sharedFraction } cosineHistogram(bins: 20, aliveOnly: true) { counts } coverage(threshold: 0.5, strict: true, aliveOnly: true) { decoder { aByB { coverage } } } }
      analysis(criterion: $criterion, measure: ABSOLUTE_COSINE) { universality { fractions nulls { fractions } } cycleConsistency(aliveOnly: true) { decoder { mean } } } } }`,
    { id: formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId }), criterion },
  );
  const blocks = buildGroupReport(asked);
  type Found = {
    summary: { sharedFraction: number };
    cosineHistogram: { counts: number[] };
    coverage: { decoder: { aByB: { coverage: number } } };
  };
  const found: Found[] = runGroup.matchings;
  expect(getTable(blocks, 'pair').rows.map((row) => row[3])).toEqual(
    found.map(({ summary }) => summary.sharedFraction.toFixed(3)),
  );
  expect(getTable(blocks, 'covered').rows.map((row) => row[1])).toEqual(
    found.map(({ coverage }) => coverage.decoder.aByB.coverage.toFixed(3)),
  );
  const counts = found.map(({ cosineHistogram }) => cosineHistogram.counts);
  const last = counts.reduce((sum, one) => sum + one[19], 0) / counts.flat().reduce((sum, one) => sum + one, 0);
  expect(getTable(blocks, 'cosine from').rows.at(-1)?.slice(0, 2)).toEqual(['0.95', last.toFixed(3)]);
  expect(getTable(blocks, 'matchings').rows[0][1]).toBe(runGroup.analysis.cycleConsistency.decoder.mean.toFixed(3));
  const { fractions, nulls } = runGroup.analysis.universality;
  expect(getTable(blocks, 'dictionaries').rows.map((row) => row.slice(0, 3))).toEqual(
    fractions.map((one: number, i: number) => [`${i + 1}`, one.toFixed(3), nulls[0].fractions[i].toFixed(3)]),
  );
  const text = formatReportText(blocks);
  expect(text).toContain('by DECODER above 0.5, alive latents only');
  expect(text).toContain('> 0.5, alive latents only');
  // CKA, RSA and RSA by ranks of three pairs
  expect(getTable(blocks, 'compared').rows).toHaveLength(9);
});

test('flags of a criterion', () => {
  expect(parseCriterion({ threshold: '0.7' })).toMatchObject({ threshold: 0.7, strict: false, aliveOnly: false });
  expect(parseCriterion({ definition: 'both-agree', threshold: '0.6', strict: true, aliveOnly: true })).toEqual({
    definition: 'BOTH_AGREE',
    threshold: 0.6,
    strict: true,
    aliveOnly: true,
    minFiringFrequency: null,
  });
  for (const bad of [{ definition: 'nothing' }, { threshold: '1.5' }, { threshold: 'x' }])
    expect(() => parseCriterion(bad)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});
