/** A latent in a list: its seed and index as a link, and what it is called. */
import type { LatentLineFragment } from '../../generated/documents.ts';
import { latentHref } from '../names.ts';
import { Label } from '../text/foreign-text.tsx';

export function LatentLine({ latent }: { latent: LatentLineFragment }) {
  const { dictionary, index, explanation } = latent;
  return (
    <span class="latent-line">
      <a href={latentHref({ dictionary, index })}>
        seed {dictionary.initSeed ?? dictionary.name} #{index}
      </a>{' '}
      {explanation ? <Label text={explanation.text} /> : <span class="quiet">no label</span>}
    </span>
  );
}
