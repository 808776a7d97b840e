/**
 * What is known of a side that others published: partners for certain, cosines perhaps (NaN where not, for all pairs or for none), nearest
 * candidates never.
 */
import { ReseedError } from '../../errors.ts';
import type { MatchedEnd } from '../side-matching.ts';

/** Whether the cosines of the matched pairs are known. */
export function knowsCosines({ partner, cosine }: Pick<MatchedEnd, 'partner' | 'cosine'>): boolean {
  const first = partner.findIndex((j) => j >= 0);
  return first < 0 || !Number.isNaN(cosine[first]);
}

/** Throws `COSINES_UNKNOWN` unless {@link knowsCosines}; `number` says what is asked. */
export function assertCosines(end: Pick<MatchedEnd, 'partner' | 'cosine'>, number: string): void {
  if (!knowsCosines(end)) throw cosinesUnknown(number);
}

/** Throws `COSINES_UNKNOWN` where no nearest candidates were kept; `number` says what is asked. */
export function assertCandidates({ partner, candidatesPerLatent }: MatchedEnd, number: string): void {
  if (candidatesPerLatent === 0 && partner.length > 0) throw candidatesUnknown(number);
}

/** The refusal of a number that rests on nearest candidates of a published matching. */
export function candidatesUnknown(number: string): ReseedError {
  return new ReseedError(
    'COSINES_UNKNOWN',
    `Cannot tell ${number}: others published this matching, and it holds partners only`,
    {
      hint: 'Import the weights of both dictionaries and match them here, or ask for a definition by matched partners.',
    },
  );
}

function cosinesUnknown(number: string): ReseedError {
  return new ReseedError('COSINES_UNKNOWN', `Cannot tell ${number}: this matching was published without cosines`, {
    hint: 'Ask for the definition AGREE, which needs none, or import the weights of both dictionaries and match them here.',
  });
}
