/**
 * What is done to activations before they enter a dictionary, in two parts: what changes directions, and so the space, and what only scales.
 *
 * A stated normalisation is a list joined by ` + `, `none` if it is empty.
 */

/** Scaling by one number, of all activations or of each: no direction changes. Names of SAELens. */
const SCALARS = new Set(['expected_average_only_in', 'constant_norm_rescale', 'constant_scalar_rescale']);
const SEPARATOR = ' + ';

/** The two parts of `stated`, each `none` if it is empty. */
export function splitNormalisation(stated: string): { directions: string; scalar: string } {
  const parts = stated.split(SEPARATOR).filter((part) => part !== 'none');
  return {
    directions: join(parts.filter((part) => !SCALARS.has(part))),
    scalar: join(parts.filter((part) => SCALARS.has(part))),
  };
}

/** The inverse of {@link splitNormalisation}. */
export function joinNormalisation({ directions, scalar }: { directions: string; scalar: string }): string {
  return join([scalar, directions].filter((part) => part !== 'none'));
}

function join(parts: readonly string[]): string {
  return parts.length === 0 ? 'none' : parts.join(SEPARATOR);
}
