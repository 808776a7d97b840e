/** Random pairings against which an observed one is set. */

/** The least p-value is 1 / 200. */
export const SHUFFLES = 199;
/** Any fixed number: the same rows and labels give the same answer. */
export const RANDOM_SEED = 20_250_126;
