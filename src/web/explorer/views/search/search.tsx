/** Labels by words or meaning. One feature is one row: hits that are each other's accepted partners are shown together, by the best of them. */
import { useEffect } from 'preact/hooks';
import { CriterionBar } from '../../criterion/criterion-bar.tsx';
import { criterion, measure } from '../../criterion/addressed-criterion.ts';
import { count, Figure } from '../../figures/figure.tsx';
import { useAnswer } from '../../graphql/use-answer.ts';
import { SearchDocument, type SearchMode } from '../../../generated/documents.ts';
import { knownGroups, referenceOf } from '../../names.ts';
import { parameters, setParameters } from '../../route.ts';
import { Empty, Failed, Loading } from '../../states/states.tsx';
import { Feature } from './feature.tsx';
import { foldFeatures } from './fold-features.ts';
import { Named } from './named.tsx';

const FIRST = 30;
/** The API's largest page. */
const MOST = 100;
const MODES: Record<SearchMode, string> = { FULL_TEXT: 'words', SEMANTIC: 'meaning', HYBRID: 'words and meaning' };

export function Search() {
  const asked = parameters.value;
  const text = asked.get('q')?.trim() ?? '';
  const mode = (asked.get('mode') ?? 'FULL_TEXT') as SearchMode;
  const numberOf = (name: string) => (asked.get(name) ? Number(asked.get(name)) : undefined);
  const first = Math.min(MOST, numberOf('first') ?? FIRST);
  const filter = {
    runGroup: asked.get('group') || undefined,
    initSeed: asked.get('seed') || undefined,
    minScore: numberOf('score'),
    latent: asked.get('in') ? { minUniversality: numberOf('in'), criterion: criterion.value } : undefined,
  };
  const variables = { text, mode, filter, criterion: criterion.value, measure: measure.value, first };
  const { data, failure, loading, retry } = useAnswer(SearchDocument, text === '' ? null : variables);
  useEffect(() => {
    document.title = `${text || 'Search'} · Reseed`;
  }, [text]);
  const found = text === '' ? null : (data?.searchExplanations ?? null);
  const features = found ? foldFeatures(found.nodes) : [];
  return (
    <div aria-busy={loading && text !== ''}>
      <h1>{text === '' ? 'Search labels' : `Labels with “${text}”`}</h1>
      <CriterionBar />
      <Facets mode={mode} />
      {text !== '' && <Named text={text} />}
      {text === '' && (
        <Empty title="Nothing asked yet">
          <p>
            Type what a latent could be called in the box above: friend* or happy, “once upon”, a name of a run group,
            or a portal id.
          </p>
        </Empty>
      )}
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {text !== '' && failure === null && found === null && <Loading of="labels" />}
      {found && failure === null && (
        <>
          <p class="quiet">
            <Figure
              of="explanationSearch"
              value={count(found.totalCount)}
              statement={found.definition}
              about="Labels that fit."
            />{' '}
            of {count(found.explanations)} labels fit; the first {found.nodes.length} are {features.length} different{' '}
            {features.length === 1 ? 'feature' : 'features'}.
          </p>
          {features.length === 0 && (
            <Empty title="No label fits">
              <p>
                Use fewer words, their beginnings (kit*), or “words and meaning” where an embedding model is configured.
              </p>
            </Empty>
          )}
          <ol class="features">
            {features.map((feature) => (
              <Feature key={feature.hit.explanation.id} feature={feature} />
            ))}
          </ol>
          {found.pageInfo.hasNextPage && first < MOST && (
            <button type="button" onClick={() => setParameters({ first: String(MOST) })}>
              More labels
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** Conditions on what is searched; the address keeps them. */
function Facets({ mode }: { mode: SearchMode }) {
  const asked = parameters.value;
  const keep = (name: string) => (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    setParameters({ [name]: event.currentTarget.value || null, first: null });
  return (
    <form class="criterion" aria-label="Which labels" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>by</span>
        <select value={mode} onChange={keep('mode')}>
          {Object.entries(MODES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>run group</span>
        <select value={asked.get('group') ?? ''} onChange={keep('group')}>
          <option value="">all</option>
          {knownGroups.value.map((group) => (
            <option key={group.id} value={referenceOf(group)}>
              {group.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>seed</span>
        <input type="number" min="0" value={asked.get('seed') ?? ''} onChange={keep('seed')} placeholder="any" />
      </label>
      <label>
        <span>in at least</span>
        <input type="number" min="1" value={asked.get('in') ?? ''} onChange={keep('in')} placeholder="any" />{' '}
        <span>seeds</span>
      </label>
      <label>
        <span>score from</span>
        <input
          type="number"
          min="0"
          max="1"
          step="0.05"
          value={asked.get('score') ?? ''}
          onChange={keep('score')}
          placeholder="any"
        />
      </label>
    </form>
  );
}
