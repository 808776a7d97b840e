/** The headline of a run group: what is found, in words made from the figures, and never more than they say. */
import { chanceWords, count, Figure, nearestNull, percent } from '../../figures/figure.tsx';
import { capital, fractionInWords } from '../../figures/in-words.ts';
import { viewHref } from '../../names.ts';
import { architectureWords } from '../architecture-words.ts';
import type { GroupData } from './group-data.ts';

export function GroupHead({ group }: { group: GroupData }) {
  const { name, space, dictionaries } = group;
  const universality = group.analysis.universality;
  const seeds = dictionaries.length;
  const last = universality?.fractions[seeds - 1];
  return (
    <>
      <p class="crumb">
        <a href={viewHref('/')}>All run groups</a> / {space.model.name} / {space.hookpoint} / <strong>{name}</strong>
      </p>
      <h1>{last === undefined || seeds < 2 ? name : `${capital(fractionInWords(last))} come back in every seed`}</h1>
      <p class="lead">
        {seeds} {seeds === 1 ? 'seed' : 'seeds'} of {architectureWords(dictionaries[0])}, n ={' '}
        {count(dictionaries[0]?.nLatents)}, d = {count(space.dIn)}.{' '}
        {universality && seeds > 1 && <Parts universality={universality} seeds={seeds} />}
      </p>
    </>
  );
}

function Parts({
  universality,
  seeds,
}: {
  universality: NonNullable<GroupData['analysis']['universality']>;
  seeds: number;
}) {
  const { statement, fractions, nulls, bases } = universality;
  const chance = nearestNull(nulls);
  const part = (k: number) => {
    const values = bases.map((base) => base.fractions[k]);
    return {
      of: 'universality',
      value: percent(fractions[k]),
      statement,
      chance: chanceWords(percent(chance?.fractions[k]), chance?.kind),
      interval: `${percent(Math.min(...values))} to ${percent(Math.max(...values))} over base dictionaries`,
    };
  };
  const random = chance?.fractions[seeds - 1];
  return (
    <>
      <Figure {...part(seeds - 1)} /> of a dictionary's latents are in all {seeds}, <Figure {...part(0)} /> in its own
      alone
      {random === undefined
        ? '.'
        : `; of random dictionaries ${random < 0.0005 ? 'none' : percent(random)} would be in all.`}
    </>
  );
}
