/**
 * What an operation may cost, before it runs, in resolved fields: sizes of lists are multiplied, pages by their `first` as the variables
 * say. An estimate from above for pages and a guess for lists without one; it keeps one question from holding the server.
 */
import {
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { ReseedError } from '../../errors.ts';
import { MAX_COST } from '../limits.ts';

/** Length of a list that has no `first`, unless a better guess is below. A run group of nine seeds has 36 pairs. */
const GUESSED_LENGTH = 10;
const guessedLengths: Readonly<Record<string, number>> = {
  'Query.models': 5,
  'Model.spaces': 5,
  'Space.runGroups': 5,
  'RunGroup.matchings': 36,
  'RunGroup.sameSeedPairs': 1,
  'Dictionary.nearestIndexes': 2,
  'InitialDistance.quantiles': 7,
  'SideMatching.nulls': 2,
  'MatchingSummary.nulls': 2,
  'ThresholdSweep.nulls': 2,
  'SweepNull.points': 20,
  'SharedMatrixCell.nulls': 2,
  'GroupUniversality.nulls': 2,
  'BaseUniversality.nulls': 2,
  'OnlyInBaseCurve.nulls': 2,
  'UnionGrowth.nulls': 2,
  'ThresholdSweep.points': 20,
  'LatentPartner.candidates': 3,
  'GroupAnalysis.matchings': 36,
  'Recoding.atoms': 4,
  'Explanation.scores': 3,
  'ExplanationHit.snippet': 5,
  'ExplanationsResult.skipped': 3,
  'ContextsResult.collected': 9,
  'ExplanationTools.explainers': 2,
  'ExplanationTools.scorers': 4,
  'SkippedRecords.examples': 5,
  'Dictionary.activationCollections': 3,
  'Merge.atoms': 4,
  'TrainingRun.seeds': 5,
  'TrainingRun.checkpoints': 4,
  'TrainingRun.sources': 4,
  'TrainingCheckpoint.seeds': 5,
  'SharedOverTokens.points': 4,
  'Query.workers': 4,
  '__Schema.types': 100,
  '__Type.fields': 8,
  '__Type.enumValues': 5,
  '__Type.interfaces': 1,
  '__Type.possibleTypes': 2,
  '__Field.args': 1,
};

/** Fields that are more than one look-up, in look-ups: whole arrays are gone through, or much is sent. */
const weights: Readonly<Record<string, number>> = {
  'Query.hookpoints': 100,
  'Dictionary.latents': 100,
  'Matching.summary': 50,
  'Matching.sweep': 50,
  'Matching.cosineHistogram': 50,
  'SideMatching.alive': 50,
  'Matching.sharedPairs': 100,
  'Matching.orphans': 100,
  'Matching.coverage': 50,
  'Matching.similarity': 6_500,
  'Matching.explanationAgreement': 500,
  'Matching.sharedByScore': 500,
  'Matching.sharedByFrequency': 500,
  'ExplanationAgreement.text': 2_000,
  'ExplanationAgreement.embedding': 5_000,
  'ExplanationAgreement.disagreements': 200,
  'GroupAnalysis.sharedByScore': 3_000,
  'GroupAnalysis.sharedByFrequency': 3_000,
  'BaseAnalysis.sharedByScore': 500,
  'BaseAnalysis.sharedByFrequency': 500,
  'BaseAnalysis.orphans': 300,
  'BaseOrphan.explanation': 5,
  'RunGroup.analysis': 100,
  'RunGroup.matchingProgress': 100,
  'GroupAnalysis.sharedMatrix': 1_000,
  'GroupAnalysis.universality': 1_000,
  'GroupAnalysis.onlyInBase': 1_000,
  'GroupAnalysis.cycleConsistency': 2_000,
  'GroupAnalysis.families': 2_000,
  'GroupAnalysis.union': 2_000,
  'UnionGrowth.nulls': 1_000,
  'TrainingRun.sharedOverTokens': 2_000,
  'TrainingSeed.curve': 20,
  'BaseAnalysis.universality': 200,
  'BaseAnalysis.onlyInBase': 200,
  'Latent.universality': 20,
  'Latent.vector': 50,
  'Vector.floats': 400,
  'Vector.base64': 150,
  'Latent.explanation': 5,
  'LatentPartner.explanation': 5,
  'Latent.borrowedExplanation': 30,
  'Query.searchExplanations': 2_000,
  'Latent.explanations': 5,
  'Latent.contexts': 5,
  'Dictionary.explanationCoverage': 100,
  'LatentContext.tokens': 30,
  'LatentContext.activations': 30,
  'Candidate.decoderCosine': 5,
  'Candidate.encoderCosine': 5,
};
/** One dictionary searched: a scan of all of its rows. */
const SCAN_WEIGHT = 1_500;
/** One atom of a recoding: a scan of all rows of each dictionary, in memory. About 20 recodings of four atoms fit an answer. */
const ATOM_WEIGHT = 1_100;
/** Fields of the schema itself are properties in memory. */
const INTROSPECTION_WEIGHT = 0.1;

/** What is asked. */
export interface AskedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown> | null | undefined;
}

/** Throws `QUERY_TOO_COSTLY` above {@link MAX_COST}. Variables that do not fit their types are left to execution to report. */
export function checkCost(asked: AskedOperation): void {
  const cost = operationCost(asked);
  if (cost === null || cost <= MAX_COST) return;
  const times = (cost / MAX_COST).toFixed(1);
  throw new ReseedError(
    'QUERY_TOO_COSTLY',
    `Cannot answer this operation: it may cost ${times} times what one answer may`,
    {
      hint: 'Ask for fewer rows (`first`), fewer nested lists or fewer vectors, in several requests.',
    },
  );
}

/** The cost, or null if the variables do not fit. */
export function operationCost({ schema, document, operation, variables }: AskedOperation): number | null {
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, { maxErrors: 1 });
  if (coerced.errors) return null;
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const estimate = new Estimate({ schema, document, variables: coerced.coerced });
  return estimate.selectionSet(operation.selectionSet, root);
}

/** Costs do not depend on where a fragment is spread, so each is computed once. */
class Estimate {
  readonly #schema: GraphQLSchema;
  readonly #variables: Record<string, unknown>;
  readonly #fragments = new Map<string, { type: string; selectionSet: SelectionSetNode; cost: number | null }>();

  constructor(of: { schema: GraphQLSchema; document: DocumentNode; variables: Record<string, unknown> }) {
    this.#schema = of.schema;
    this.#variables = of.variables;
    for (const definition of of.document.definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const { name, typeCondition, selectionSet } = definition;
      this.#fragments.set(name.value, { type: typeCondition.name.value, selectionSet, cost: null });
    }
  }

  selectionSet({ selections }: SelectionSetNode, type: GraphQLCompositeType): number {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        cost += this.#field(selection, type);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        cost += this.#fragment(selection.name.value);
      } else {
        const narrowed = selection.typeCondition ? this.#schema.getType(selection.typeCondition.name.value) : type;
        cost += isCompositeType(narrowed) ? this.selectionSet(selection.selectionSet, narrowed) : 0;
      }
    }
    return cost;
  }

  #fragment(name: string): number {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return 0;
    if (fragment.cost === null) {
      fragment.cost = 0;
      const type = this.#schema.getType(fragment.type);
      fragment.cost = isCompositeType(type) ? this.selectionSet(fragment.selectionSet, type) : 0;
    }
    return fragment.cost;
  }

  #field(node: FieldNode, parent: GraphQLCompositeType): number {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return 0;
    const args = getArgumentValues(field, node, this.#variables);
    const coordinate = `${parent.name}.${field.name}`;
    const type = getNamedType(field.type);
    const inside = node.selectionSet && isCompositeType(type) ? this.selectionSet(node.selectionSet, type) : 0;
    const own = parent.name.startsWith('__') ? INTROSPECTION_WEIGHT : weightOf(coordinate, args);
    return own + lengthOf(coordinate, { args, isList: String(field.type).startsWith('[') }) * inside;
  }
}

function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function weightOf(coordinate: string, args: Record<string, unknown>): number {
  if (coordinate === 'Query.nearestLatents') return SCAN_WEIGHT * dictionariesSearched(args);
  if (coordinate === 'Orphan.recoding') return ATOM_WEIGHT * Math.max(1, Number(args.atoms));
  return weights[coordinate] ?? 1;
}

function lengthOf(coordinate: string, { args, isList }: { args: Record<string, unknown>; isList: boolean }): number {
  const [type, field] = coordinate.split('.');
  // a connection's `first`, the dictionaries and `first` of a search are counted where they are given
  if (type.endsWith('Connection') || coordinate === 'NearestAnswer.groups' || coordinate === 'NearestGroup.hits')
    return 1;
  const first = typeof args.first === 'number' ? Math.max(1, args.first) : null;
  if (coordinate === 'Query.nearestLatents') return dictionariesSearched(args) * (first ?? 1);
  if (first !== null) return first;
  if (coordinate === 'TrainingSeed.curve') return Math.max(1, Number(args.maxPoints));
  if (!isList) return 1;
  if (field === 'nodes' && Array.isArray(args.ids)) return args.ids.length;
  return guessedLengths[coordinate] ?? GUESSED_LENGTH;
}

function dictionariesSearched({ dictionaries }: Record<string, unknown>): number {
  return Array.isArray(dictionaries) ? dictionaries.length : GUESSED_LENGTH;
}
