/** What somebody asks with -> a checked criterion. */
import { type Criterion, sharedDefinitions } from '../compute/statistics/criterion.ts';
import { ReseedError } from '../errors.ts';

/** The paper's text: same partner on both sides, both cosines at least 0.7. */
export const defaultCriterion: Criterion = Object.freeze({
  definition: 'BOTH_AGREE',
  threshold: 0.7,
  strict: false,
  aliveOnly: false,
  minFiringFrequency: null,
});

/** `input` with the paper's defaults where it is silent. Throws `BAD_INPUT`. */
export function buildCriterion(input?: { [Field in keyof Criterion]?: Criterion[Field] | null } | null): Criterion {
  const definition = input?.definition ?? defaultCriterion.definition;
  const threshold = input?.threshold ?? defaultCriterion.threshold;
  if (!sharedDefinitions.includes(definition)) {
    throw new ReseedError('BAD_INPUT', `Cannot use definition "${definition}": it does not exist`, {
      hint: `Use one of ${sharedDefinitions.join(', ')}.`,
    });
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new ReseedError('BAD_INPUT', `Cannot use threshold "${threshold}": expected a cosine from 0 to 1`, {
      hint: 'Give a threshold between 0 and 1, for example 0.7.',
    });
  }
  const minFiringFrequency = input?.minFiringFrequency ?? null;
  if (minFiringFrequency !== null && !(minFiringFrequency >= 0 && minFiringFrequency <= 1)) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot use minimum frequency "${minFiringFrequency}": expected a fraction of tokens from 0 to 1`,
      { hint: 'Give a number between 0 and 1, for example 0.0001.' },
    );
  }
  return Object.freeze({
    definition,
    threshold,
    strict: input?.strict ?? defaultCriterion.strict,
    // what fires is alive
    aliveOnly: minFiringFrequency !== null || (input?.aliveOnly ?? defaultCriterion.aliveOnly),
    minFiringFrequency,
  });
}
