/** Whether matchings agree around triangles of seeds. */
import { secondSide } from '../../criterion/addressed-criterion.ts';
import { chanceWords, Figure, nearestNull, three } from '../../figures/figure.tsx';
import type { Analysis } from './group-data.ts';

export function Cycles({ cycles }: { cycles: NonNullable<Analysis['cycleConsistency']> }) {
  const chance = nearestNull(cycles.nulls);
  const rows = [
    ['decoder matchings', cycles.decoder, chance?.decoder],
    [`${secondSide.value.name} matchings`, cycles.encoder, chance?.encoder],
    ['decoder, where the first two sides agree', cycles.firstAgrees, chance?.firstAgrees],
    ['decoder, where both sides agree in all three', cycles.allAgree, chance?.allAgree],
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
              ([by, spread, byChance]) =>
                spread && (
                  <tr key={by}>
                    <td>{by}</td>
                    <td>
                      <Figure
                        of="cycleConsistency"
                        value={three(spread.mean)}
                        about={`By ${by}.`}
                        statement={cycles.statement}
                        chance={chanceWords(three(byChance?.mean), chance?.kind)}
                        interval={`${three(spread.min)} to ${three(spread.max)} over ordered triples`}
                      />
                    </td>
                    <td>{three(spread.min)}</td>
                    <td>{three(spread.max)}</td>
                    <td>{three(byChance?.mean) ?? '–'}</td>
                  </tr>
                ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
