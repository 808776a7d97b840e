/** Fields that payloads of several kinds have. */
import * as v from 'valibot';
import { measures } from '../../compute/side-matching.ts';
import { wholeNumber } from '../queue/stated-fields.ts';

/** The number of a row. */
export const rowNumber = wholeNumber(1, Number.MAX_SAFE_INTEGER);
export const side = v.picklist(['DECODER', 'ENCODER']);
export const measure = v.picklist(measures);
export const writtenFormat = v.picklist(['sparsify', 'sae-lens', 'dictionary-learning']);

/** A dictionary, as a payload names it. */
export const dictionaryFields = { spaceId: rowNumber, dictionaryId: rowNumber };
/** A matching, as a payload names it. */
export const matchingFields = { spaceId: rowNumber, matchingId: rowNumber };

/** The result of a kind that does what it was asked to and has no numbers of its own. */
export const noFields = v.object({});
