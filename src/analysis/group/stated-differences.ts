/** What configurations of dictionaries state, and where they contradict each other: a run group holds dictionaries that differ only in the seed. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { definitions } from '../definitions/definitions.ts';

/** What is compared of a dictionary. */
export type StatedOf = Pick<
  DictionaryRow,
  'architecture' | 'nLatents' | 'k' | 'l1Coefficient' | 'dataset' | 'tokens' | 'format'
> & { encoding: { scalarNormalisation?: string } | null; hasWeights?: boolean };

/** One fact that is not the same in all. */
export interface StatedDifference {
  field: string;
  /** What is stated, as text, each once, in the order of the dictionaries. */
  values: string[];
}

const FACTS: Readonly<Record<string, (of: StatedOf) => string | number | null>> = {
  architecture: (of) => of.architecture,
  nLatents: (of) => of.nLatents,
  k: (of) => of.k,
  l1Coefficient: (of) => of.l1Coefficient,
  dataset: (of) => of.dataset,
  tokens: (of) => of.tokens,
  normalisation: (of) => of.encoding?.scalarNormalisation ?? null,
  publisher: (of) => of.format,
};

/** The facts in which these contradict each other; what is not stated contradicts nothing, and nothing is stated without weights but n. */
export function listStatedDifferences(of: readonly StatedOf[]): StatedDifference[] {
  const stated = of.filter(({ hasWeights }) => hasWeights !== false);
  return Object.entries(FACTS).flatMap(([field, read]) => {
    const known = (field === 'nLatents' ? of : stated).map(read).filter((value) => value !== null);
    const values = [...new Set(known.map(String))];
    return values.length > 1 ? [{ field, values }] : [];
  });
}

/** One sentence on all of them, or null. */
export function describeDifferences(of: readonly StatedOf[]): string | null {
  const differences = listStatedDifferences(of);
  if (differences.length === 0) return null;
  return definitions.statedDifference.statement(
    differences.map(({ field, values }) => `${field} (${values.join(', ')})`).join(', '),
  );
}
