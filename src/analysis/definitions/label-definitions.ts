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
    assumes: 'That an accepted partner is the same feature.',
    byChance: 'Not known: how often a text of an unrelated latent would fit.',
    interval: 'None: a text, not a number.',
    silentOn: 'Whether the text is true of this latent. Score it here before relying on it.',
  }),
  explanationAgreement: define({
    title: 'Agreement of explanations',
    answeredBy: ['ExplanationAgreement.statement'],
    statement: ({ pairs }: { pairs: number }) =>
      `Pairs: latents of A with their accepted partner in B, of which both have an explanation with a word that counts; at most ${pairs.toLocaleString('en')} of them, a seeded sample. The label of a latent is its best explanation.`,
    example: [{ pairs: 1_024 }],
    assumes: 'That the labels were made independently of each other.',
    byChance: 'As under the two comparisons of labels that follow.',
    interval: 'None: the p-values of its comparisons stand in its place.',
    silentOn: 'What the pairs without two labels would give: how many they are is counted.',
  }),
  labelOverlap: define({
    title: 'Overlap of labels',
    answeredBy: ['LabelSimilarity.statement'],
    statement: (characters: number) => `${describeOverlap(characters)} ${tests}`,
    example: [2_000],
    assumes: 'That equal stems mean the same. For p-values: that pairs are exchangeable under chance.',
    byChance: 'The mean over random pairings, and over near latents that are not the partner, each with a p-value.',
    interval: 'None: p-values, never below 1 in the number of pairings and one more.',
    silentOn: 'Whether texts in other words mean the same. Explanations of one explainer resemble each other in style.',
  }),
  labelCosine: define({
    title: 'Cosine of labels',
    answeredBy: ['LabelSimilarity.statement'],
    statement: () =>
      `Cosine of the sentence embeddings of two texts, all vectors by the one embedder that has made most of those needed. ${tests}`,
    example: [],
    assumes:
      'That the embedder puts like meanings near to each other. For p-values: that pairs are exchangeable under chance.',
    byChance: 'The mean over random pairings, and over near latents that are not the partner, each with a p-value.',
    interval: 'None: p-values, as above.',
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
    assumes: 'That an overlap near 0 means another meaning: two texts in other words have it, too.',
    byChance: 'Not known: how many such pairs unrelated texts of one explainer give.',
    interval: 'None: an order of pairs.',
    silentOn: 'Which of the two is wrong, the label of one latent or that of the other.',
  }),
  scoreInterval: define({
    title: 'Interval of a score',
    answeredBy: ['ScoreInterval.statement', 'SharedByCovariate.reliability'],
    statement: () =>
      "Wilson's interval, 95%, of the value v as a part of m examples. Of many scores: reliability = 1 - mean of v (1 - v) / m over their variance.",
    example: [],
    assumes:
      'Examples judged independently of each other, as many positive as negative ones: the variance of a balanced accuracy is then at most v (1 - v) / m.',
    byChance: 'Guessing gives 0.5: a score whose interval holds 0.5 may be a guess.',
    interval:
      'It is itself one. On planted latents with 30 or 100 examples it holds the truth in 95% of cases or a little more.',
    silentOn: 'What other examples of another kind, or another judge, would give.',
  }),
  explanationSearch: define({
    title: 'Search of explanations',
    answeredBy: ['ExplanationHitConnection.definition'],
    statement: (mode: 'FULL_TEXT' | 'SEMANTIC' | 'HYBRID', { candidates }: { candidates: number }) =>
      searched[mode](candidates),
    example: ['HYBRID', { candidates: 500 }],
    assumes: 'That a text is in English, for stems; that question and text are within what the embedder knows.',
    byChance: 'Not known: ranks and cosines have no level that chance gives.',
    interval: 'None: an order of texts.',
    silentOn: 'How good a hit is: scores order hits, and those of two modes cannot be compared.',
  }),
};
