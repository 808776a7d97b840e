/** Parts of the answer that the parts of the view are given. */
import type { LatentQuery } from '../../../generated/documents.ts';

export type LatentData = NonNullable<LatentQuery['latent']>;
