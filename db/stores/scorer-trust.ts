/**
 * Which scorer is believed when several have scored the explanations of a latent. Scorers of one tier measure the same thing under the names of
 * different sources.
 *
 * Detection and fuzzing put the explanation to the test on held-out text, where a guess gives 0.5; intruder finding does so with fewer
 * examples; simulation and surprisal depend on how well a model simulates; similarity of embeddings and lists of tokens never read the
 * explanation as a person would. A scorer that is not named here comes last.
 */
const TIERS: readonly (readonly string[])[] = [
  ['detection', 'eleuther_recall'],
  ['fuzz', 'eleuther_fuzz'],
  ['intruder'],
  ['simulation', 'recall_alt'],
  ['surprisal'],
  ['embedding', 'eleuther_embedding'],
  ['token_set'],
];

const ranks = new Map(TIERS.flatMap((names, tier) => names.map((name) => [name, tier])));

/** Place in the order of trust, from 0. */
export function scorerRank(scorer: string): number {
  return ranks.get(scorer) ?? TIERS.length;
}
