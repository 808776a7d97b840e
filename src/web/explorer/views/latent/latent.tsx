/** One latent under all seeds: one column each, with what it is called, when it fires and on what; where a seed lacks it, what comes closest there. */
import { useEffect } from 'preact/hooks';
import { CriterionBar } from '../../criterion/criterion-bar.tsx';
import { criterion, measure } from '../../criterion/addressed-criterion.ts';
import { useAnswer } from '../../graphql/use-answer.ts';
import { LatentDocument } from '../../../generated/documents.ts';
import { compareSeeds, viewHref } from '../../names.ts';
import { route } from '../../route.ts';
import { Empty, Failed, Loading } from '../../states/states.tsx';
import { Column } from './column.tsx';
import type { LatentData } from './latent-data.ts';
import { LatentHead } from './latent-head.tsx';
import { MissingColumn } from './missing-column.tsx';
import { Partner } from './partner.tsx';

export function Latent() {
  const { id } = route.value;
  const { data, failure, loading, retry } = useAnswer(LatentDocument, {
    id,
    criterion: criterion.value,
    measure: measure.value,
  });
  const latent = data?.latent ?? null;
  useEffect(() => {
    document.title = `Latent ${id} · Reseed`;
  }, [id]);
  if (failure !== null) {
    return (
      <>
        <CriterionBar />
        <Failed failure={failure} retry={retry} />
      </>
    );
  }
  if (data === null) return <Loading of={`latent ${id}`} />;
  if (latent === null) {
    return (
      <Empty title={`There is no latent ${id}`}>
        <p>
          A latent is a dictionary and an index, my-run-group/seed1/17. <a href={viewHref('/')}>All run groups</a>
        </p>
      </Empty>
    );
  }
  const seed = latent.dictionary.initSeed;
  const own = (
    <Column key={latent.dictionary.id} latent={latent} own>
      <p class="quiet">this latent</p>
    </Column>
  );
  const before = latent.partners.filter(({ dictionary }) => compareSeeds(dictionary.initSeed, seed) < 0);
  const after = latent.partners.filter(({ dictionary }) => compareSeeds(dictionary.initSeed, seed) >= 0);
  return (
    <div class={loading ? 'asking' : ''} aria-busy={loading}>
      <LatentHead latent={latent} />
      <CriterionBar />
      <div class="columns">
        {before.map(columnOf)}
        {own}
        {after.map(columnOf)}
      </div>
      {latent.partners.length === 0 && (
        <Empty title="No other seed to compare with">
          <p>
            Import or train another seed of {latent.dictionary.runGroup.name}, then{' '}
            <code>npm run reseed -- match {latent.dictionary.runGroup.name}</code>.
          </p>
        </Empty>
      )}
    </div>
  );
}

/** The column of another seed: the partner where there is an accepted one, else the best candidates. */
function columnOf(partner: LatentData['partners'][number]) {
  if (partner.shared && partner.latent) {
    return (
      <Column key={partner.dictionary.id} latent={partner.latent}>
        <Partner partner={partner} />
      </Column>
    );
  }
  return <MissingColumn key={partner.dictionary.id} partner={partner} />;
}
