/** What one dictionary found and the others missed: its orphans, those with the best explained first. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import { foundIn } from '../../compute/group/base-universality.ts';
import { keyText } from '../batches/key-text.ts';
import { checkRange } from '../check-range.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import type { MatchedBase } from '../group/matched-group.ts';
import { qualify } from '../pair/publication-note.ts';
import { commonScorer, scoresBy } from './sharing-covariates.ts';

interface Asked {
  inAtLeast?: number | null;
  minScore?: number | null;
  scorer?: string | null;
}

/** Where a row stands. */
export interface OrphanPlace {
  score: number;
  frequency: number | null;
  index: number;
}

export interface BaseOrphan extends OrphanPlace {
  matched: MatchedBase;
  orphanIn: number;
  scorer: string;
}

/** The orphans; null while a matching is missing. Throws `BAD_INPUT`. */
export async function findBaseOrphans(context: AnalysisContext, matched: MatchedBase, asked: Asked) {
  const { base, others, criterion, measure } = matched;
  const inAtLeast = asked.inAtLeast ?? others.length;
  checkRange('inAtLeast', inAtLeast, { min: Math.min(1, others.length), max: others.length });
  const view = await matched.load();
  if (view === null) return null;
  const [labels, firingFrequency] = await Promise.all([
    context.labels.loadLabels(base),
    context.pairs.loadFrequencies(base),
  ]);
  const scorer = asked.scorer ?? commonScorer([labels]);
  const scores = scoresBy(labels, scorer);
  const found = foundIn(view);
  const orphanIn = (index: number) => 1 + others.length - found[index];
  const places: OrphanPlace[] = [];
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
  const minScore = asked.minScore ?? null;
  const statement = definitions.baseOrphans.statement({ inAtLeast, others: others.length, scorer, minScore });
  return {
    /** Name of the list and of all that its order depends on. */
    list: ['baseOrphans', keyText(base), measure, inAtLeast, scorer, JSON.stringify(criterion)].join(':'),
    /** In their order. */
    places,
    rowOf: (place: OrphanPlace): BaseOrphan => ({
      ...place,
      matched,
      scorer: scorer ?? '',
      orphanIn: orphanIn(place.index),
    }),
    facts: {
      orphans,
      unscored,
      inAtLeast,
      minScore,
      scorer,
      criterion,
      statement: qualify(`${statement} ${definitions.criterion.statement(criterion)}`, matched),
    },
  };
}

function known(frequency: number): number | null {
  return Number.isNaN(frequency) ? null : frequency;
}

/** The latent. */
export function orphanKey({ matched, index }: BaseOrphan): LatentKey {
  const { spaceId, id } = matched.base;
  return { spaceId, dictionaryId: id, index };
}

/** The order of rows. */
export function comparePlaces(x: OrphanPlace, y: OrphanPlace): number {
  return y.score - x.score || (y.frequency ?? -1) - (x.frequency ?? -1) || x.index - y.index;
}
