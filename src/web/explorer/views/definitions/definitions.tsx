/** Every definition in words: where each number of the other views leads to. */
import { useEffect } from 'preact/hooks';
import { useAnswer } from '../../graphql/use-answer.ts';
import { DefinitionsDocument } from '../../../generated/documents.ts';
import { Failed, Loading } from '../../states/states.tsx';

export function Definitions() {
  const { data, failure, retry } = useAnswer(DefinitionsDocument, {});
  useEffect(() => {
    document.title = 'Definitions · Reseed';
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, [data]);
  if (failure !== null) return <Failed failure={failure} retry={retry} />;
  if (data === null) return <Loading of="the definitions" />;
  return (
    <article class="prose">
      <h1>Definitions</h1>
      <p class="lead">
        What each number means and assumes, what chance gives for it, its interval, and what it does not say. C^d and
        C^e are the cosines of decoder and of encoder rows; pi_d and pi_e the optimal matchings by these. Numbers in the
        text are examples: an answer has those that it was made with.
      </p>
      {data.definitions.map(({ name, title, statement, assumes, byChance, interval, silentOn }) => (
        <section key={name} id={name}>
          <h2>{title}</h2>
          <p>{statement}</p>
          <dl>
            <dt>Assumes</dt>
            <dd>{assumes}</dd>
            <dt>By chance</dt>
            <dd>{byChance}</dd>
            <dt>Interval</dt>
            <dd>{interval}</dd>
            <dt>It does not say</dt>
            <dd>{silentOn}</dd>
          </dl>
        </section>
      ))}
    </article>
  );
}
