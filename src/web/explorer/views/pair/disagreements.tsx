/** Matched latents whose rows are alike and whose labels are not. */
import { criterion } from '../../criterion/addressed-criterion.ts';
import { count, Figure, three, two } from '../../figures/figure.tsx';
import { useAnswer } from '../../graphql/use-answer.ts';
import { PairLabelsDocument } from '../../../generated/documents.ts';
import { Empty } from '../../states/states.tsx';
import { LatentLine } from '../latent-line.tsx';

export function Disagreements({ id }: { id: string }) {
  const { data } = useAnswer(PairLabelsDocument, { id, criterion: criterion.value });
  const labels = data?.matching?.explanationAgreement;
  if (!labels) return null;
  const { text, disagreements, labelled } = labels;
  return (
    <section class="card plot-card">
      <h2>Do labels agree?</h2>
      {labelled === 0 ? (
        <Empty title="No pair has two labels">
          <p>
            Import explanations, or make them: <code>npm run reseed -- explain my-run-group</code>.
          </p>
        </Empty>
      ) : (
        <>
          <p class="quiet">
            Words of partners' labels overlap by{' '}
            <Figure
              of="labelOverlap"
              value={two(text?.matched.value)}
              statement={text?.statement}
              chance={text ? `${three(text.matched.shuffledMean)} (random pairings of the same latents)` : null}
              interval={text ? `p = ${three(text.matched.pValue)} against random pairings` : null}
            />{' '}
            over {count(labelled)} shared pairs with two labels. High cosine, unlike labels:{' '}
            <Figure
              of="labelDisagreement"
              value={count(disagreements.totalCount)}
              statement={disagreements.statement}
            />
          </p>
          <ul class="lines">
            {disagreements.nodes.map(({ a, b, decoderCosine, textOverlap }) => (
              <li key={a.id}>
                <LatentLine latent={a} />
                <span class="quiet">
                  decoder {two(decoderCosine)}, overlap {two(textOverlap)}
                </span>
                <LatentLine latent={b} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
