/** What one dictionary found and the others missed: its orphans, those with the best explained first. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import { foundIn } from '../../compute/group/base-universality.ts';
import { criterionStatement } from '../../compute/statistics/criterion.ts';
import { keyText } from '../batches/key-text.ts';
import type { AnalysisContext } from '../context.ts';
import { formatCursor, parseCursor } from '../../graph/paging/cursor.ts';
import type { PageArguments } from '../../graph/paging/index-page.ts';
import { MAX_PAGE_OF_LATENTS } from '../../graph/limits.ts';
import { buildConnection, checkFirst } from '../../graph/paging/paging.ts';
import { checkRange } from '../check-range.ts';
import type { BaseAnalysisParent, BaseOrphanParent } from '../../graph/parents.ts';
import { qualify } from '../pair/publication-note.ts';
import { commonScorer, scoresBy } from './sharing-covariates.ts';

interface Asked extends PageArguments {
  inAtLeast?: number | null;
  minScore?: number | null;
  scorer?: string | null;
}

/** Where a row stands. */
interface Place {
  score: number;
  frequency: number | null;
  index: number;
}

/** One page; null while a matching is missing. Throws `BAD_INPUT`, `BAD_CURSOR`. */
export async function listBaseOrphans(context: AnalysisContext, analysis: BaseAnalysisParent, asked: Asked) {
  const { base, others, criterion, measure } = analysis;
  const first = checkFirst(asked.first, MAX_PAGE_OF_LATENTS);
  const inAtLeast = asked.inAtLeast ?? others.length;
  checkRange('inAtLeast', inAtLeast, { min: Math.min(1, others.length), max: others.length });
  const view = await analysis.load();
  if (view === null) return null;
  const [labels, firingFrequency] = await Promise.all([
    context.labels.loadLabels(base),
    context.pairs.loadFrequencies(base),
  ]);
  const scorer = asked.scorer ?? commonScorer([labels]);
  const scores = scoresBy(labels, scorer);
  const found = foundIn(view);
  const orphanIn = (index: number) => 1 + others.length - found[index];
  const places: Place[] = [];
  let orphans = 0;
  let unscored = 0;
  for (let index = 0; index < found.length; index++) {
    if (found[index] === 0 || orphanIn(index) < Math.max(1, inAtLeast)) continue;
    orphans++;
    const score = scores[index];
    if (Number.isNaN(score)) unscored++;
    else if (score >= (asked.minScore ?? Number.NEGATIVE_INFINITY)) {
      places.push({ score, frequency: known(firingFrequency[index]), index });
    }
  }
  places.sort(comparePlaces);
  const list = ['baseOrphans', keyText(base), measure, inAtLeast, scorer, JSON.stringify(criterion)].join(':');
  const key = parseCursor(asked.after, { list, shape: ['number', 'number?', 'number'] as const });
  const last = key && { score: key[0], frequency: key[1], index: key[2] };
  const after = last === null ? 0 : places.filter((place) => comparePlaces(place, last) <= 0).length;
  const rows = places.slice(after, after + first).map(
    (place): BaseOrphanParent => ({
      ...place,
      analysis,
      scorer: scorer ?? '',
      orphanIn: orphanIn(place.index),
    }),
  );
  const statement =
    `Latents that are not shared with at least ${inAtLeast} of ${others.length} other dictionaries and whose best explanation has a score by ${scorer === null ? 'a scorer (nothing is scored)' : `"${scorer}"`}` +
    `${asked.minScore === null || asked.minScore === undefined ? '' : ` of at least ${asked.minScore}`}; highest score first, then the most frequent, unknown frequency last, then by index. ${criterionStatement(criterion)}`;
  return {
    ...buildConnection(
      { rows, total: places.length, hasNext: after + first < places.length, hasPrevious: after > 0 },
      ({ score, frequency, index }) => formatCursor(list, [score, frequency, index]),
    ),
    orphans,
    unscored,
    inAtLeast,
    minScore: asked.minScore ?? null,
    scorer,
    criterion,
    statement: qualify(statement, analysis),
  };
}

function known(frequency: number): number | null {
  return Number.isNaN(frequency) ? null : frequency;
}

function comparePlaces(x: Place, y: Place): number {
  return y.score - x.score || (y.frequency ?? -1) - (x.frequency ?? -1) || x.index - y.index;
}

/** The latent. */
export function baseOrphanKey({ analysis, index }: BaseOrphanParent): LatentKey {
  const { spaceId, id } = analysis.base;
  return { spaceId, dictionaryId: id, index };
}
