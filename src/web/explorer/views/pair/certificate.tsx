/** The proof that no bijection is better, side by side, and the matching to take away. */
import { secondSide } from '../../criterion/addressed-criterion.ts';
import { chanceWords, count, Figure, nearestNull, three } from '../../figures/figure.tsx';
import type { MatchingData } from './pair-head.tsx';

type Side = NonNullable<MatchingData['decoder']>;

export function Certificate({ matching }: { matching: MatchingData }) {
  const sides = (
    [
      ['decoder', matching.decoder],
      ['encoder', matching.encoder],
    ] as const
  ).filter((entry): entry is ['decoder' | 'encoder', Side] => entry[1] !== null);
  const rows: [string, (side: Side) => preact.ComponentChildren][] = [
    [
      'optimal',
      ({ certificate, publication }) =>
        certificate ? (certificate.optimal ? 'proven' : 'not proven') : publication?.statement,
    ],
    ['sum found', ({ certificate }) => certificate?.primal.toFixed(6)],
    ['no bijection has more than', ({ certificate }) => certificate?.dual.toFixed(6)],
    [
      'gap',
      ({ certificate }) => (
        <Figure
          of="solvedBasis"
          value={certificate?.gap.toExponential(1) ?? null}
          interval={certificate ? `called optimal up to ${certificate.tolerance.toExponential(1)}` : null}
        />
      ),
    ],
    ['pairs covered', ({ certificate }) => count(certificate?.pairsCovered)],
    ['mean over pairs', (side) => <Mean side={side} />],
    ['largest of each latent, mean over A', ({ mmcsAB }) => three(mmcsAB)],
    ['largest of each latent, mean over B', ({ mmcsBA }) => three(mmcsBA)],
    ['regret', ({ regret }) => three(regret)],
  ];
  return (
    <section class="card plot-card">
      <h2>Proof of optimality</h2>
      <div class="scroll tall" tabIndex={0} role="group" aria-label="Certificates">
        <table>
          <thead>
            <tr>
              <td class="corner" />
              {sides.map(([name]) => (
                <th key={name} scope="col">
                  {name === 'encoder' ? secondSide.value.name : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, read]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {sides.map(([side, data]) => (
                  <td key={side}>{read(data) ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">{sides[0]?.[1].certificate?.solver}</p>
      <p class="actions">
        {[matching.csv, matching.json].map(
          (file) =>
            file && (
              <a key={file.href} href={file.href} download={file.fileName}>
                {file.fileName}
              </a>
            ),
        )}
      </p>
    </section>
  );
}

function Mean({ side }: { side: Side }) {
  const chance = nearestNull(side.nulls);
  return (
    <Figure
      of="solvedBasis"
      value={three(side.meanMatchedCosine)}
      about="The maximised sum over the number of pairs."
      chance={chanceWords(three(chance?.meanMatchedCosine), chance?.kind)}
      interval={chance ? `chance is a mean of ${chance.draws} draws` : null}
    />
  );
}
