/** The headline of a latent: what it is called, in how many seeds it is found, and what chance gives. */
import { Figure, nearestNull, NULL_WORDS, two } from '../../figures/figure.tsx';
import { groupHref, latentHref } from '../../names.ts';
import { visibleText } from '../../text/foreign-text.tsx';
import type { LatentData } from './latent-data.ts';

/** Longest headline: two lines. */
const LONGEST_TITLE = 110;

export function LatentHead({ latent }: { latent: LatentData }) {
  const { dictionary, index, universality, explanation, portalId } = latent;
  const { count, dictionariesCompared: compared, dictionariesInGroup: inGroup } = universality;
  const name = explanation ? visibleText(explanation.text, LONGEST_TITLE) : `Latent ${index} of ${dictionary.name}`;
  return (
    <div class="head">
      <div>
        <p class="crumb">
          {dictionary.space.model.name} / {dictionary.space.hookpoint} /{' '}
          <a href={groupHref(dictionary.runGroup)}>{dictionary.runGroup.name}</a> /{' '}
          <strong>
            seed {dictionary.initSeed ?? dictionary.name} / latent {index}
          </strong>
          {portalId && ` · ${portalId}`}
        </p>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p class="lead">{found(latent)}</p>
      </div>
      <div class="stability">
        <p class="turn">
          {index > 0 && (
            <a href={latentHref({ dictionary, index: index - 1 })} rel="prev">
              ‹ {index - 1}
            </a>
          )}
          {index < dictionary.nLatents - 1 && (
            <a href={latentHref({ dictionary, index: index + 1 })} rel="next">
              {index + 1} ›
            </a>
          )}
        </p>
        <p class="dots" aria-hidden="true">
          {Array.from({ length: compared }, (_, i) => (
            <span key={i} class={i < count ? 'dot' : 'dot none'} />
          ))}
        </p>
        <p class="big">
          <FoundIn latent={latent} />
        </p>
        <p class="quiet">
          seeds{compared < inGroup && `, ${inGroup - compared} not matched yet`} · chance{' '}
          {byChance(latent)?.toFixed(1) ?? 'not computed'} of {compared - 1} others
        </p>
        {universality.stability && (
          <p class="quiet">
            stability <FurtherSeed stability={universality.stability} />
          </p>
        )}
      </div>
    </div>
  );
}

function FurtherSeed({ stability }: { stability: NonNullable<LatentData['universality']['stability']> }) {
  const { value, low, high, statement } = stability;
  const interval = `${two(low)} to ${two(high)}`;
  return (
    <Figure
      of="stability"
      value={`${two(value)} [${interval}]`}
      about="Probability that a further seed has this latent."
      statement={statement}
      chance="what chance gives for one other seed, as above"
      interval={`95%: ${interval}`}
    />
  );
}

function FoundIn({ latent }: { latent: LatentData }) {
  const { count, dictionariesCompared: compared, criterion } = latent.universality;
  const others = byChance(latent);
  const kind = nearestNull(latent.dictionary.analysis.universality?.nulls ?? [])?.kind;
  return (
    <Figure
      of="universality"
      value={`${count} of ${compared}`}
      about="Seeds in which this latent is found, its own included."
      statement={criterion.statement}
      chance={
        others === null || kind === undefined
          ? null
          : `a latent of random dictionaries would be found in ${others.toFixed(3)} other seeds on average (${NULL_WORDS[kind]})`
      }
      interval="counted, not estimated: it speaks of these seeds alone"
    />
  );
}

/** In how many other seeds a latent of random dictionaries would be found, on average. */
function byChance(latent: LatentData): number | null {
  const chance = nearestNull(latent.dictionary.analysis.universality?.nulls ?? []);
  return chance ? chance.fractions.reduce((sum, fraction, i) => sum + fraction * i, 0) : null;
}

/** What is found, in a sentence. */
function found(latent: LatentData): string {
  const compared = latent.partners.filter(({ shared }) => shared !== null);
  const accepted = compared.filter(({ shared }) => shared);
  if (compared.length === 0) return 'Not compared with another seed yet.';
  if (accepted.length === compared.length) return 'Found in every seed.';
  const near = compared.filter(({ shared, decoder }) => !shared && (decoder?.cosine ?? 0) >= 0.7).length;
  const closing =
    near > 0 ? ` In ${near} of the others its decoder partner is near, but the criterion is not met.` : '';
  if (accepted.length === 0) return `Only in this seed.${closing}`;
  return `Found in ${accepted.length + 1} of ${compared.length + 1} seeds.${closing}`;
}
