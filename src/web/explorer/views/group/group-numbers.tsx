/** Four numbers under the headline, each with chance and spread. */
import { secondSide } from '../../criterion/addressed-criterion.ts';
import { chanceWords, Figure, nearestNull, three } from '../../figures/figure.tsx';
import { type GroupData, mean, overSeeds, spread } from './group-data.ts';

export function GroupNumbers({ group }: { group: GroupData }) {
  const { sharedMatrix, cycleConsistency, criterion } = group.analysis;
  if (!sharedMatrix) return null;
  const cells = sharedMatrix.rows.flatMap((row) => row.cells).filter((cell) => cell !== null);
  if (cells.length === 0) return null;
  const nulls = cells.map((cell) => nearestNull(cell.nulls)).filter((one) => one !== undefined);
  const kind = nulls[0]?.kind;
  const shared = cells.map((cell) => cell.sharedFraction);
  const agreement = cells.map((cell) => cell.agreement).filter((one) => one !== null);
  const agreementNull = mean(nulls.map((one) => one.agreement).filter((one) => one !== null));
  const cycleChance = three(nearestNull(cycleConsistency?.nulls ?? [])?.decoder.mean);
  const sharedNull = three(mean(nulls.map((one) => one.sharedFraction)));
  return (
    <dl class="numbers">
      <div>
        <dt>shared, mean of pairs</dt>
        <dd class="big">
          <Figure
            of="criterion"
            value={three(mean(shared))}
            about="Shared fraction, mean over ordered pairs of dictionaries."
            statement={criterion.statement}
            chance={chanceWords(sharedNull, kind)}
            interval={overSeeds(sharedMatrix.meanSharedFraction?.interval) ?? spread(shared, { of: 'ordered pairs' })}
          />
        </dd>
        <dd>
          <small>
            chance {sharedNull ?? 'not computed'} · {three(Math.min(...shared))} to {three(Math.max(...shared))}
          </small>
        </dd>
      </div>
      {agreement.length > 0 && (
        <div>
          <dt>agreement</dt>
          <dd class="big">
            <Figure
              of="criterion"
              value={three(mean(agreement))}
              about={`Agreement: the fraction of latents of which decoder and ${secondSide.value.name} name the same partner, whatever the cosines.`}
              chance={chanceWords(three(agreementNull), kind)}
              interval={overSeeds(sharedMatrix.meanAgreement?.interval) ?? spread(agreement, { of: 'ordered pairs' })}
            />
          </dd>
          <dd>
            <small>chance {three(agreementNull) ?? 'not computed'}</small>
          </dd>
        </div>
      )}
      {cycleConsistency?.decoder && (
        <div>
          <dt>cycles that close</dt>
          <dd class="big">
            <Figure
              of="cycleConsistency"
              value={three(cycleConsistency.decoder.mean)}
              statement={cycleConsistency.statement}
              chance={chanceWords(cycleChance, nearestNull(cycleConsistency.nulls)?.kind)}
              interval={
                overSeeds(cycleConsistency.decoder.interval) ??
                `${three(cycleConsistency.decoder.min)} to ${three(cycleConsistency.decoder.max)} over ${cycleConsistency.decoder.triples} triples`
              }
            />
          </dd>
          <dd>
            <small>chance {cycleChance ?? 'not computed'}</small>
          </dd>
        </div>
      )}
      <Optimal group={group} />
    </dl>
  );
}

/** Whether every matching of the group is proven optimal, and the greatest gap. */
function Optimal({ group }: { group: GroupData }) {
  const certificates = group.matchings
    .flatMap(({ decoder, encoder }) => [decoder?.certificate, encoder?.certificate])
    .filter((one) => one != null);
  if (certificates.length === 0) return null;
  const gap = Math.max(...certificates.map((certificate) => certificate.gap));
  const proven = certificates.every((certificate) => certificate.optimal);
  return (
    <div>
      <dt>optimal</dt>
      <dd class="big">
        <Figure
          of="solvedBasis"
          value={proven ? 'proven' : 'not proven'}
          interval={`the greatest gap is ${gap.toExponential(1)} of summed cosine`}
        />
      </dd>
      <dd>
        <small>
          gap ≤ {gap.toExponential(1)} · {certificates.length} sides
        </small>
      </dd>
    </div>
  );
}
