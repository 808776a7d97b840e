/** Limits of what an analysis is asked with, each with its reason. Pages, requests and documents have theirs in src/graph. */

/** Bins of a histogram and steps of a sweep: more than a plot has pixels is never read. */
export const MAX_BINS = 500;
export const MAX_STEPS = 1_000;
/** Latents that one recoding takes: beyond eight a sum of latents explains nothing to a person. */
export const MAX_ATOMS = 8;
