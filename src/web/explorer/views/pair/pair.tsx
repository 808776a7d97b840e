/** Two dictionaries: how near matched latents are, what the threshold decides, who has no partner, and the proof. */
import { useEffect } from 'preact/hooks';
import { CriterionBar } from '../../criterion/criterion-bar.tsx';
import { criterion, measure } from '../../criterion/addressed-criterion.ts';
import { useAnswer } from '../../graphql/use-answer.ts';
import { PairDocument, PairEncoderNullDocument, PairFiguresDocument } from '../../../generated/documents.ts';
import { viewHref } from '../../names.ts';
import { parameters } from '../../route.ts';
import { Empty, Failed, Loading } from '../../states/states.tsx';
import { Certificate } from './certificate.tsx';
import { CosineHistogram } from './cosine-histogram.tsx';
import { CosineScatter } from './cosine-scatter.tsx';
import { Disagreements } from './disagreements.tsx';
import { Orphans } from './orphans.tsx';
import { PairHead } from './pair-head.tsx';
import { Sweep } from './sweep.tsx';

export function Pair() {
  const [a, b] = [parameters.value.get('a') ?? '', parameters.value.get('b') ?? ''];
  const { definition, strict, aliveOnly } = criterion.value;
  const asked = a !== '' && b !== '';
  const answer = useAnswer(PairDocument, asked ? { a, b, measure: measure.value, aliveOnly } : null);
  const matching = answer.data?.matching ?? null;
  const id = matching?.id ?? null;
  const encoderNull = useAnswer(PairEncoderNullDocument, id && matching?.encoder ? { id } : null);
  const figures = useAnswer(
    PairFiguresDocument,
    id ? { id, criterion: criterion.value, definition, strict, aliveOnly } : null,
  );
  useEffect(() => {
    document.title = `${a} and ${b} · Reseed`;
  }, [a, b]);
  if (answer.failure !== null) return <Failed failure={answer.failure} retry={answer.retry} />;
  if (asked && answer.data === null) return <Loading of={`${a} and ${b}`} />;
  if (matching === null || !matching.complete) {
    return (
      <Empty title={asked ? `${a} and ${b} have not been matched` : 'A pair is two dictionaries'}>
        <p>
          Match every pair of a run group with <code>npm run reseed -- match my-run-group</code>, then click a cell of
          its matrix. <a href={viewHref('/')}>All run groups</a>
        </p>
      </Empty>
    );
  }
  const found = figures.data?.matching ?? null;
  return (
    <div aria-busy={figures.loading}>
      <PairHead matching={matching} summary={found?.summary ?? null} />
      <CriterionBar />
      {figures.failure !== null && <Failed failure={figures.failure} retry={figures.retry} />}
      {found === null && figures.failure === null && <Loading of="the figures of this pair" />}
      <div class="plots">
        <CosineHistogram
          name={`${a}-${b}`}
          decoder={matching.decoderHistogram ?? null}
          encoder={matching.encoderHistogram ?? null}
          decoderNulls={matching.decoderNull?.nulls ?? []}
          encoderNulls={encoderNull.data?.matching?.encoderNull?.nulls ?? []}
        />
        {matching.json && matching.encoder && <CosineScatter href={matching.json.href} a={matching.a} b={matching.b} />}
        {found?.sweep && <Sweep sweep={found.sweep} name={`${a}-${b}`} />}
        <Certificate matching={matching} />
      </div>
      {found?.summary && <Orphans id={matching.id} a={matching.a} b={matching.b} />}
      {found?.summary && <Disagreements id={matching.id} />}
    </div>
  );
}
