/**
 * When a latent counts as shared: definition, threshold, strictness and whether the dead are left out.
 *
 * In: a definition. Out: what it looks at. pi_d and pi_e are the optimal matchings of decoder and encoder rows, C^d and C^e the cosines.
 */

/** Every definition, the default first. See `SharedDefinition` in schema.graphql. */
export const sharedDefinitions = [
  'BOTH_AGREE',
  'BOTH',
  'DECODER',
  'ENCODER',
  'AGREE',
  'MAX_COSINE',
  'MUTUAL_NN',
] as const;

export type SharedDefinition = (typeof sharedDefinitions)[number];

/** What counts as shared. */
export interface Criterion {
  readonly definition: SharedDefinition;
  /** Cosine threshold, 0 to 1. AGREE does not use it. */
  readonly threshold: number;
  /** `>` instead of `>=`. */
  readonly strict: boolean;
  /** Count only latents that are alive, and only partners that are. */
  readonly aliveOnly: boolean;
  /** Of the living only those that fire on at least this fraction of tokens: who "is alive" below then means these. Needs `aliveOnly`. */
  readonly minFiringFrequency?: number | null;
}

/** Whether `definition` looks at encoder rows, and so has no value for dictionaries without encoders. */
export function needsEncoder(definition: SharedDefinition): boolean {
  return definition !== 'DECODER' && definition !== 'MUTUAL_NN';
}

/** Whether `definition` looks at nearest candidates, and not at matched partners. */
export function byNeighbours(definition: SharedDefinition): boolean {
  return definition === 'MAX_COSINE' || definition === 'MUTUAL_NN';
}

/** Which nearest latents of the other dictionary are looked at, of those that are kept. */
export type Candidates = 'NONE' | 'NEAREST' | 'ALL';

/** What a criterion looks at: of the candidates the living are looked for, so that all are needed only where the dead do not count. */
export function candidatesNeeded({ definition, aliveOnly }: Pick<Criterion, 'definition' | 'aliveOnly'>): Candidates {
  if (!byNeighbours(definition)) return 'NONE';
  return aliveOnly ? 'ALL' : 'NEAREST';
}
