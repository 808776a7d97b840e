/** Whether matchings agree around triangles of seeds. */
import { Figure, three } from '../../figures/figure.tsx';
import type { Analysis } from './group-data.ts';

export function Cycles({ cycles }: { cycles: NonNullable<Analysis['cycleConsistency']> }) {
  const rows = [
    ['decoder matchings', cycles.decoder],
    ['encoder matchings', cycles.encoder],
    ['decoder, where the first two sides agree', cycles.firstAgrees],
    ['decoder, where both sides agree in all three', cycles.allAgree],
  ] as const;
  return (
    <section class="card plot-card">
      <h2>Cycles: a to b to c is a to c</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Cycles">
        <table>
          <thead>
            <tr>
              <th scope="col">by</th>
              <th scope="col">mean</th>
              <th scope="col">least</th>
              <th scope="col">greatest</th>
              <th scope="col">chance</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(
              ([by, spread], i) =>
                spread && (
                  <tr key={by}>
                    <td>{by}</td>
                    <td>
                      <Figure
                        of="cycleConsistency"
                        value={three(spread.mean)}
                        about={`By ${by}.`}
                        statement={cycles.statement}
                        chance={
                          i < 2
                            ? `${three(cycles.chance)} (independent random bijections)`
                            : 'not known for latents chosen by agreement'
                        }
                        interval={`${three(spread.min)} to ${three(spread.max)} over ordered triples`}
                      />
                    </td>
                    <td>{three(spread.min)}</td>
                    <td>{three(spread.max)}</td>
                    <td>{i < 2 ? three(cycles.chance) : '–'}</td>
                  </tr>
                ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
