/** The criterion that all views obey, kept in the address. What is not in the address is the API's default. */
import { computed, signal } from '@preact/signals';
import type { Measure, SharedDefinition } from '../../generated/documents.ts';
import { parameters, setParameters } from '../route.ts';

export interface Criterion {
  definition: SharedDefinition;
  threshold: number;
  strict: boolean;
  aliveOnly: boolean;
}

export const DEFAULTS: Criterion = { definition: 'BOTH_AGREE', threshold: 0.7, strict: false, aliveOnly: false };

/** Definitions by name, with what each asks for in a few words. */
export const DEFINITIONS: Record<SharedDefinition, string> = {
  BOTH_AGREE: 'both sides, same partner',
  BOTH: 'both sides, each its own partner',
  DECODER: 'decoder rows',
  ENCODER: 'encoder rows',
  AGREE: 'same partner, any cosine',
  MAX_COSINE: 'nearest row on both sides, no bijection',
  MUTUAL_NN: "each other's nearest decoder row",
};

const MEASURES: readonly Measure[] = ['COSINE', 'ABSOLUTE_COSINE', 'ACTIVATION_CORRELATION'];

/** How long the slider has to rest before the server is asked. */
const REST_MS = 120;

/** What the address says. */
const addressed = computed((): Criterion => {
  const query = parameters.value;
  const definition = query.get('definition') as SharedDefinition | null;
  const threshold = Number(query.get('threshold') ?? DEFAULTS.threshold);
  return {
    definition: definition !== null && definition in DEFINITIONS ? definition : DEFAULTS.definition,
    threshold: threshold >= 0 && threshold <= 1 ? threshold : DEFAULTS.threshold,
    strict: query.get('strict') === 'true',
    aliveOnly: query.get('alive') === 'true',
  };
});

/** A threshold that the slider shows and the address does not have yet. */
const sliding = signal<number | null>(null);
let rest = 0;

/** The criterion that answers are asked under. */
export const criterion = addressed;

/** The threshold as it moves: what plots draw at once. */
export const liveThreshold = computed(() => sliding.value ?? addressed.value.threshold);

export const measure = computed(
  (): Measure => MEASURES.find((known) => known === parameters.value.get('measure')) ?? 'COSINE',
);

/** Words for the second side of a matching: encoder rows, or activations where the measure is their correlation. */
export const secondSide = computed(() =>
  measure.value === 'ACTIVATION_CORRELATION'
    ? {
        name: 'activation',
        rows: 'activations',
        mean: 'activations a mean correlation of',
        score: 'activation correlation',
        partner:
          'Pearson correlation of the activations of this latent and its partner by activation, over the tokens of the matching.',
        disagrees: 'activations name another partner',
      }
    : {
        name: 'encoder',
        rows: 'encoder rows',
        mean: 'encoder rows of',
        score: 'encoder cosine',
        partner: 'Cosine of the encoder rows of this latent and its encoder partner.',
        disagrees: 'the encoder names another partner',
      },
);

/** Changes the criterion by changing the address. */
export function setCriterion(change: Partial<Criterion>): void {
  const next = { ...addressed.value, ...change };
  setParameters({
    definition: next.definition === DEFAULTS.definition ? null : next.definition,
    threshold: next.threshold === DEFAULTS.threshold ? null : String(next.threshold),
    strict: next.strict ? 'true' : null,
    alive: next.aliveOnly ? 'true' : null,
  });
}

export function setMeasure(value: Measure): void {
  setParameters({ measure: value === 'COSINE' ? null : value });
}

/** Moves the threshold; the address follows once it rests. */
export function slideThreshold(threshold: number): void {
  sliding.value = threshold;
  clearTimeout(rest);
  rest = window.setTimeout(() => {
    setCriterion({ threshold });
    sliding.value = null;
  }, REST_MS);
}

/** The parameters of the address that every link takes along. */
export const carried = computed(() => {
  const query = new URLSearchParams();
  for (const name of ['definition', 'threshold', 'strict', 'alive', 'measure']) {
    const value = parameters.value.get(name);
    if (value !== null) query.set(name, value);
  }
  return query;
});
