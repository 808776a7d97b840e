/** How a partner was found: cosines of both sides, the margin to the next best, and whether both sides agree. */
import { secondSide } from '../../criterion/addressed-criterion.ts';
import { Figure, two } from '../../figures/figure.tsx';
import type { LatentData } from './latent-data.ts';

type PartnerData = LatentData['partners'][number];

export function Partner({ partner }: { partner: PartnerData }) {
  const { decoder, encoder, agree } = partner;
  return (
    <p class="found">
      <span class="dot" aria-hidden="true" /> <strong>shared</strong> decoder{' '}
      <Figure
        of="criterion"
        value={two(decoder?.cosine)}
        about="Cosine of the decoder rows of this latent and its decoder partner."
      />
      {encoder && (
        <>
          {' '}
          · {secondSide.value.name}{' '}
          <Figure of="criterion" value={two(encoder.cosine)} about={secondSide.value.partner} />
        </>
      )}{' '}
      · margin{' '}
      <Figure
        of="nearest"
        value={two(marginOf(partner))}
        about="By how much the partner's decoder cosine exceeds that of the next nearest latent of the same seed."
      />
      {agree === false && ` · ${secondSide.value.disagrees}`}
    </p>
  );
}

/** Decoder cosine of the partner less that of the best other candidate; null where either is not known. */
function marginOf({ decoder, candidates }: PartnerData): number | null {
  const others = candidates
    .filter(({ latent }) => latent.id !== decoder?.latent.id)
    .map(({ decoderCosine }) => decoderCosine);
  const best = others.filter((cosine) => cosine !== null).sort((x, y) => y - x)[0];
  return decoder?.cosine == null || best === undefined ? null : decoder.cosine - best;
}
