/** Which null a report shows where there are several. */

/** The ones that keep most of what real dictionaries have, first. */
const PREFERRED_NULLS = ['JOINT', 'COVARIANCE_MATCHED', 'ISOTROPIC', 'SHIFTED_TEXT'];

const words: Record<string, string> = {
  JOINT: "with each dictionary's own mean and covariance, both rows of a latent drawn together",
  COVARIANCE_MATCHED: "with each dictionary's own mean and covariance",
  ISOTROPIC: 'uniform on the sphere',
  ROTATION: 'of the dictionaries themselves, one of them turned at random',
  INITIAL: 'before training',
  SHIFTED_TEXT: 'uniform on the sphere, with codes at tokens of other documents,',
};

/** The null to show; undefined if there is none. */
export function chooseNull<Null extends { kind: string }>(nulls: readonly Null[]): Null | undefined {
  for (const wanted of PREFERRED_NULLS) {
    const found = nulls.find(({ kind }) => kind === wanted);
    if (found) return found;
  }
  return undefined;
}

/** How the random vectors of these kinds of null were drawn. */
export function describeNullKinds(kinds: Iterable<string>): string {
  return [...new Set(kinds)].map((kind) => words[kind] ?? kind).join(' or ');
}
