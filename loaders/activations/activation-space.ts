/** What a manifest and a caller say of where activations were taken -> the space, or a refusal. */
import { ReseedError } from '../../src/errors.ts';
import { type ActivationManifest, type ActivationSpace, MANIFEST } from './activation-manifest.ts';
import { clip } from '../files/clip.ts';

/**
 * The manifest's space, with which everything `stated` must agree; without a manifest what is stated, at width `dIn`. `shown` names the folder.
 * Throws `SPACE_MISMATCH`, `IDENTITY_UNKNOWN`.
 */
export function decideSpace(from: {
  manifest: ActivationManifest | null;
  stated: Partial<ActivationSpace>;
  dIn: number;
  shown: string;
}): ActivationSpace {
  const { manifest, stated, dIn, shown } = from;
  if (manifest !== null) {
    for (const [field, value] of Object.entries(manifest.space)) {
      const other = stated[field as keyof ActivationSpace];
      if (other === undefined || other === value) continue;
      throw new ReseedError(
        'SPACE_MISMATCH',
        `Cannot use the activations in "${clip(shown)}": their ${field} is "${clip(String(value))}"; expected "${clip(String(other))}"`,
        { hint: `Use activations of the same space, or leave ${field} out.` },
      );
    }
    return manifest.space;
  }
  const { model, hookpoint, revision = 'unspecified', normalisation = 'none' } = stated;
  if (model === undefined || hookpoint === undefined) {
    const what = model === undefined ? 'model' : 'hookpoint';
    throw new ReseedError(
      'IDENTITY_UNKNOWN',
      `Cannot use the activations in "${clip(shown)}": their ${what} is stated nowhere; expected it in ${MANIFEST} or with the request`,
      { hint: `State the ${what}.` },
    );
  }
  return { model, revision, hookpoint, dIn, normalisation };
}
