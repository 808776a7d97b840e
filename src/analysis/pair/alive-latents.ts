/** Who is alive, where only the living count: not known of a dictionary of which nobody has said whether its latents fire. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LivingEnds } from '../../compute/statistics/statistics.ts';
import { ReseedError } from '../../errors.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** Throws `ALIVE_UNKNOWN` if only the living are to be counted and nothing is known of who they are. */
export function assertAliveKnown(dictionaries: readonly DictionaryRow[], { aliveOnly }: { aliveOnly: boolean }): void {
  const unknown = aliveOnly && dictionaries.find(({ nAlive }) => nAlive === null);
  if (!unknown) return;
  throw new ReseedError(
    'ALIVE_UNKNOWN',
    `Cannot count alive latents only: nobody has said which latents of "${unknown.name}" fire`,
    {
      hint: 'Collect activations of it first (npm run reseed -- collect-contexts), or leave `aliveOnly` out.',
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
