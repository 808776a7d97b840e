/** One latent as a column: seed and index, label with its score, how often and how strongly it fires, on what, and which tokens it promotes. */
import type { ComponentChildren } from 'preact';
import type { LatentColumnFragment } from '../../../generated/documents.ts';
import { count, Figure, percent, two } from '../../figures/figure.tsx';
import { latentHref } from '../../names.ts';
import { Label } from '../../text/foreign-text.tsx';
import { ActivationHistogram } from './activation-histogram.tsx';
import { Contexts } from './contexts.tsx';
import { Tokens } from './tokens.tsx';

export function Column(props: {
  latent: LatentColumnFragment;
  own?: boolean;
  missing?: boolean;
  children: ComponentChildren;
}) {
  const { latent, own = false, missing = false, children } = props;
  const { dictionary, index, explanation, alive, activationHistogram: histogram, topTokens } = latent;
  const seed = `seed ${dictionary.initSeed ?? dictionary.name}`;
  const frequency = histogram?.firingFrequency ?? latent.firingFrequency;
  return (
    <section class={`column${own ? ' own' : ''}${missing ? ' missing' : ''}`} aria-label={`${seed}, latent ${index}`}>
      <h2>
        {seed} {own ? <span class="quiet">#{index}</span> : <a href={latentHref({ dictionary, index })}>#{index}</a>}
        {alive === false && <span class="quiet"> dead</span>}
      </h2>
      {children}
      {explanation ? (
        <>
          <p class="name">
            <Label text={explanation.text} />
          </p>
          <p class="quiet">
            <span class="chip">{explanation.explainerModel ?? explanation.method}</span> {scoreWords(explanation)}
          </p>
        </>
      ) : (
        <p class="quiet">No label yet.</p>
      )}
      <p class="row quiet">
        <span>fires on</span>
        <span>
          <Figure
            of="sharedByFrequency"
            value={frequency == null ? 'not known' : `${(frequency * 100).toPrecision(2)}%`}
            about="Fraction of the tokens seen on which this latent fires."
            statement="Tokens with activation above zero, over all tokens read."
            chance="not known: it depends on the tokens"
          />{' '}
          {histogram?.collection.tokens != null && `of ${count(histogram.collection.tokens)} tokens`}
        </span>
      </p>
      {histogram && <ActivationHistogram histogram={histogram} />}
      <Contexts contexts={latent.contexts.nodes} total={latent.contexts.totalCount} />
      {topTokens && <Tokens tokens={topTokens} />}
    </section>
  );
}

function scoreWords({ score, scorer, scores }: NonNullable<LatentColumnFragment['explanation']>) {
  if (score == null || scorer == null) return 'no score';
  const examples = scores.find((one) => one.scorer === scorer)?.examples;
  return (
    <>
      {scorer}{' '}
      <Figure
        of="sharedByScore"
        value={two(score)}
        about={`Score of this label by ${scorer}: how well it predicts on which tokens the latent is active.`}
        statement="Balanced accuracy, (TPR + TNR) / 2, for every scorer but embedding, which has an AUROC."
        chance="0.5, by guessing"
        interval={
          examples == null
            ? null
            : `judged on ${examples} examples; its standard error is at most ${percent(0.5 / Math.sqrt(examples))}`
        }
      />
      {examples != null && ` ${examples} examples`}
    </>
  );
}
