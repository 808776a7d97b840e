/** The kinds of fields in which people state facts with a request, checked the same way everywhere. */
import * as v from 'valibot';
import { MAX_NAME_LENGTH } from '../../../loaders/files/name-length.ts';

export { parseSeed, seedField } from '../../../loaders/checkpoints/seed.ts';

/** A name, trimmed. */
export const statedName = v.pipe(
  v.string('expected text'),
  v.trim(),
  v.minLength(1, 'expected a name that is not empty'),
  v.maxLength(MAX_NAME_LENGTH, `expected at most ${MAX_NAME_LENGTH} characters`),
);

/** A portal's name for a dictionary. */
export const statedPortalId = v.pipe(statedName, v.regex(/^[^/\s]+\/[^/\s]+$/, 'expected <model>/<source>'));

/** A whole number from `min` to `max`. */
export const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.number('expected a number'),
    v.safeInteger('expected a whole number below 2^53'),
    v.minValue(min, min === 0 ? 'expected zero or more' : `expected at least ${min}`),
    v.maxValue(max, `expected at most ${max}`),
  );

/** A count, a seed: zero or more. */
export const statedCount = wholeNumber(0, Number.MAX_SAFE_INTEGER);
