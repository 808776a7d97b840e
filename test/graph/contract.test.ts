/** The contract itself: everything is described, everything can be resolved, the examples of the editor are valid. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type ASTNode,
  type DocumentNode,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  Kind,
  parse,
  print,
  specifiedRules,
  validate,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildExecutableSchema } from '../../src/graph/executable-schema.ts';
import { buildTextEmbedder, type TextEmbedder } from '../../src/compute/embedding/text-embedder.ts';
import { writeTinyEmbeddingModel } from '../compute/embedding/tiny-embedding-model.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { shapeLimits } from '../../src/graph/validation/shape-limits.ts';
import { operationCost } from '../../src/graph/validation/cost.ts';
import { MAX_COST } from '../../src/graph/limits.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { announceWorker } from '../../db/stores/workers.ts';
import { publishExample, runningJob } from '../db/example-rows.ts';
import { recordSpending } from '../../db/stores/chat-spending.ts';
import { claimJob, createJob, finishJob, reportProgress } from '../../db/stores/job-runs.ts';
import { ensureMatching, type Publication } from '../../db/stores/matchings.ts';
import { insertPublishedSide } from '../../db/stores/published-sides.ts';
import { type JobKind, jobKinds } from '../../src/jobs/kinds/registry.ts';
import { defaultCriterion } from '../../src/analysis/build-criterion.ts';
import { buildPartnerEnds } from '../../src/compute/group/partner-ends.ts';
import { publishExampleRun } from '../db/example-training.ts';
import { replaceEvaluation } from '../../db/stores/evaluations.ts';
import { replaceSubstitution } from '../../db/stores/substitutions.ts';
import { replaceFirings } from '../../db/stores/matching-firings.ts';
import { insertSimilarity } from '../../db/stores/similarities.ts';
import { writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { explainExamples } from './example-explanations.ts';
import {
  buildSeedRows,
  D,
  dictionaryId,
  type Edge,
  latentId,
  matchExamples,
  matchingId,
  N,
  openExampleEdge,
} from './example-edge.ts';

const schema = buildExecutableSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));

let edge: Edge;
let models: string;
let embedder: TextEmbedder;
beforeAll(async () => {
  models = await mkdtemp(path.join(tmpdir(), 'reseed-contract-'));
  await writeTinyModel(path.join(models, 'tiny'));
  await writeTinyEmbeddingModel(path.join(models, 'embedder'));
  embedder = buildTextEmbedder({ folder: path.join(models, 'embedder'), threads: 1 });
  edge = await openExampleEdge({ importRoots: [models], embedder });
  await explainExamples(edge.db, edge.seeds);
});
afterAll(async () => {
  await embedder.close();
  await edge.close();
  await rm(models, { recursive: true });
});

test('every type, field, argument and enum value is described', () => {
  const bare: string[] = [];
  const look = (name: string, described: { description?: string | null }) => {
    if (!described.description?.trim()) bare.push(name);
  };
  look('schema', schema);
  for (const type of types) {
    look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  expect(types.length).toBeGreaterThan(60);
  expect(bare).toEqual([]);
});

const web = new URL('../../src/web/', import.meta.url);
/** What the pages ask: the editor's examples, and every view of the explorer. */
const pageFiles = ['graphiql/examples/', 'explorer/'].flatMap((folder) =>
  readdirSync(new URL(folder, web), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => `${folder}${name}`),
);
/** Fragments that several views use. */
const fragments = pageFiles
  .map((name) => parse(readFileSync(new URL(name, web), 'utf8')))
  .flatMap(({ definitions }) => definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION));
const given = {
  latent: 'x/0',
  matching: 'x',
  job: 'x',
  id: 'x/0',
  a: 'x',
  b: 'y',
  threshold: 0.7,
  text: 'x',
  measure: 'COSINE',
  mode: 'FULL_TEXT',
  of: 'A',
  strict: false,
  aliveOnly: false,
  definition: 'DECODER',
  first: 20,
};

test.each(pageFiles)('what the page asks in %s is valid and cheap enough', (name) => {
  const { definitions } = parse(readFileSync(new URL(name, web), 'utf8'));
  const others = fragments.filter((fragment) => !definitions.some((own) => print(own) === print(fragment)));
  for (const operation of definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const own = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const document = withUsedFragments({ kind: Kind.DOCUMENT, definitions: [operation, ...own, ...others] });
    expect(validate(schema, document, [...specifiedRules, ...shapeLimits])).toEqual([]);
    expect(operationCost({ schema, document, operation, variables: given })?.total).toBeLessThan(MAX_COST);
  }
});

/** The document without fragments that its operation does not reach. */
function withUsedFragments({ definitions }: DocumentNode): DocumentNode {
  const spreads = (node: ASTNode) => [...print(node).matchAll(/\.\.\.(\w+)/g)].map((match) => match[1]);
  const byName = new Map(definitions.map((node) => ['name' in node ? node.name?.value : undefined, node]));
  const used = new Set(spreads(definitions[0]));
  for (const name of used) {
    const fragment = byName.get(name);
    if (fragment !== undefined) for (const further of spreads(fragment)) used.add(further);
  }
  const needed = definitions.filter(
    (node) =>
      node.kind === Kind.OPERATION_DEFINITION || (node.kind === Kind.FRAGMENT_DEFINITION && used.has(node.name.value)),
  );
  return { kind: Kind.DOCUMENT, definitions: needed };
}

/** One path to an object of every type that a query can reach; `@` marks where its fields go. */
const encodeText = (inside: string) =>
  `encode(input: { dictionaries: ["${dictionaryId(edge.foreign)}"], text: "a cat sat", model: "tiny" }) { ${inside} }`;
const contrastText = (inside: string) =>
  `contrast(input: { dictionaries: ["${dictionaryId(edge.foreign)}"], positive: ["a cat sat", "the cat"], negative: ["on the mat", "and slept"], model: "tiny" }) { ${inside} }`;
const encodeGiven = (inside: string) =>
  `encode(input: { runGroup: "example", activations: [[2, -1, 3, 1, 0, 2, -2, 1], [1, 2, 0, -1, 3, 1, 1, 0]], criterion: { threshold: 0.5 } }) { ${inside} }`;

const paths: Record<string, () => string> = {
  Access: () => 'access { @ }',
  Model: () => 'models { @ }',
  Space: () => 'models { spaces { @ } }',
  RunGroup: () => 'runGroups { @ }',
  MatchingProgress: () => 'runGroups { matchingProgress { @ } }',
  SameSeedPair: () => 'runGroups { sameSeedPairs { @ } }',
  Dictionary: () => 'dictionaries { nodes { @ } }',
  DictionaryConnection: () => 'dictionaries { @ }',
  DictionaryEdge: () => 'dictionaries { edges { @ } }',
  PageInfo: () => 'dictionaries { pageInfo { @ } }',
  Provenance: () => 'dictionaries { nodes { provenance { @ } } }',
  SourceFile: () => 'dictionaries { nodes { provenance { files { @ } } } }',
  Guess: () => 'dictionaries { nodes { provenance { guesses { @ } } } }',
  NearestIndex: () => 'dictionaries { nodes { nearestIndexes { @ } } }',
  Latent: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { @ }`,
  LatentConnection: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { latents { @ } }`,
  LatentEdge: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { latents { edges { @ } } }`,
  Vector: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { vector(encoding: FLOATS) { @ } }`,
  LatentPartner: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { partners { @ } }`,
  MarginSummary: () => matching('decoder { margins { @ } }'),
  PairMargin: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { partners { decoder { margin { @ } } } }`,
  PartnerLink: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { partners { decoder { @ } } }`,
  Candidate: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { partners { candidates { @ } } }`,
  Explanation: () => explained('explanations { @ }'),
  BorrowedExplanation: () =>
    `dictionary(id: "${dictionaryId(edge.seeds[0])}") { latents { nodes { borrowedExplanation(criterion: { threshold: 0 }) { @ } } } }`,
  ExplanationAgreement: () => matching('explanationAgreement { @ }'),
  LabelSimilarity: () => alike('text { @ }'),
  NeighbourSimilarity: () => alike('text { neighbours { @ } }'),
  LabelDisagreement: () => alike('disagreements(cosine: -1, overlap: 1) { nodes { @ } }'),
  LabelDisagreementConnection: () => alike('disagreements { @ }'),
  LabelDisagreementEdge: () => alike('disagreements(cosine: -1, overlap: 1) { edges { @ } }'),
  SharedByCovariate: () => matching('sharedByScore { @ }'),
  CovariateBin: () => base('sharedByFrequency { bins { @ } }'),
  CovariateLevel: () => group('sharedByScore { levels { @ } }'),
  BaseOrphan: () => base('orphans { nodes { @ } }'),
  BaseOrphanConnection: () => base('orphans { @ }'),
  BaseOrphanEdge: () => base('orphans { edges { @ } }'),
  ScoreInterval: () => explained('explanation { scores { interval { @ } } }'),
  ExplanationScore: () => explained('explanation { scores { @ } }'),
  ExplanationCoverage: () => 'dictionaries { nodes { explanationCoverage { @ } } }',
  ActivationCollection: () => 'dictionaries { nodes { activationCollections { @ } } }',
  LatentContext: () => explained('contexts { nodes { @ } }'),
  LatentContextConnection: () => explained('contexts { @ }'),
  LatentContextEdge: () => explained('contexts { edges { @ } }'),
  ActivationHistogram: () => explained('activationHistogram { @ }'),
  TopTokens: () => explained('topTokens { @ }'),
  TokenWeight: () => explained('topTokens { byContext { @ } }'),
  Stability: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { universality { stability { @ } } }`,
  Universality: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { universality { @ } }`,
  Aliveness: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { aliveness { @ } }`,
  AliveStatement: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { aliveness { statements { @ } } }`,
  LatentAliveness: () => explained('aliveness { @ }'),
  Criterion: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { universality { criterion { @ } } }`,
  NearestAnswer: () => 'nearestLatents(from: { latent: "example/source/1" }) { @ }',
  NearestGroup: () => 'nearestLatents(from: { latent: "example/source/1" }) { groups { @ } }',
  NearestHit: () => 'nearestLatents(from: { latent: "example/source/1" }) { groups { hits { @ } } }',
  ContrastedTexts: () => contrastText('@'),
  ContrastedFeature: () => contrastText('features { @ }'),
  ContrastedLatent: () => contrastText('features { latents { @ } }'),
  EncodedText: () => encodeText('@'),
  EncodedDictionary: () => encodeText('dictionaries { @ }'),
  EncodedToken: () => encodeText('tokens(first: 2) { @ }'),
  TokenReconstruction: () => encodeText('tokens(first: 1) { reconstructions { @ } }'),
  TokenFeature: () => encodeText('tokens(first: 1) { features { @ } }'),
  TokenFiring: () => encodeText('tokens(first: 1) { features { firings { @ } } }'),
  EncodedFeature: () => encodeGiven('features(first: 20) { @ }'),
  FiringLatent: () => encodeGiven('features(first: 2) { latents { @ } }'),
  Matching: () => matching('@'),
  MatchingConnection: () => 'matchings { @ }',
  MatchingEdge: () => 'matchings { edges { @ } }',
  SideMatching: () => matching('decoder { @ }'),
  AliveSide: () => matching('decoder { alive { @ } }'),
  Publication: () => `matching(id: "${published}") { decoder { publication { @ } } }`,
  Certificate: () => matching('decoder { certificate { @ } }'),
  SideNull: () => matching('encoder { nulls { @ } }'),
  MatchingSummary: () => matching('summary { @ }'),
  SideNullNumbers: () => matching('decoder { nulls { least { @ } } }'),
  SummaryNull: () => matching('summary { nulls { @ } }'),
  SummaryNullNumbers: () => matching('summary { nulls { greatest { @ } } }'),
  MissingNull: () => matching('summary { missingNulls { @ } }'),
  SimilarityNull: () => matching('similarity { nulls { @ } }'),
  NullComparison: () => matching('similarity { nulls { cka { @ } } }'),
  MatchingBasis: () => matching('summary { basis { @ } }'),
  MatchingExport: () => matching('export { @ }'),
  ThresholdSweep: () => matching('sweep { @ }'),
  SweepPoint: () => matching('sweep { points { @ } }'),
  CosineHistogram: () => matching('cosineHistogram { @ }'),
  SharedPair: () => matching('sharedPairs(criterion: { threshold: 0 }) { nodes { @ } }'),
  SharedPairConnection: () => matching('sharedPairs { @ }'),
  SharedPairEdge: () => matching('sharedPairs(criterion: { threshold: 0 }) { edges { @ } }'),
  Orphan: () => matching('orphans(criterion: { threshold: 1 }) { nodes { @ } }'),
  RepresentationSimilarity: () => matching('similarity { @ }'),
  ShuffledNumber: () => matching('similarity { cka { @ } }'),
  CanonicalCorrelation: () => matching('canonicalCorrelation { @ }'),
  CentredCosines: () => matching('centredCosines { @ }'),
  PairedMeans: () => matching('centredCosines { plain { @ } }'),
  OrphanSpans: () => matching('orphanSpans { @ }'),
  OrphanEnd: () => matching('orphanSpans { a { @ } }'),
  SpanNumber: () => matching('orphanSpans { meanSquaredCosine { @ } }'),
  DrawnNumbers: () => matching('orphanSpans { meanSquaredCosine { subsets { @ } } }'),
  GroupOrphanSpans: () => group('orphanSpans { @ }'),
  Recoding: () =>
    matching('orphans(criterion: { threshold: 1 }, first: 2) { nodes { recoding(minAboveNull: 0) { @ } } }'),
  Merge: () =>
    `matching(id: "${merged}") { orphans(criterion: { definition: DECODER }) { nodes { recoding { mergedInto { @ } } } } }`,
  RecodingAtom: () => matching('orphans(criterion: { threshold: 1 }, first: 2) { nodes { recoding { atoms { @ } } } }'),
  OrphanConnection: () => matching('orphans { @ }'),
  OrphanEdge: () => matching('orphans(criterion: { threshold: 1 }) { edges { @ } }'),
  MatchingCoverage: () => matching('coverage { @ }'),
  SideCoverage: () => matching('coverage { decoder { @ } }'),
  Coverage: () => matching('coverage { encoder { aByB { @ } } }'),
  GroupAnalysis: () => group('@'),
  BaseAnalysis: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { analysis { @ } }`,
  SharedMatrix: () => group('sharedMatrix { @ }'),
  SharedMatrixRow: () => group('sharedMatrix { rows { @ } }'),
  SharedMatrixCell: () => group('sharedMatrix { rows { cells { @ } } }'),
  SeedMean: () => group('sharedMatrix { meanSharedFraction { @ } }'),
  SeedInterval: () => group('sharedMatrix { meanSharedFraction { interval { @ } } }'),
  GroupUniversality: () => group('universality { @ }'),
  BaseUniversality: () => group('universality { bases { @ } }'),
  OnlyInBaseCurve: () => group('onlyInBase { @ }'),
  OnlyInBasePoint: () => group('onlyInBase { points { @ } }'),
  PowerLaw: () =>
    'runGroups(name: "six") { analysis(criterion: { definition: DECODER, threshold: 0.95 }) { onlyInBase { fit { @ } } } }',
  FractionsNull: () => group('universality { nulls { @ } }'),
  UnionNull: () => group('union { nulls { @ } }'),
  SweepNull: () => matching('sweep { nulls { @ } }'),
  SweepNullPoint: () => matching('sweep { nulls { points { @ } } }'),
  CycleNull: () => group('cycleConsistency { nulls { @ } }'),
  CycleConsistency: () => group('cycleConsistency { @ }'),
  CycleSpread: () => group('cycleConsistency { allAgree { @ } }'),
  CycleBase: () => group('cycleConsistency { bases { @ } }'),
  LatentFamily: () => group('families { nodes { @ } }'),
  LatentFamilyConnection: () => group('families { @ }'),
  LatentFamilyEdge: () => group('families { edges { @ } }'),
  UnionGrowth: () => group('union { @ }'),
  UnseenFeatures: () => group('union { unseen { @ } }'),
  UnseenNull: () => group('union { unseen { nulls { @ } } }'),
  MissingPair: () => 'runGroups(name: "example") { analysis(measure: ABSOLUTE_COSINE) { missingPairs { @ } } }',
  UnionPoint: () => group('union { points { @ } }'),
  MatchedFiring: () => firing('@'),
  FiringPairConnection: () => firing('pairs(kind: DIRECTION_ONLY) { @ }'),
  FiringPairEdge: () => firing('pairs(kind: DIRECTION_ONLY, cosine: -1) { edges { @ } }'),
  FiringPair: () => firing('pairs(kind: DIRECTION_ONLY, cosine: -1) { nodes { @ } }'),
  SideSubstitution: () => matching('decoder { substitution { @ } }'),
  QualityPoint: () => matching('decoder { substitution { curve { @ } } }'),
  SubstitutionBin: () => matching('decoder { substitution { byScore { @ } } }'),
  PairSubstitution: () => explained('partners { decoder { substitution { @ } } }'),
  Evaluation: () => evaluated('@'),
  DensityHistogram: () => evaluated('density { @ }'),
  ModelEvaluation: () => evaluated('model { @ }'),
  Job: () => 'jobs { nodes { @ } }',
  JobConnection: () => 'jobs { @ }',
  JobEdge: () => 'jobs { edges { @ } }',
  JobProgress: () => 'jobs(filter: { kind: IMPORT }) { nodes { progress { @ } } }',
  JobWait: () => 'jobs(filter: { state: QUEUED, kind: CONTEXTS }) { nodes { waitingFor { @ } } }',
  JobFailure: () => 'jobs(filter: { state: FAILED }) { nodes { failure { @ } } }',
  ExplanationHit: () => 'searchExplanations(text: "river") { nodes { @ } }',
  ExplanationHitConnection: () => 'searchExplanations(text: "river") { @ }',
  ExplanationHitEdge: () => 'searchExplanations(text: "river") { edges { @ } }',
  TextSegment: () => 'searchExplanations(text: "river") { nodes { snippet { @ } } }',
  Embedder: () => 'searchExplanations(text: "river", mode: SEMANTIC) { embedder { @ } }',
  ...Object.fromEntries(jobKinds.map((kind) => [resultType(kind), () => result(kind, '@')])),
  CollectedContexts: () => result('CONTEXTS', 'collected { @ }'),
  ChatSpending: () => 'jobs(filter: { kind: EXPLAIN }) { nodes { progress { spending { @ } } } }',
  ExplanationTools: () => 'explanationTools { @ }',
  ChatModel: () => 'explanationTools { chat { @ } }',
  SkippedRecords: () => result('EXPLANATIONS', 'skipped { @ }'),
  SkippedExample: () => result('EXPLANATIONS', 'skipped { examples { @ } }'),
  CheckpointFormat: () => 'checkpointFormats { @ }',
  Definition: () => 'definitions { @ }',
  CatalogueEntry: () => 'catalogue { nodes { @ } }',
  CatalogueEntryConnection: () => 'catalogue { @ }',
  CatalogueEntryEdge: () => 'catalogue { edges { @ } }',
  Hookpoint: () => 'hookpoints(modelPath: "tiny") { nodes { @ } }',
  HookpointConnection: () => 'hookpoints(modelPath: "tiny") { @ }',
  HookpointEdge: () => 'hookpoints(modelPath: "tiny") { edges { @ } }',
  TrainingRun: () => 'trainingRuns { nodes { @ } }',
  TrainingRunConnection: () => 'trainingRuns { @ }',
  TrainingRunEdge: () => 'trainingRuns { edges { @ } }',
  TrainingSettings: () => 'trainingRuns { nodes { settings { @ } } }',
  ReachedSparsity: () => 'trainingRuns { nodes { reachedSparsity { @ } } }',
  SearchRound: () => 'trainingRuns { nodes { reachedSparsity { rounds { @ } } } }',
  SeedDistance: () => 'trainingRuns { nodes { distances { @ } } }',
  TrainingEstimate: () => 'trainingRuns { nodes { estimate { @ } } }',
  TrainingSeed: () => 'trainingRuns { nodes { seeds { @ } } }',
  TrainingPoint: () => 'trainingRuns { nodes { seeds { curve { @ } } } }',
  HeldOut: () => 'trainingRuns { nodes { seeds { heldOut { @ } } } }',
  TrainingCheckpoint: () => 'trainingRuns { nodes { checkpoints { @ } } }',
  InitialDistance: () => 'dictionaries { nodes { initialisation { @ } } }',
  InitialQuantile: () => 'dictionaries { nodes { initialisation { quantiles { @ } } } }',
  TrainedDictionary: () => 'dictionaries { nodes { training { @ } } }',
  SharedOverTokens: () => 'trainingRuns { nodes { sharedOverTokens { @ } } }',
  SharedAtTokens: () => 'trainingRuns { nodes { sharedOverTokens { points { @ } } } }',
  Worker: () => 'workers { @ }',
  ExternalTrainer: () => 'externalTrainers { @ }',
};
/** `IMPORT_MATCHING` -> `ImportMatchingResult`. */
function resultType(kind: string): string {
  return `${kind.toLowerCase().replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}Result`;
}
function result(kind: string, inside: string): string {
  return `jobs(filter: { kind: ${kind} }) { nodes { result { ... on ${resultType(kind)} { ${inside} } } } }`;
}
const explained = (inside: string) => `latent(id: "${latentId(edge.seeds[0], 1)}") { ${inside} }`;
const group = (inside: string) => `runGroups(name: "example") { analysis { ${inside} } }`;
const base = (inside: string) => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { analysis { ${inside} } }`;
const firing = (inside: string) =>
  `matching(a: "example/1", b: "example/2", measure: ACTIVATION_CORRELATION) { firing { ${inside} } }`;
const evaluated = (inside: string) => `dictionary(id: "example/1") { evaluations { ${inside} } }`;
const alike = (inside: string) => matching(`explanationAgreement(criterion: { threshold: 0 }) { ${inside} }`);
const matching = (inside: string) => `matching(id: "${matchingId(edge.matchings[0])}") { ${inside} }`;

/** Reached by mutations only, tested there. */
const byMutation = new Set([
  'RequestMatchingPayload',
  'UpdateDictionaryPayload',
  'FactChange',
  'DictionaryChange',
  'DeleteDictionaryPayload',
  'Mutation',
  'Subscription',
  'Query',
]);
/** Says what lies in a folder; test/jobs/inspect-checkpoint.test.ts has folders. */
const byFolder = new Set([
  'CheckpointInspection',
  'InspectedCheckpoint',
  'InspectedFile',
  'Refusal',
  'MatchingEstimate',
]);
const objectTypes = types.filter(isObjectType).filter((type) => !byMutation.has(type.name) && !byFolder.has(type.name));

test.each(objectTypes.map((type) => type.name))('every field of %s has a value', async (name) => {
  if (name === 'JobProgress' || name === 'JobFailure') await makeFailedJob();
  if (name === 'SameSeedPair') await publishTwins();
  if (/Result$|^Skipped|^CollectedContexts|^ChatSpending/.test(name)) await finishExampleJobs();
  if (/Substitution|^QualityPoint$/.test(name)) await storeSubstitution();
  if (/^(?:MatchedFiring|FiringPair)/.test(name)) await storeFiring();
  if (/^(?:Evaluation|DensityHistogram|ModelEvaluation)$/.test(name)) await storeEvaluation();
  if (/^CanonicalCorrelation$|^Orphan(Spans|End)$|^SpanNumber$|^DrawnNumbers$|^GroupOrphanSpans$/.test(name))
    await storeCorrelation();
  if (name === 'Merge') await publishMerge();
  if (name === 'PowerLaw') await publishSix();
  if (name === 'Publication') await publishSide();
  if (trained.test(name)) await publishRun();
  if (name === 'JobWait') await createJob(edge.db, { kind: 'CONTEXTS', key: 'waits', title: 'waits', payload: {} });
  if (name === 'Worker') await announceExample();
  if (name === 'NearestIndex') await edge.db.query(`update dictionaries set nearest_indexes = '{DECODER}'`);
  const type = schema.getType(name) as GraphQLObjectType;
  const query = `{ ${paths[name]().replace('@', fieldsOf(type))} }`;
  const answer = await buildAsk(edge.options)<Record<string, unknown>>({ query });
  const found = collect(answer);
  expect(found, query).not.toEqual([]);
});

/** All scalar fields, and one level into the others. */
function fieldsOf(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).map((field) => {
    const args = field.args
      .filter(isRequiredArgument)
      .map((arg) => `${arg.name}: ${arg.name === 'encoding' ? 'BASE64_F32' : 0}`);
    const call = field.name + (args.length > 0 ? `(${args.join(', ')})` : '');
    return isLeafType(getNamedType(field.type)) ? call : `${call} { __typename }`;
  });
  return `${fields.join(' ')} here: __typename`;
}

/** Objects of the answer that hold the mark `here`. */
function collect(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap((part) => collect(part));
  return 'here' in value ? [value, ...inside] : inside;
}

async function publishTwins(): Promise<void> {
  for (const content of ['one', 'two']) await publishExample(edge.db, { n: 4, d: 4, seed: 9, group: 'twins', content });
}

/** As many dictionaries as fix a fit, matched with each other. */
async function publishSix(): Promise<void> {
  const six: DictionaryRow[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const b = await publishExample(edge.db, { n: N, d: D, seed, group: 'six', ...buildSeedRows(20 + seed, N) });
    for (const a of six) await matchExamples(edge.db, { a, b, measure: 'COSINE' });
    six.push(b);
  }
}

async function storeCorrelation(): Promise<void> {
  const correlation = {
    value: 0.5,
    shuffledMean: 0.1,
    pValue: 0.01,
    leastPValue: 0.01,
    pairs: 20,
    components: [8, 8] as const,
  };
  const statistics = {
    variance: 0.99,
    shuffles: 99,
    seed: 1,
    sampledFrom: 20,
    pairs: 20,
    correlation,
    rotated: [0.2, 0.4],
  };
  await insertSimilarity(edge.db, { matching: edge.matchings[0], kind: 'SVCCA', statistics });
  const spans = {
    cosines: [0.9],
    meanSquaredCosine: 0.81,
    ofA: { mean: 0.5, quartiles: [0.4, 0.5, 0.6] as const },
    ofB: { mean: 0.3, quartiles: [0.2, 0.3, 0.4] as const },
    orphans: [5, 6] as const,
    effectiveRank: [1, 1] as const,
    directions: [1, 1] as const,
    subsets: [{ meanSquaredCosine: 0.2, ofA: 0.1, ofB: 0.15 }],
  };
  await insertSimilarity(edge.db, {
    matching: edge.matchings[0],
    kind: 'ORPHANS',
    statistics: { criterion: defaultCriterion, seed: 1, spans },
  });
}

const exampleTokens = { tokens: 100, name: 'text.txt', hookpoint: 'layers.0.mlp', provenance: { corpus: 'text.txt' } };

async function storeFiring(): Promise<void> {
  const [a, b] = edge.seeds;
  const { spaceId, id: matchingId } = await matchExamples(edge.db, { a, b, measure: 'ACTIVATION_CORRELATION' });
  const all = (value: number) => new Array<number>(N).fill(value);
  await replaceFirings(edge.db, {
    spaceId,
    matchingId,
    sourceKey: 'key',
    source: exampleTokens,
    firesA: all(10),
    firesB: all(8),
    bothByDirection: all(6),
    correlations: all(0.5),
    bothByFiring: all(7),
    cosines: all(0.6),
  });
}

async function storeSubstitution(): Promise<void> {
  const [{ spaceId, id: matchingId }] = edge.matchings;
  const all = (value: number) => new Array<number>(N).fill(value);
  await replaceSubstitution(edge.db, {
    spaceId,
    matchingId,
    side: 'DECODER',
    sourceKey: 'key',
    source: exampleTokens,
    fires: all(10),
    ablated: all(0.02),
    substituted: all(0.01),
    atLeast: all(0.005),
    atMost: all(0.015),
    random: all(0.019),
  });
}

async function storeEvaluation(): Promise<void> {
  const [{ spaceId, id: dictionaryId }] = edge.seeds;
  await replaceEvaluation(edge.db, {
    spaceId,
    dictionaryId,
    sourceKey: 'key',
    source: exampleTokens,
    record: {
      tokens: 100,
      fvu: 0.1,
      mse: 2,
      l0: 8,
      l1: 20,
      cosine: 0.9,
      normRatio: 0.95,
      relativeBias: 0.98,
      latents: N,
      density: { from: -6, to: 0, counts: [N - 1, 0], dead: 1 },
      model: {
        predicted: 90,
        crossEntropy: 2,
        crossEntropyReconstructed: 2.2,
        crossEntropyZeros: 7,
        lossRecovered: 0.96,
        kl: 0.2,
        klZeros: 5,
        klScore: 0.96,
        topAgreement: 0.9,
        topAgreementZeros: 0.1,
      },
    },
  });
}

/** The matching of two dictionaries, one of which has two latents of the other in one. */
let merged = '';
async function publishMerge(): Promise<void> {
  const d = 32;
  const axes = (weights: Record<number, number>[]) =>
    Float32Array.from({ length: weights.length * d }, (_, at) => weights[Math.floor(at / d)][at % d] ?? 0);
  const shape = { n: 3, d, group: 'merged', encoder: null };
  const a = await publishExample(edge.db, { ...shape, seed: 31, decoder: axes([{ 0: 1 }, { 1: 1 }, { 2: 1 }]) });
  const into = axes([{ 0: 0.8, 1: 0.6 }, { 7: 1 }, { 8: 1 }]);
  const b = await publishExample(edge.db, { ...shape, seed: 32, decoder: into });
  merged = matchingId(await matchExamples(edge.db, { a, b, measure: 'COSINE' }));
}

/** What a job of every kind is told, and what it has done. */
const counts = { written: 1, present: 2, unsuitable: 3, failed: 4, unparsable: 5, leftByBudget: 6 };
const asked = { latents: null, examples: 3, budget: null };
const jobExamples: Record<JobKind, { payload: object; result?: object }> = {
  DELETE: { payload: {} },
  IMPORT: { payload: { path: 'run' } },
  IMPORT_MATCHING: { payload: { path: 'a.json' } },
  EXPLANATIONS: {
    payload: { path: 'labels' },
    result: {
      files: 1,
      explanations: 2,
      scores: 3,
      contexts: 4,
      statistics: 5,
      present: 6,
      skipped: [{ reason: 'BROKEN', count: 1, examples: [{ file: 'a.jsonl', line: 2, detail: 'cut' }] }],
    },
  },
  EXPORT: { payload: { format: 'sparsify', folder: 'out' } },
  EXPORT_FEATURES: {
    payload: { runGroupId: 1, part: 'CORE', criterion: defaultCriterion, format: 'sparsify', folder: 'core' },
  },
  EXPORT_EXPLANATIONS: {
    payload: { layout: 'DELPHI', folder: 'labels', replace: false },
    result: { explanations: 1, scores: 2, statistics: 3, contexts: 4 },
  },
  INDEX: { payload: { side: 'DECODER', enabled: true } },
  MATCH: { payload: { side: 'DECODER', measure: 'COSINE' } },
  NULL_BASELINE: { payload: { measure: 'COSINE' } },
  MATCH_ACTIVATIONS: { payload: { dictionaryIds: [1, 2] }, result: { matchingIds: [1], tokens: 100 } },
  EVALUATE: { payload: { dictionaryIds: [1] }, result: { tokens: 100, sourceKey: 'key' } },
  SUBSTITUTE: { payload: {}, result: { tokens: 100 } },
  SIMILARITY: { payload: {} },
  EMBED: { payload: {}, result: { embedded: 1, embedder: { name: 'e', version: 'v', dimensions: 8 } } },
  CONTEXTS: {
    payload: { dictionaryIds: [1], model: 'm', corpus: 'c', hookpoint: null, tokens: null, context: null },
    result: {
      collected: [{ dictionaryId: 1, collection: 1, alreadyPresent: false, tokens: 9, l0: 2, fvu: 0.5 }],
      resumedAt: 0,
    },
  },
  SCORE: {
    payload: { ...asked, scorer: 'FUZZ', method: null, onlyBest: false, examplesPerQuestion: 5 },
    result: counts,
  },
  EXPLAIN: { payload: { ...asked, explainer: 'LLM' }, result: counts },
  TRAIN: { payload: { runId: 1 } },
};
let haveEnded = false;

/** A job of every kind that has succeeded; the one that explains has asked a chat model. */
async function finishExampleJobs(): Promise<void> {
  if (haveEnded) return;
  haveEnded = true;
  const [{ spaceId, id: dictionaryId }] = edge.seeds;
  const [{ id: matchingId }] = edge.matchings;
  for (const kind of jobKinds) {
    const example = jobExamples[kind];
    const payload = { spaceId, dictionaryId, matchingId, ...example.payload };
    const { job } = await createJob(edge.db, { kind, key: `example ${kind}`, title: kind, payload });
    await claimJob(edge.db, job.id);
    if (kind === 'EXPLAIN') {
      const spent = { requests: 1, promptTokens: 2, completionTokens: 3, cost: 4, reservedTokens: 5, reservedCost: 6 };
      const about = { jobId: job.id, model: 'm', host: 'h', failed: 0, unparsable: 0, budgetTokens: 7, budgetCost: 8 };
      await recordSpending(edge.db, { attempt: 1, spending: { ...spent, ...about } });
    }
    const made = {
      dictionary: { spaceId, id: dictionaryId },
      matching: { spaceId, id: matchingId },
      result: { version: 1, ...example.result },
    };
    await finishJob(edge.db, { id: job.id, attempt: 1, outcome: { state: 'SUCCEEDED', ...made } });
  }
}

test('every kind of job has its name in JobKind, in the order of urgency, and its result in JobResult', () => {
  const [names, union] = [schema.getType('JobKind'), schema.getType('JobResult')];
  if (!isEnumType(names) || !isUnionType(union)) throw new TypeError('expected an enum and a union');
  expect(names.getValues().map(({ name }) => name)).toEqual(jobKinds);
  expect(union.getTypes().map(({ name }) => name)).toEqual(jobKinds.map(resultType));
});

let published = '';

/** A side of a matching that others solved. */
async function publishSide(): Promise<void> {
  const { seeds, bare, db } = edge;
  const matching = await ensureMatching(db, { a: seeds[1], b: bare, measure: 'COSINE' });
  const ends = buildPartnerEnds(
    { partner: Int32Array.from({ length: N }, (_, i) => i), cosine: new Float64Array(N).fill(Number.NaN) },
    N,
  );
  const publication: Publication = {
    by: 'somebody',
    format: 'sae_overlap',
    files: [{ name: 'a.pkl', size: 1, sha256: '0'.repeat(64) }],
    cosines: 'UNKNOWN',
    objective: null,
    statedCertificate: null,
  };
  const { id: jobId } = await runningJob(db);
  expect(await insertPublishedSide(db, { matching, side: 'DECODER', ends, publication, jobId })).toBe(true);
  published = matchingId(matching);
}

const trained = /^(Train(?!.*Connection)|HeldOut|Initial|Shared(Over|At)Tokens)/;
let hasRun = false;
async function publishRun(): Promise<void> {
  if (!hasRun) await publishExampleRun(edge.db, { name: 'example', dictionaries: edge.seeds });
  hasRun = true;
}

async function announceExample(): Promise<void> {
  await announceWorker(edge.db, {
    id: '00000000-0000-4000-8000-000000000001',
    name: 'machine 1',
    kinds: ['TRAIN'],
    provider: 'cpu',
    trainers: ['example'],
    jobId: null,
  });
}

async function makeFailedJob(): Promise<void> {
  const job = await runningJob(edge.db);
  await reportProgress(edge.db, { id: job.id, attempt: 1, done: 1, total: 2, unit: 'rows', step: 'loading' });
  await finishJob(edge.db, {
    id: job.id,
    attempt: 1,
    outcome: { state: 'FAILED', code: 'FORMAT_UNKNOWN', message: 'no', hint: null },
  });
}

test('asking in process gives the data, or throws what a resolver threw', async () => {
  expect(
    await buildAsk(edge.options)({
      query: 'query ($name: String) { runGroups(name: $name) { name } }',
      variables: { name: 'wide' },
    }),
  ).toEqual({ runGroups: [{ name: 'wide' }] });
  await expect(buildAsk(edge.options)({ query: '{ job(id: "x") { id } }' })).rejects.toMatchObject({
    code: 'BAD_ID',
  });
});

test('the generated types are those of the contract', async () => {
  const codegen = new URL('../../node_modules/.bin/graphql-codegen', import.meta.url).pathname;
  const cwd = new URL('../..', import.meta.url).pathname;
  // exits with 1 if the file would change
  await expect(promisify(execFile)(process.execPath, [codegen, '--check'], { cwd })).resolves.toBeDefined();
});
