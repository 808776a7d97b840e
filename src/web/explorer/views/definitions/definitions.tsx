/** Every definition in words: where each number of the other views leads to. */
import { useEffect } from 'preact/hooks';
import { definitions } from '../../../generated/definitions.ts';

export function Definitions() {
  useEffect(() => {
    document.title = 'Definitions · Reseed';
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, [window.location.hash]);
  return (
    <article class="prose">
      <h1>Definitions</h1>
      <p class="lead">
        What each number means, what chance gives for it, and what it does not say. C^d and C^e are the cosines of
        decoder and of encoder rows; pi_d and pi_e the optimal matchings by these. Numbers in the text are examples: an
        answer has those that it was made with.
      </p>
      {Object.values(definitions).map(({ title, anchor, statement, byChance, silentOn }) => (
        <section key={anchor} id={anchor}>
          <h2>{title}</h2>
          <p>{statement}</p>
          <dl>
            <dt>By chance</dt>
            <dd>{byChance ?? 'not known'}</dd>
            <dt>It does not say</dt>
            <dd>{silentOn}</dd>
          </dl>
        </section>
      ))}
    </article>
  );
}
