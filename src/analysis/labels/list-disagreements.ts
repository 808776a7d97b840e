/** The pairs of a matching whose rows and labels say different things. */
import { type DisagreementKind, findDisagreements } from '../../compute/labels/label-disagreements.ts';
import { countWords, diceOverlap } from '../../compute/labels/word-sets.ts';
import { buildSharingRule } from '../../compute/statistics/sharing-score.ts';
import { keyText } from '../batches/key-text.ts';
import { definitions } from '../definitions/definitions.ts';
import { LABEL_CHARACTERS } from '../held/label-cache.ts';
import type { ExplanationAgreement } from './read-agreement.ts';
import type { LatentPair } from '../pair/latent-pair-cosine.ts';
import type { OrderedRows } from '../ordered-rows.ts';
import { checkRange } from '../check-range.ts';
import { buildSharedPair } from '../pair/pair-lists.ts';

/** Where likeness begins and ends unless somebody says otherwise: rows that nobody would call different, labels without a common word. */
const defaults = {
  LIKE_ROWS: { cosine: 0.9, overlap: 0.1 },
  LIKE_LABELS: { cosine: 0.5, overlap: 0.5 },
} as const;

/** A pair, and how far its labels overlap. */
export interface LabelDisagreement extends LatentPair {
  textOverlap: number;
}

interface Asked {
  kind: DisagreementKind;
  cosine?: number | null;
  overlap?: number | null;
}

/** All of one kind, those that disagree most first. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export function listDisagreements(agreement: ExplanationAgreement, asked: Asked) {
  const { kind } = asked;
  const { matching, criterion, pair, words } = agreement;
  const { definition, aliveOnly, minFiringFrequency } = criterion;
  const cosine = checkRange('cosine', asked.cosine ?? defaults[kind].cosine, { min: -1, max: 1 });
  const overlap = checkRange('overlap', asked.overlap ?? defaults[kind].overlap, { min: 0, max: 1 });
  const rule = buildSharingRule(pair, { end: 'A', ...criterion });
  const counts = (i: number) => !aliveOnly || pair.a.alive[i] === 1;
  const found = findDisagreements(
    {
      n: pair.a.n,
      partner: (i) => (counts(i) ? rule.partner(i) : -1),
      cosine: rule.partnerCosine,
      overlap: (i, j) =>
        countWords(words.a, i) > 0 && countWords(words.b, j) > 0
          ? diceOverlap({ sets: words.a, i }, { sets: words.b, i: j })
          : Number.NaN,
    },
    { kind, cosine, overlap },
  );
  const disagreements: OrderedRows<LabelDisagreement> = {
    list: [
      'disagreements',
      keyText(matching),
      kind,
      cosine,
      overlap,
      definition,
      aliveOnly,
      minFiringFrequency ?? '',
    ].join(':'),
    indexes: found.index,
    valueOf: (index) => (Number.isNaN(found.gap[index]) ? null : found.gap[index]),
    rowOf: (i) => ({ ...buildSharedPair(matching, pair, { i, j: rule.partner(i) }), textOverlap: found.overlap[i] }),
  };
  return {
    disagreements,
    kind,
    cosine,
    overlap,
    criterion,
    statement: definitions.labelDisagreement.statement({ kind, cosine, overlap, characters: LABEL_CHARACTERS }),
  };
}
