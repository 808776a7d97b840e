/** One run group in the list: what it is, how far it is matched, how much its seeds share. */
import { criterion, measure } from '../../criterion/addressed-criterion.ts';
import { chanceWords, count, Figure, nearestNull, percent } from '../../figures/figure.tsx';
import { capital, fractionInWords } from '../../figures/in-words.ts';
import { useAnswer } from '../../graphql/use-answer.ts';
import { GroupHeadlineDocument, type GroupHeadlineQuery, type HomeQuery } from '../../../generated/documents.ts';
import { groupHref } from '../../names.ts';
import { architectureWords } from '../architecture-words.ts';

type Group = HomeQuery['runGroups'][number];

export function GroupCard({ group }: { group: Group }) {
  const { name, space, dictionaries, matchingProgress: matching } = group;
  const variables = { id: group.id, criterion: criterion.value, measure: measure.value };
  const { data, failure } = useAnswer(GroupHeadlineDocument, variables);
  const explained = dictionaries.filter(({ explanationCoverage }) => explanationCoverage.latents > 0).length;
  return (
    <li class="card">
      <p class="crumb">
        {space.model.name} / {space.hookpoint}
      </p>
      <h2>
        <a href={groupHref(group)}>{name}</a>
      </h2>
      <p class="quiet">
        {dictionaries.length} {dictionaries.length === 1 ? 'seed' : 'seeds'} of {architectureWords(dictionaries[0])}, n
        = {count(dictionaries[0]?.nLatents)}, d = {count(space.dIn)}
      </p>
      {failure !== null && <p class="quiet">{failure.message}</p>}
      <Universality answer={data} seeds={dictionaries.length} />
      <p class="quiet">
        {matching.total === 0
          ? 'One seed alone: nothing to match yet.'
          : `${matching.done} of ${matching.total} sides matched`}
        {matching.failed > 0 && `, ${matching.failed} failed`}
        {explained > 0 && ` · labels in ${explained} of ${dictionaries.length} seeds`}
      </p>
    </li>
  );
}

/** What part of a dictionary is in every seed, and what part in its own alone. */
function Universality({ answer, seeds }: { answer: GroupHeadlineQuery | null; seeds: number }) {
  const universality = answer?.runGroup?.analysis.universality;
  if (universality == null || seeds < 2) return null;
  const { statement, fractions, nulls, bases } = universality;
  const chance = nearestNull(nulls);
  const ofBases = (k: number) => bases.map((base) => base.fractions[k]);
  const part = (k: number) => ({
    of: 'universality' as const,
    value: percent(fractions[k]),
    statement,
    chance: chanceWords(percent(chance?.fractions[k]), chance?.kind),
    interval: `${percent(Math.min(...ofBases(k)))} to ${percent(Math.max(...ofBases(k)))} over base dictionaries`,
  });
  return (
    <p>
      {capital(fractionInWords(fractions[seeds - 1]))} come back in every seed (<Figure {...part(seeds - 1)} />
      ); <Figure {...part(0)} /> are in their own alone.
    </p>
  );
}
