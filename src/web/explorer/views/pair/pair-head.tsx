/** The headline of a pair: how many latents of A come back in B, with what chance gives. */
import { secondSide } from '../../criterion/addressed-criterion.ts';
import { chanceWords, count, Figure, nearestNull, three } from '../../figures/figure.tsx';
import { capital, fractionInWords } from '../../figures/in-words.ts';
import type { PairFiguresQuery, PairQuery } from '../../../generated/documents.ts';
import { groupHref, pairHref, viewHref } from '../../names.ts';

export type MatchingData = NonNullable<PairQuery['matching']>;
type Summary = NonNullable<NonNullable<PairFiguresQuery['matching']>['summary']>;

export function PairHead({ matching, summary }: { matching: MatchingData; summary: Summary | null }) {
  const { a, b } = matching;
  const chance = summary ? nearestNull(summary.nulls) : undefined;
  const draws = chance ? `chance is a mean of ${chance.draws} draws` : null;
  return (
    <>
      <p class="crumb">
        <a href={viewHref('/')}>All run groups</a> / <a href={groupHref(a.runGroup)}>{a.runGroup.name}</a> /{' '}
        <strong>
          {a.name} and {b.name}
        </strong>{' '}
        (<a href={pairHref(b, a)}>turned around</a>)
      </p>
      <h1>
        {summary
          ? `${capital(fractionInWords(summary.sharedFraction))} of ${a.name} come back in ${b.name}`
          : `${a.name} and ${b.name}`}
      </h1>
      {matching.sameInitSeed && (
        <p class="warning">Both were initialised with the same seed, which raises every similarity.</p>
      )}
      {summary && (
        <p class="lead">
          <Figure
            of="criterion"
            value={`${count(summary.shared)} of ${count(summary.latents)}`}
            statement={summary.criterion.statement}
            about={`Shared fraction ${three(summary.sharedFraction)}. ${summary.basis.statement}`}
            chance={chanceWords(three(chance?.sharedFraction), chance?.kind)}
            interval={draws}
          />{' '}
          latents are shared; by chance {chance ? three(chance.sharedFraction) : 'not computed'}. Matched decoder rows
          have a mean cosine of{' '}
          <Figure
            of="solvedBasis"
            value={three(summary.meanDecoderCosine)}
            about="Mean matched cosine of decoder rows over the latents counted."
            chance={chanceWords(three(chance?.meanDecoderCosine), chance?.kind)}
            interval={draws}
          />{' '}
          (chance {three(chance?.meanDecoderCosine) ?? 'not computed'})
          {summary.meanEncoderCosine !== null && (
            <>
              , {secondSide.value.mean}{' '}
              <Figure
                of="solvedBasis"
                value={three(summary.meanEncoderCosine)}
                about={`Mean ${secondSide.value.score} of partners over the latents counted.`}
                chance={chanceWords(three(chance?.meanEncoderCosine), chance?.kind)}
                interval={draws}
              />{' '}
              (chance {three(chance?.meanEncoderCosine) ?? 'not computed'})
            </>
          )}
          .
        </p>
      )}
    </>
  );
}
