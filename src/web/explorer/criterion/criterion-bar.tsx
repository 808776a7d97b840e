/** The criterion: what counts as shared. All views obey it, and the address keeps it. */
import type { Measure, SharedDefinition } from '../../generated/documents.ts';
import { viewHref } from '../names.ts';
import {
  criterion,
  DEFINITIONS,
  liveThreshold,
  measure,
  setCriterion,
  setMeasure,
  slideThreshold,
} from './addressed-criterion.ts';

export function CriterionBar() {
  const { definition, strict, aliveOnly } = criterion.value;
  const usesThreshold = definition !== 'AGREE';
  return (
    <form class="criterion" aria-label="What counts as shared" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>definition</span>
        <select
          value={definition}
          onChange={(event) => setCriterion({ definition: event.currentTarget.value as SharedDefinition })}
        >
          {Object.entries(DEFINITIONS).map(([name, words]) => (
            <option key={name} value={name}>
              {name}: {words}
            </option>
          ))}
        </select>
      </label>
      <label class={usesThreshold ? '' : 'off'}>
        <span>threshold</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          disabled={!usesThreshold}
          value={liveThreshold.value}
          onInput={(event) => slideThreshold(Number(event.currentTarget.value))}
        />
        <output>{usesThreshold ? `${strict ? '>' : '≥'} ${liveThreshold.value.toFixed(2)}` : 'not used'}</output>
      </label>
      <label>
        <input
          type="checkbox"
          checked={strict}
          onChange={(event) => setCriterion({ strict: event.currentTarget.checked })}
        />
        <span>strict</span>
      </label>
      <label>
        <input
          type="checkbox"
          checked={aliveOnly}
          onChange={(event) => setCriterion({ aliveOnly: event.currentTarget.checked })}
        />
        <span>alive only</span>
      </label>
      <label>
        <span>measure</span>
        <select value={measure.value} onChange={(event) => setMeasure(event.currentTarget.value as Measure)}>
          <option value="COSINE">signed cosine</option>
          <option value="ABSOLUTE_COSINE">absolute cosine</option>
          <option value="ACTIVATION_CORRELATION">decoder cosine and activation</option>
        </select>
      </label>
      <a class="what" href={`${viewHref('/definitions')}#criterion`}>
        What is this?
      </a>
    </form>
  );
}
