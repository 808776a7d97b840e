/** Which null a report shows where there are several. */

/** The one that differs least from real dictionaries. */
export const PREFERRED_NULL = 'COVARIANCE_MATCHED';

/** The null to show; undefined if there is none. */
export function chooseNull<Null extends { kind: string }>(nulls: readonly Null[]): Null | undefined {
  return nulls.find(({ kind }) => kind === PREFERRED_NULL) ?? nulls[0];
}
