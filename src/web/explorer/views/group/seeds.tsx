/** The dictionaries of a run group: what they are, and in what they differ. */
import { count } from '../../figures/figure.tsx';
import { latentHref } from '../../names.ts';
import { architectureWords } from '../architecture-words.ts';
import type { GroupData } from './group-data.ts';

type Seed = GroupData['dictionaries'][number];

const FACTS: [name: string, read: (seed: Seed) => string | null][] = [
  ['architecture', architectureWords],
  ['latents', (seed) => count(seed.nLatents)],
  ['alive', (seed) => count(seed.nAlive)],
  ['L1 coefficient', (seed) => seed.l1Coefficient?.toString() ?? null],
  ['data', (seed) => seed.dataset ?? null],
  ['data seed', (seed) => seed.dataSeed?.toString() ?? null],
  ['tokens', (seed) => count(seed.tokens)],
];

export function Seeds({ group }: { group: GroupData }) {
  const facts = FACTS.filter(([, read]) => group.dictionaries.some((seed) => read(seed) !== null));
  const differ = facts.filter(([, read]) => new Set(group.dictionaries.map(read)).size > 1).map(([name]) => name);
  return (
    <section class="card plot-card">
      <h2>Seeds</h2>
      <div class="scroll tall" tabIndex={0} role="group" aria-label="Seeds">
        <table>
          <thead>
            <tr>
              <th scope="col">seed</th>
              {facts.map(([name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">look at</th>
            </tr>
          </thead>
          <tbody>
            {group.dictionaries.map((seed) => (
              <tr key={seed.id}>
                <td>{seed.name}</td>
                {facts.map(([name, read]) => (
                  <td key={name}>{read(seed) ?? 'not known'}</td>
                ))}
                <td>
                  <a href={latentHref({ dictionary: seed, index: 0 })} aria-label={`First latent of ${seed.name}`}>
                    first latent
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">
        {differ.length === 0
          ? 'The seeds differ in nothing that is recorded but the init seed.'
          : `The seeds differ in: ${differ.join(', ')}.`}
      </p>
    </section>
  );
}
