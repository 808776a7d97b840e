/** Definitions of figures over explanations: borrowed ones, agreement of labels, and scores of searches. */
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { SHUFFLES } from '../permutation-test.ts';
import { define } from './definition.ts';

/** The tests that stand next to a mean of likenesses. */
const tests =
  `Random: mean over ${SHUFFLES} random pairings of the same latents, seed ${RANDOM_SEED}; p = (1 + pairings that give at least the value) / (1 + ${SHUFFLES}). ` +
  `Neighbours: for each latent of A the nearest of the candidates kept in B that is not the partner and has a label; p as before, over ${SHUFFLES} draws that exchange partner and neighbour by the toss of a coin.`;

function describeOverlap(characters: number): string {
  return `Overlap of two texts: Dice coefficient 2 |X and Y| / (|X| + |Y|) of their sets of words, 0 to 1. Words: runs of letters and digits of the first ${characters.toLocaleString('en')} characters, stemmed, without stop words, by PostgreSQL's English dictionary (Snowball).`;
}

const searched = {
  FULL_TEXT: () =>
    "PostgreSQL's ts_rank of the text, English stems and words as they are, divided by 1 + log of its length.",
  SEMANTIC: () =>
    'Cosine of the sentence embeddings of question and text, by exact comparison with every explanation that has one.',
  HYBRID: (candidates: number) =>
    `Sum over both orders of 1 / (60 + rank), rank from 1 among the ${candidates} best of each; 0 where a hit is not among them.`,
};

export const labelDefinitions = {
  borrowedExplanation: define({
    title: 'Borrowed explanation',
    answeredBy: ['BorrowedExplanation.statement'],
    statement: () =>
      'Borrowed: made for the partner and never tested on this latent. Of the partners that are accepted and have an explanation, the one whose best ' +
      'explanation comes first by its scorer (as at `Explanation`), then by score, those without one last; then the highest cosine of the rows that ' +
      'name the partner, then the lowest init seed.',
    example: [],
    byChance: null,
    silentOn: 'Whether the text is true of this latent. Score it here before relying on it.',
  }),
  explanationAgreement: define({
    title: 'Agreement of explanations',
    answeredBy: ['ExplanationAgreement.statement'],
    statement: ({ pairs }: { pairs: number }) =>
      `Pairs: latents of A with their accepted partner in B, of which both have an explanation with a word that counts; at most ${pairs.toLocaleString('en')} of them, a seeded sample. The label of a latent is its best explanation.`,
    example: [{ pairs: 1_024 }],
    byChance: 'As under the two comparisons of labels that follow.',
    silentOn: 'What the pairs without two labels would give: how many they are is counted.',
  }),
  labelOverlap: define({
    title: 'Overlap of labels',
    answeredBy: ['LabelSimilarity.statement'],
    statement: (characters: number) => `${describeOverlap(characters)} ${tests}`,
    example: [2_000],
    byChance: 'The mean over random pairings, and over near latents that are not the partner, each with a p-value.',
    silentOn: 'Whether texts in other words mean the same. Explanations of one explainer resemble each other in style.',
  }),
  labelCosine: define({
    title: 'Cosine of labels',
    answeredBy: ['LabelSimilarity.statement'],
    statement: () =>
      `Cosine of the sentence embeddings of two texts, all vectors by the one embedder that has made most of those needed. ${tests}`,
    example: [],
    byChance: 'The mean over random pairings, and over near latents that are not the partner, each with a p-value.',
    silentOn: 'Anything on a scale of its own: cosines of two embedders cannot be compared.',
  }),
  labelDisagreement: define({
    title: 'Disagreement of rows and labels',
    answeredBy: ['LabelDisagreementConnection.statement'],
    statement: (of: { kind: 'LIKE_ROWS' | 'LIKE_LABELS'; cosine: number; overlap: number; characters: number }) => {
      const pairs =
        of.kind === 'LIKE_ROWS'
          ? `Matched with cosine >= ${of.cosine}, labels that overlap by <= ${of.overlap}; greatest cosine - overlap first.`
          : `Matched with cosine <= ${of.cosine}, labels that overlap by >= ${of.overlap}; greatest overlap - cosine first.`;
      return `${pairs} Of latents of A and the partners in B that the definition names, accepted or not; pairs without two labels are left out. ${describeOverlap(of.characters)}`;
    },
    example: [{ kind: 'LIKE_ROWS', cosine: 0.9, overlap: 0.1, characters: 2_000 }],
    byChance: null,
    silentOn: 'Which of the two is wrong, the label of one latent or that of the other.',
  }),
  explanationSearch: define({
    title: 'Search of explanations',
    answeredBy: ['ExplanationHitConnection.definition'],
    statement: (mode: 'FULL_TEXT' | 'SEMANTIC' | 'HYBRID', { candidates }: { candidates: number }) =>
      searched[mode](candidates),
    example: ['HYBRID', { candidates: 500 }],
    byChance: null,
    silentOn: 'How good a hit is: scores order hits, and those of two modes cannot be compared.',
  }),
};
