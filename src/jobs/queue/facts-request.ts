/** What a person may change of a dictionary's facts, checked the same way for the API and the command line. Absent: left as it is; null: not known. */
import * as v from 'valibot';
import type { DictionaryFacts } from '../../../db/stores/dictionary-facts.ts';

import { checkRequest } from './checked-request.ts';
import { seedField, statedCount, statedName, statedPortalId } from './stated-fields.ts';

const factsRequest = v.object({
  initSeed: v.optional(v.nullable(seedField)),
  dataSeed: v.optional(v.nullable(seedField)),
  dataset: v.optional(v.nullable(statedName)),
  tokens: v.optional(v.nullable(statedCount)),
  portalId: v.optional(v.nullable(statedPortalId)),
  l1Coefficient: v.optional(
    v.nullable(v.pipe(v.number(), v.finite('expected a finite number'), v.minValue(0, 'expected zero or more'))),
  ),
  runGroup: v.optional(statedName),
  name: v.optional(statedName),
});

/** `request`, checked. Throws `BAD_INPUT` that names the field. */
export function checkFactsRequest(request: unknown): DictionaryFacts {
  return checkRequest(factsRequest, request, { action: 'change', otherwise: 'to leave it as it is' });
}
