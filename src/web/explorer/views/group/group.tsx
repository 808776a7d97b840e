/** A run group: what its seeds share, pair by pair and all together, with what chance gives. */
import { useEffect } from 'preact/hooks';
import { CriterionBar } from '../../criterion/criterion-bar.tsx';
import { criterion, measure } from '../../criterion/addressed-criterion.ts';
import { useAnswer } from '../../graphql/use-answer.ts';
import { GroupDocument } from '../../../generated/documents.ts';
import { route } from '../../route.ts';
import { Empty, Failed, Loading } from '../../states/states.tsx';
import { Cycles } from './cycles.tsx';
import type { GroupData } from './group-data.ts';
import { GroupHead } from './group-head.tsx';
import { GroupNumbers } from './group-numbers.tsx';
import { OnlyInBase } from './only-in-base.tsx';
import { Seeds } from './seeds.tsx';
import { SharedMatrix } from './shared-matrix.tsx';
import { UnionGrowth } from './union-growth.tsx';
import { UniversalityBars } from './universality-bars.tsx';

export function Group() {
  const { id } = route.value;
  const answer = useAnswer(GroupDocument, { id, criterion: criterion.value, measure: measure.value });
  const { data, failure, retry } = answer;
  const group = data?.runGroup ?? null;
  useEffect(() => {
    document.title = `${group?.name ?? id} · Reseed`;
  }, [group?.name, id]);
  if (data === null && failure === null) return <Loading of={id} />;
  if (group === null && failure === null) {
    return (
      <Empty title={`No run group is called ${id}`}>
        <p>
          It may have been deleted. <a href="/">All run groups</a>
        </p>
      </Empty>
    );
  }
  const analysis = group?.analysis;
  return (
    <div class={answer.loading ? 'asking' : ''} aria-busy={answer.loading}>
      {group && <GroupHead group={group} />}
      <CriterionBar />
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && group && analysis && (
        <>
          <Unmatched group={group} />
          <GroupNumbers group={group} />
          <div class="plots">
            {analysis.sharedMatrix && <SharedMatrix matrix={analysis.sharedMatrix} name={group.name} />}
            {analysis.universality && <UniversalityBars universality={analysis.universality} name={group.name} />}
            {analysis.onlyInBase && <OnlyInBase curve={analysis.onlyInBase} name={group.name} />}
            {analysis.union && <UnionGrowth union={analysis.union} name={group.name} />}
          </div>
          {analysis.cycleConsistency && <Cycles cycles={analysis.cycleConsistency} />}
          <Seeds group={group} />
        </>
      )}
    </div>
  );
}

/** Why figures are missing, and what to do about it. */
function Unmatched({ group }: { group: GroupData }) {
  const { total, done, queued, running, failed } = group.matchingProgress;
  const { note, missing } = group.analysis;
  return (
    <>
      {note && <p class="quiet">{note}</p>}
      {group.sameSeedPairs.map(({ initSeed, warning }) => (
        <p key={initSeed} class="warning">
          Seed {initSeed}: {warning}
        </p>
      ))}
      {group.dictionaries.length < 2 && (
        <Empty title="One seed alone">
          <p>
            Import or train another seed of the same settings, then <code>npm run reseed -- match {group.name}</code>.
          </p>
        </Empty>
      )}
      {missing > 0 && (
        <Empty title={`${missing} ${missing === 1 ? 'matching is' : 'matchings are'} missing, so there are no figures`}>
          <p>
            {done} of {total} sides are matched; {queued} wait, {running} run, {failed} failed. Match them with{' '}
            <code>npm run reseed -- match {group.name}</code>.
          </p>
        </Empty>
      )}
    </>
  );
}
