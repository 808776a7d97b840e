/** A number of real dictionaries against the same number of drawn ones. */

/** See `NullComparison` in schema.graphql. */
export interface NullComparison {
  readonly mean: number;
  readonly least: number;
  readonly greatest: number;
  readonly draws: number;
  readonly pValue: number;
  readonly leastPValue: number;
}

/** One-sided: large numbers speak against chance. At least one draw. */
export function compareWithDraws(value: number, drawn: readonly number[]): NullComparison {
  const draws = drawn.length;
  if (draws === 0) throw new RangeError('expected at least one draw');
  const atLeast = drawn.filter((one) => one >= value).length;
  return {
    mean: drawn.reduce((total, one) => total + one / draws, 0),
    least: Math.min(...drawn),
    greatest: Math.max(...drawn),
    draws,
    pValue: (1 + atLeast) / (1 + draws),
    leastPValue: 1 / (1 + draws),
  };
}
