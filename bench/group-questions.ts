/**
 * Every answer about a run group, one dictionary of it or one pair that is computed from matchings, with the statements that read the rows it
 * needs and nothing else.
 */
import type { SharedDefinition } from '../src/compute/statistics/criterion.ts';

/** What the bare SQL reads, for matchings `ids`. */
type Reads = (ids: string) => string;

export interface Question {
  readonly name: string;
  readonly query: string;
  /** Each is one COPY. */
  readonly reads: readonly Reads[];
  /** Whose id the query takes. */
  readonly of: 'GROUP' | 'BASE' | 'PAIR';
}

const ranks =
  (definition: SharedDefinition = 'BOTH_AGREE'): Reads =>
  (ids) =>
    `select ranks from score_ranks where matching_id in (${ids}) and definition = '${definition}'`;
/** Of one end: it names those of the other. */
const partners: Reads = (ids) =>
  `select indexes from matching_blocks where matching_id in (${ids}) and slot = 0 and "end" = 0`;
const matched: Reads = (ids) =>
  `select indexes, cosines from matching_blocks where matching_id in (${ids}) and slot = 0 and "end" = 0`;
const decoderMatched: Reads = (ids) => `${matched(ids)} and side = 0`;
const nearest: Reads = (ids) =>
  `select indexes, cosines from matching_blocks where matching_id in (${ids}) and slot = 1`;
const everything: Reads = (ids) => `select indexes, cosines from matching_blocks where matching_id in (${ids})`;
const dead: Reads = () => 'select dictionary_id, index from latents where not alive';
const frequencies =
  (dictionary: string): Reads =>
  () =>
    `select firing_frequencies from dictionaries where ${dictionary}`;

const figure = (type: string) => (field: string, criterion: string) =>
  `query ($id: ID!) { ${type}(id: $id) { analysis${criterion && `(criterion: { ${criterion} })`} { ${field} } } }`;
const inGroup = figure('runGroup');
const ofBase = figure('dictionary');

function group(name: string, field: string, reads: readonly Reads[], criterion = ''): Question {
  return { name, query: inGroup(field, criterion), reads, of: 'GROUP' };
}

function base(name: string, query: string, reads: readonly Reads[]): Question {
  return { name: `one base: ${name}`, query, reads, of: 'BASE' };
}

function pair(name: string, field: string, reads: readonly Reads[]): Question {
  return { name: `one pair: ${name}`, query: `query ($id: ID!) { matching(id: $id) { ${field} } }`, reads, of: 'PAIR' };
}

const matrix = 'sharedMatrix { rows { sharedFractions outlier } }';
const pairsOfMatrix =
  'sharedMatrix { rows { cells { sharedFraction agreement meanDecoderCosine meanEncoderCosine } } }';
const families = 'families conflicts nodes { size dictionaries consistent links meanCosine minCosine }';
const inBins = 'known rankCorrelation bins { from to sharedFraction } levels { latents }';

export const questions: readonly Question[] = [
  group('shared matrix', matrix, [ranks()]),
  group('shared matrix, agreement and mean cosines of each pair', pairsOfMatrix, [ranks()]),
  group('shared matrix, BOTH, > 0.6', matrix, [ranks('BOTH')], 'definition: BOTH, threshold: 0.6, strict: true'),
  group('shared matrix, DECODER', matrix, [ranks('DECODER')], 'definition: DECODER'),
  group('shared matrix, AGREE', matrix, [ranks('AGREE')], 'definition: AGREE'),
  group('shared matrix, MAX_COSINE', matrix, [ranks('MAX_COSINE')], 'definition: MAX_COSINE'),
  group('shared matrix, MUTUAL_NN', matrix, [ranks('MUTUAL_NN')], 'definition: MUTUAL_NN'),
  group('shared matrix, alive only', matrix, [ranks(), partners, dead], 'aliveOnly: true'),
  group('shared matrix, a threshold of five decimals (0.70711)', matrix, [matched], 'threshold: 0.70711'),
  group('universality', 'universality { fractions bases { counts } }', [ranks()]),
  group('only in base', 'onlyInBase { points { fraction standardDeviation } fit { a b c } }', [ranks()]),
  group('cycle consistency', 'cycleConsistency { decoder { mean } encoder { mean } allAgree { mean } }', [partners]),
  group('cycle consistency, alive only', 'cycleConsistency(aliveOnly: true) { decoder { mean } }', [partners, dead]),
  group('families', `families(first: 20) { ${families} }`, [ranks(), decoderMatched]),
  group('families in conflict', `families(first: 20, consistent: false) { ${families} }`, [ranks(), decoderMatched]),
  group(
    'families, AGREE',
    `families(first: 20) { ${families} }`,
    [ranks('AGREE'), decoderMatched],
    'definition: AGREE',
  ),
  group('union', 'union { union core points { expectedNew } }', [ranks(), decoderMatched]),
  group('sharedness by firing frequency', `sharedByFrequency { ${inBins} }`, [ranks(), frequencies('true')]),
  group('sharedness by explanation score (nothing explained)', `sharedByScore { ${inBins} }`, [ranks()]),
  base('universality, only in base', ofBase('universality { counts } onlyInBase { points { fraction } }', ''), [
    ranks(),
  ]),
  base('universality, alive only', ofBase('universality { counts }', 'aliveOnly: true'), [ranks(), partners]),
  base('sharedness by firing frequency', ofBase(`sharedByFrequency { ${inBins} }`, ''), [
    ranks(),
    frequencies('id = (select min(id) from dictionaries)'),
  ]),
  base(
    'latents in most dictionaries',
    'query ($id: ID!) { dictionary(id: $id) { latents(filter: { minUniversality: 2 }, orderBy: UNIVERSALITY) { totalCount nodes { index } } } }',
    [ranks()],
  ),
  base(
    'latents that fit best',
    'query ($id: ID!) { dictionary(id: $id) { latents(orderBy: COSINE) { nodes { index } } } }',
    [matched],
  ),
  pair('summary and sweep', 'summary { shared agreement meanDecoderCosine } sweep { points { sharedFraction } }', [
    matched,
  ]),
  pair('summary, MUTUAL_NN', 'summary(criterion: { definition: MUTUAL_NN }) { shared }', [matched, nearest]),
  pair(
    'summary, MAX_COSINE, alive only',
    'summary(criterion: { definition: MAX_COSINE, aliveOnly: true }) { shared }',
    [everything],
  ),
  pair('histogram of cosines', 'cosineHistogram { counts }', [decoderMatched]),
  pair('shared pairs, first page', 'sharedPairs { totalCount nodes { a { index } b { index } decoderCosine } }', [
    matched,
  ]),
  pair('orphans, first page', 'orphans { totalCount nodes { latent { index } } }', [matched, nearest]),
  pair('coverage', 'coverage { decoder { aByB { coverage splitFactor } } encoder { bByA { coverage } } }', [nearest]),
  pair('a side without the dead', 'decoder { alive { pairs meanMatchedCosine mmcsAB regret } }', [everything, dead]),
  pair('sharedness by firing frequency', `sharedByFrequency { ${inBins} }`, [
    matched,
    frequencies('id = (select min(id) from dictionaries)'),
  ]),
];
