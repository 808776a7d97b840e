/** The matrix of shared fractions: one cell per ordered pair, which leads to the pair. */
import { closeTip, openTip } from '../../figures/tip.tsx';
import { chanceWords, nearestNull, three, two } from '../../figures/figure.tsx';
import { pairHref } from '../../names.ts';
import { downloadTable } from '../../plots/download.ts';
import type { Analysis } from './group-data.ts';

type Matrix = NonNullable<Analysis['sharedMatrix']>;

/** From so many seeds on cells are small. */
const MANY = 7;

export function SharedMatrix({ matrix, name }: { matrix: Matrix; name: string }) {
  const seeds = matrix.rows.map(({ dictionary }) => dictionary);
  const outliers = matrix.rows.filter(({ outlier }) => outlier);
  const seedName = (seed: (typeof seeds)[number]) => `seed ${seed.initSeed ?? seed.name}`;
  const table = {
    columns: ['of', 'in', 'shared', 'shared fraction', 'agreement', 'shared by chance'],
    rows: matrix.rows.flatMap((row) =>
      row.cells
        .filter((cell) => cell !== null)
        .map((cell) => [
          row.dictionary.name,
          cell.dictionary.name,
          cell.shared,
          cell.sharedFraction,
          cell.agreement,
          nearestNull(cell.nulls)?.sharedFraction ?? null,
        ]),
    ),
  };
  return (
    <section class="card plot-card">
      <h2>Shared fraction, pair by pair</h2>
      <div class="scroll tall" tabIndex={0} role="group" aria-label="Shared fractions">
        <table class={seeds.length >= MANY ? 'heat many' : 'heat'}>
          <thead>
            <tr>
              <td class="corner" />
              {seeds.map((seed) => (
                <th key={seed.id} scope="col">
                  {seedName(seed)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map((row) => (
              <tr key={row.dictionary.id}>
                <th scope="row">
                  {seedName(row.dictionary)}
                  {row.outlier && ' (outlier)'}
                </th>
                {row.cells.map((cell, j) =>
                  cell === null ? (
                    <td key={seeds[j].id} class="self" />
                  ) : (
                    <Cell
                      key={seeds[j].id}
                      row={row}
                      cell={cell}
                      label={`${seedName(row.dictionary)} in ${seedName(seeds[j])}`}
                    />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">
        A row: that seed's latents, looked for in each other one. A cell leads to the pair.{' '}
        {outliers.length > 0 && `Outliers: ${outliers.map(({ dictionary }) => dictionary.name).join(', ')}.`}
      </p>
      <button type="button" onClick={() => downloadTable(`${name}-shared`, table)}>
        CSV
      </button>
    </section>
  );
}

function Cell({
  row,
  cell,
  label,
}: {
  row: Matrix['rows'][number];
  cell: NonNullable<Matrix['rows'][number]['cells'][number]>;
  label: string;
}) {
  const chance = nearestNull(cell.nulls);
  const open = (event: Event) =>
    openTip(
      {
        of: 'criterion',
        about: `${label}: ${cell.shared} of ${row.latents} latents are shared (${three(cell.sharedFraction)}).`,
        chance: chanceWords(three(chance?.sharedFraction), chance?.kind),
        interval: chance ? `chance is a mean of ${chance.draws} draws` : null,
      },
      event.currentTarget as Element,
    );
  return (
    <td ref={(element) => element?.style.setProperty('--value', String(cell.sharedFraction))}>
      <a
        href={pairHref(row.dictionary, cell.dictionary)}
        aria-label={`${label}: ${two(cell.sharedFraction)}, by chance ${two(chance?.sharedFraction) ?? 'not computed'}`}
        onPointerEnter={open}
        onPointerLeave={closeTip}
        onFocus={open}
        onBlur={closeTip}
      >
        {two(cell.sharedFraction)}
      </a>
    </td>
  );
}
