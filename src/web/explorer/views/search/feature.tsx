/** One feature that was found: its best label, in how many seeds it is, and its latents. */
import { Figure, two } from '../../figures/figure.tsx';
import { latentHref } from '../../names.ts';
import { visibleText } from '../../text/foreign-text.tsx';
import { LatentLine } from '../latent-line.tsx';
import type { FoundFeature } from './fold-features.ts';

export function Feature({ feature: { hit, latents } }: { feature: FoundFeature }) {
  const { snippet, latent, explanation } = hit;
  const { count, dictionariesCompared } = latent.universality;
  return (
    <li class="card">
      <p class="name">
        <a href={latentHref(latent)}>
          <bdi>
            {snippet.map(({ text, matched }, i) =>
              matched ? <mark key={i}>{visibleText(text)}</mark> : <span key={i}>{visibleText(text)}</span>,
            )}
          </bdi>
        </a>
      </p>
      <p class="quiet">
        in{' '}
        <Figure
          of="universality"
          value={`${count} of ${dictionariesCompared}`}
          about="Seeds in which this latent is found, its own included."
        />{' '}
        seeds of {latent.dictionary.name.replace(/\/seed\d+$/, '')} · {explanation.method}
        {explanation.score != null && (
          <>
            , {explanation.scorer}{' '}
            <Figure
              of="sharedByScore"
              value={two(explanation.score)}
              about="Score of this label."
              chance="0.5, by guessing"
            />
          </>
        )}
      </p>
      {latents.length > 1 && (
        <ul class="candidates">
          {latents.map((one) => (
            <li key={one.id}>
              <LatentLine latent={one} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
