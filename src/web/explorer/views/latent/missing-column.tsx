/** A seed in which a latent is not found: what comes closest there, and why it was not accepted. */
import { secondSide } from '../../criterion/addressed-criterion.ts';
import { Figure, two } from '../../figures/figure.tsx';
import { LatentLine } from '../latent-line.tsx';
import { Column } from './column.tsx';
import type { LatentData } from './latent-data.ts';

type PartnerData = LatentData['partners'][number];

export function MissingColumn({ partner }: { partner: PartnerData }) {
  const { dictionary, candidates, matching, shared } = partner;
  if (matching === null || shared === null) {
    return (
      <section class="column missing" aria-label={`seed ${dictionary.initSeed ?? dictionary.name}`}>
        <h2>seed {dictionary.initSeed ?? dictionary.name}</h2>
        <p class="quiet">
          Not matched yet: <code>npm run reseed -- match</code> with the name of the run group.
        </p>
      </section>
    );
  }
  const nearest = partner.nearest[0]?.latent ?? null;
  const head = (
    <>
      <p class="lost">
        <span class="dot none" aria-hidden="true" /> <strong>no partner</strong> {why(partner)}. What comes closest:
      </p>
      <ul class="candidates">
        {candidates.map((candidate) => (
          <li key={candidate.latent.id}>
            <Figure of="nearest" value={two(candidate.decoderCosine)} about="Cosine of the decoder rows." />{' '}
            <LatentLine latent={candidate.latent} />
            {candidate.matched && <span class="quiet"> (its matched partner)</span>}
          </li>
        ))}
      </ul>
    </>
  );
  if (nearest === null) {
    return (
      <section class="column missing" aria-label={`seed ${dictionary.initSeed ?? dictionary.name}`}>
        <h2>seed {dictionary.initSeed ?? dictionary.name}</h2>
        {head}
      </section>
    );
  }
  return (
    <Column latent={nearest} missing>
      {head}
    </Column>
  );
}

/** Why the criterion is not met, from what is known of the matched partner. */
function why({ decoder, encoder, agree }: PartnerData): string {
  const parts = [
    decoder && `matched by decoder at ${two(decoder.cosine) ?? 'an unknown cosine'}`,
    encoder && `by ${secondSide.value.name} at ${two(encoder.cosine) ?? 'an unknown cosine'}`,
    agree === false && 'to two different latents',
  ];
  return parts.filter(Boolean).join(', ');
}
