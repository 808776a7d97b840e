/** Who is alive: not known of dictionaries that came with a published matching. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LivingEnds } from '../../compute/statistics/statistics.ts';
import { ReseedError } from '../../errors.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** Throws `BAD_INPUT` if only the living are to be counted and nobody has said who they are. */
export function assertAliveKnown(dictionaries: readonly DictionaryRow[], { aliveOnly }: { aliveOnly: boolean }): void {
  const unknown = aliveOnly && dictionaries.find(({ nAlive }) => nAlive === null);
  if (!unknown) return;
  throw new ReseedError(
    'BAD_INPUT',
    `Cannot count alive latents only: nobody has said which of "${unknown.name}" are`,
    {
      hint: 'Leave `aliveOnly` out.',
    },
  );
}

/** Who is alive at both ends of a matching, seen from A. */
export async function readLiving(
  { pairs }: AnalysisContext,
  { a, b }: { a: DictionaryRow; b: DictionaryRow },
): Promise<LivingEnds> {
  const [own, other] = await Promise.all([pairs.loadAlive(a), pairs.loadAlive(b)]);
  return { own, other };
}
