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

/** The definition in words and symbols, with threshold and relation filled in. */
export function criterionStatement(criterion: Criterion): string {
  const { definition, threshold, strict, aliveOnly } = criterion;
  const passes = `${strict ? '>' : '>='} ${threshold}`;
  const alive = aliveOnly ? '; only latents that are alive are counted, and only partners that are alive' : '';
  return `Latent i is shared if ${conditions[definition](passes)}${alive}.`;
}

const conditions: Record<SharedDefinition, (passes: string) => string> = {
  BOTH_AGREE: (passes) =>
    `the optimal decoder matching and the optimal encoder matching name the same partner, pi_d(i) = pi_e(i), and both cosines pass: C^d(i, pi_d(i)) ${passes} and C^e(i, pi_e(i)) ${passes}`,
  BOTH: (passes) =>
    `its cosine passes in each optimal matching, whichever partners they name: C^d(i, pi_d(i)) ${passes} and C^e(i, pi_e(i)) ${passes}`,
  DECODER: (passes) => `its cosine in the optimal decoder matching passes: C^d(i, pi_d(i)) ${passes}`,
  ENCODER: (passes) => `its cosine in the optimal encoder matching passes: C^e(i, pi_e(i)) ${passes}`,
  AGREE: () =>
    'the optimal decoder matching and the optimal encoder matching name the same partner, pi_d(i) = pi_e(i), whatever the cosines',
  MAX_COSINE: (passes) =>
    `its largest cosines pass, without a bijection: max_j C^d(i, j) ${passes} and max_j C^e(i, j) ${passes}`,
  MUTUAL_NN: (passes) => `it and some j are each other's nearest decoder row and C^d(i, j) ${passes}`,
};
