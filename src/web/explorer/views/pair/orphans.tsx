/** Latents without an accepted partner, nearest to being shared first. */
import { useState } from 'preact/hooks';
import { criterion, secondSide } from '../../criterion/addressed-criterion.ts';
import { count, Figure, two } from '../../figures/figure.tsx';
import { useAnswer } from '../../graphql/use-answer.ts';
import { type MatchingEnd, PairOrphansDocument } from '../../../generated/documents.ts';
import { Empty, Failed, Loading } from '../../states/states.tsx';
import { LatentLine } from '../latent-line.tsx';

/** Orphans shown at first, and how many more at each step. */
const STEP = 10;
/** The API's largest page. */
const MOST = 500;

export function Orphans({ id, a, b }: { id: string; a: { name: string }; b: { name: string } }) {
  const [of, setOf] = useState<MatchingEnd>('A');
  const [first, setFirst] = useState(STEP);
  const { data, failure, retry } = useAnswer(PairOrphansDocument, { id, criterion: criterion.value, of, first });
  const orphans = data?.matching?.orphans;
  const [own, other] = of === 'A' ? [a, b] : [b, a];
  return (
    <section class="card plot-card">
      <h2>Orphans</h2>
      <p class="actions">
        <label>
          <input type="radio" name="end" checked={of === 'A'} onChange={() => setOf('A')} /> of {a.name}
        </label>
        <label>
          <input type="radio" name="end" checked={of === 'B'} onChange={() => setOf('B')} /> of {b.name}
        </label>
      </p>
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && !orphans && <Loading of="orphans" />}
      {orphans && orphans.totalCount === 0 && (
        <Empty title={`Every latent of ${own.name} has a partner in ${other.name}`}>
          <p>Raise the threshold to see which are least surely shared.</p>
        </Empty>
      )}
      {orphans && orphans.totalCount > 0 && (
        <>
          <p class="quiet">
            <Figure
              of="criterion"
              value={count(orphans.totalCount)}
              about={`Latents of ${own.name} without an accepted partner in ${other.name}.`}
            />{' '}
            latents, nearest to being shared first, with what they come closest to.
          </p>
          <ul class="lines">
            {orphans.nodes.map(({ latent, partner }) => (
              <li key={latent.id}>
                <LatentLine latent={latent} />
                <span class="quiet">
                  decoder {two(partner.decoder?.cosine) ?? 'not known'}
                  {partner.encoder && `, ${secondSide.value.name} ${two(partner.encoder.cosine)}`}
                  {partner.agree === false && ', two different partners'}
                </span>
                {partner.latent && <LatentLine latent={partner.latent} />}
              </li>
            ))}
          </ul>
          {orphans.pageInfo.hasNextPage && first < MOST && (
            <button type="button" onClick={() => setFirst(Math.min(MOST, first * 2))}>
              More orphans
            </button>
          )}
        </>
      )}
    </section>
  );
}
