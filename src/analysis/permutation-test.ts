/** Random pairings against which an observed one is set. */

/** The least p-value is 1 / 200. */
export const SHUFFLES = 199;
