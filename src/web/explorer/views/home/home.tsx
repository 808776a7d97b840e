/** Everything that this database holds: run groups, how far they are matched, what runs, and how to bring one's own. */
import { useEffect } from 'preact/hooks';
import { CriterionBar } from '../../criterion/criterion-bar.tsx';
import { useAnswer } from '../../graphql/use-answer.ts';
import { HomeDocument } from '../../../generated/documents.ts';
import { Empty, Failed, Loading } from '../../states/states.tsx';
import { Bring } from './bring.tsx';
import { GroupCard } from './group-card.tsx';
import { RunningJobs } from './running-jobs.tsx';

export function Home() {
  const { data, failure, retry } = useAnswer(HomeDocument, {});
  useEffect(() => {
    document.title = 'Reseed';
  }, []);
  if (failure !== null) return <Failed failure={failure} retry={retry} />;
  if (data === null) return <Loading of="the run groups" />;
  const seeds = data.runGroups.reduce((sum, group) => sum + group.dictionaries.length, 0);
  return (
    <>
      <h1>Which features come back under another seed?</h1>
      <p class="lead">
        This database holds {seeds} {seeds === 1 ? 'dictionary' : 'dictionaries'} in {data.runGroups.length} run{' '}
        {data.runGroups.length === 1 ? 'group' : 'groups'}. A run group differs in nothing but the seed.
      </p>
      <CriterionBar />
      {data.runGroups.length === 0 ? (
        <Empty title="No dictionary yet">
          <p>Import one, as below, or start the server without --no-bundled to get six small real ones.</p>
        </Empty>
      ) : (
        <ul class="cards">
          {data.runGroups.map((group) => (
            <GroupCard key={group.id} group={group} />
          ))}
        </ul>
      )}
      <RunningJobs />
      <Bring />
    </>
  );
}
