/** Definitions of figures over a run group, or over one dictionary against the others. */
import { MAX_OTHERS_ENUMERATED } from '../../compute/group/only-in-base.ts';
import { B_RANGE, MIN_POINTS, MOST_OPEN } from '../../compute/group/power-law.ts';
import { MAD_FACTOR, MAD_TO_SIGMA, MIN_FOR_OUTLIERS, MIN_SHORTFALL } from '../../compute/group/shared-matrix.ts';
import { MAJORITY } from '../../compute/group/split-conflicts.ts';
import { define } from './definition.ts';

const NULLS = 'From the nulls of the pairs, as under "Chance over a run group": `nulls`.';

export const groupDefinitions = {
  outlier: define({
    title: 'Outlier among dictionaries',
    answeredBy: ['SharedMatrix.outlierStatement'],
    statement: () =>
      `m_i = mean over the other dictionaries j of (F[i][j] + F[j][i]) / 2, F the shared fraction. i is an outlier if ` +
      `m_i < median(m) - ${MAD_FACTOR} x ${MAD_TO_SIGMA} x MAD(m) and m_i <= median(m) - ${MIN_SHORTFALL}; ` +
      `not defined for fewer than ${MIN_FOR_OUTLIERS} dictionaries.`,
    example: [],
    byChance: null,
    silentOn: 'Why a dictionary stands apart: another dataset, another setting and a failed run look the same here.',
  }),
  universality: define({
    title: 'Universality',
    answeredBy: ['GroupUniversality.statement', 'BaseUniversality.statement'],
    statement: () =>
      'u_i = 1 + the number of other dictionaries in which latent i of the base dictionary is shared under the criterion; entry k - 1 counts the latents with u_i = k. Relative to the base, not a cluster.',
    example: [],
    byChance: NULLS,
    silentOn:
      "Whether the partners in two other dictionaries are each other's: cycle consistency and families look at that. Nor does it say how often a latent would be found in further dictionaries.",
  }),
  onlyInBase: define({
    title: 'Only in the base dictionary',
    answeredBy: ['OnlyInBaseCurve.statement'],
    statement: ({ meanOverBases }: { meanOverBases: boolean }) =>
      `Fraction of the base dictionary's latents that are shared with none of k - 1 other dictionaries under the criterion: the exact mean over all subsets of k - 1 others. The standard deviation is over these subsets, and given for up to ${MAX_OTHERS_ENUMERATED} others.${meanOverBases ? ' Mean over base dictionaries, each with equal weight.' : ''}`,
    example: [{ meanOverBases: false }],
    byChance: NULLS,
    silentOn:
      'How the curve goes beyond the dictionaries that are here. The standard deviation is over subsets of these, which overlap, and no error of the mean.',
  }),
  powerLaw: define({
    title: 'Power law of the curve',
    answeredBy: ['OnlyInBaseCurve.fitStatement'],
    statement: () =>
      `Least squares of a * k^-b + c with c >= 0 and ${B_RANGE[0]} < b < ${B_RANGE[1]}; residual is the root mean square. No fit for fewer than ${MIN_POINTS} points, for a constant curve, where the best b lies at the border, and where the interval of c covers more than ${MOST_OPEN} of what lies between 0 and the last point.`,
    example: [],
    assumes:
      'That the curve is such a power law, and residuals that are independent of each other: the points share dictionaries, so they are not quite.',
    byChance: null,
    interval:
      'Of c, 95%: all c >= 0 with which some a and b leave a sum of squares that the F test for one parameter accepts. Not over seeds.',
    silentOn:
      'That the curve is a power law, or what c will be with more dictionaries: three numbers fit few points well.',
  }),
  cycleConsistency: define({
    title: 'Cycle consistency',
    answeredBy: ['CycleConsistency.statement'],
    statement: ({ aliveOnly }: { aliveOnly: boolean }) =>
      'mean over latents i of a of [pi_bc(pi_ab(i)) = pi_ac(i)], pi the optimal matching, averaged over all ordered triples (a, b, c) of different dictionaries; a latent that a matching leaves out is not consistent. firstAgrees: only latents i with pi_ab the same by decoder and by encoder. allAgree: only latents with pi_ab(i), pi_ac(i) and pi_bc(pi_ab(i)) the same by both.' +
      (aliveOnly
        ? ' Only latents i that are alive; one whose partner in b or in c is dead is not consistent, and agreement with a dead partner is none. The matchings are those of all latents.'
        : ''),
    example: [{ aliveOnly: false }],
    byChance:
      'Three unrelated dictionaries, drawn and matched as the pairs were: `nulls`. They give more than the 1 / n of independent bijections, since all three matchings are optimised on the same rows.',
    silentOn: 'How near partners are: no threshold takes part.',
  }),
  cycleChance: define({
    title: 'Cycle consistency by chance',
    answeredBy: ['CycleNull.statement'],
    statement: () =>
      'Per pair of the group one triple of unrelated dictionaries: the two of the first draw of its null and a third, drawn like A (for ROTATION: A turned by another rotation), all latents alive, matched pairwise. Mean, least and greatest over these triples.',
    example: [],
    byChance: null,
    silentOn: 'What a triple gives in which the dead do not count.',
  }),
  families: define({
    title: 'Families',
    answeredBy: ['LatentFamilyConnection.statement'],
    statement: () =>
      `Latents counted are tied where each of two is the accepted partner of the other under the criterion. A connected component with at most one latent per dictionary is a family. One with two latents of a dictionary is in conflict and is cut: groups grow from single latents, always the two with the largest mean cosine over their pairs (0 where two are not tied; 1 for each tie where cosines are not known), as long as they have no dictionary in common and more than ${MAJORITY} of their pairs are tied. Cosines are over the tied pairs, of decoder rows except under ENCODER.`,
    example: [],
    assumes:
      'That a feature has at most one latent in a dictionary: of duplicates inside one, the second starts a family of its own.',
    byChance:
      'On planted dictionaries (five of 64 latents in 16 dimensions, noisy, DECODER at 0.5) 1% of the pairs inside components are of one feature, and 77% of those inside families.',
    silentOn:
      'That the members of a family are all alike: a component without a conflict may be a chain, so two of its latents may have a low cosine.',
  }),
  union: define({
    title: 'Core and union',
    answeredBy: ['UnionGrowth.statement'],
    statement: () =>
      'A feature is a family or a latent alone; it is in a dictionary that has a latent of it. Expected union of t dictionaries over all subsets: S_t = sum over q of Q_q (1 - C(S - q, t) / C(S, t)), Q_q the features in exactly q of S dictionaries (sample-based rarefaction, Colwell, Mao and Chang 2004, Ecology 85:2717). conflicts: components that had two latents of one dictionary and were cut.',
    example: [],
    byChance: NULLS,
    silentOn:
      'How many features there are: a feature whose latents were not recognised as one counts several times, which inflates the union.',
  }),
  unseen: define({
    title: 'Unseen features',
    answeredBy: ['UnseenFeatures.statement'],
    statement: () =>
      'Chao2 (Chao 1987, Biometrics 43:783) over alive latents: (S - 1)/S x Q_1^2 / (2 Q_2), or (S - 1)/S x Q_1 (Q_1 - 1) / 2 where Q_2 = 0; Q_q the features in exactly q of S dictionaries.',
    example: [],
    assumes:
      'Error-free identification: every feature is recognised wherever it is. Failed matches and dead latents count as features seen once and inflate the figure without bound. And dictionaries that are exchangeable; where features differ in how often they are found, the figure is too low.',
    byChance:
      'The same formula for the union by chance: `nulls`. Where it is as large as the figure, the assumption plainly fails and there is no figure, only the reason.',
    interval:
      "Chao's, 95%: the logarithm of the estimate is taken for normal. It covers the chance of which dictionaries were drawn, not failed identification.",
    silentOn: 'How many features there are to find.',
  }),
  representatives: define({
    title: 'Exported core and union',
    answeredBy: ['Mutation.exportFeatures'],
    statement: () =>
      'One latent for each feature (a family, or a latent alone): the member with the largest sum of cosines to the members that it is tied to, decoder row, encoder row and encoder bias as trained; of equal ones the first.',
    example: [],
    byChance: null,
    silentOn: 'How well these latents reconstruct together: they were trained in different dictionaries.',
  }),
  chance: define({
    title: 'Chance over a run group',
    answeredBy: ['FractionsNull.statement', 'UnionNull.statement'],
    statement: () =>
      'From the nulls of the pairs: each latent of a base dictionary is shared with each other dictionary with the probability that the null gives for that pair under the criterion (threshold rounded down to a multiple of 0.01, taken as >=), independently of the others.',
    example: [],
    byChance: null,
    silentOn:
      'What dependence between pairs does: three dictionaries matched pairwise are not independent, and the rows of some latents are met by chance more often than those of others.',
  }),
  statedDifference: define({
    title: 'Members that contradict each other',
    answeredBy: ['RunGroup.contradictions', 'Matching.contradictions'],
    statement: (differences: string) =>
      `These dictionaries differ in more than the seed, by what their configurations state: ${differences}. Figures mix the effect of that with the effect of the seed.`,
    example: ['k (32, 64)'],
    byChance: null,
    silentOn: 'Differences that no configuration states.',
  }),
  sameInitSeed: define({
    title: 'Equal init seeds',
    answeredBy: ['SameSeedPair.warning'],
    statement: () =>
      'Both were initialised with the same seed: they begin as the same dictionary, so their similarity says little about what comes back under another seed.',
    example: [],
    byChance: null,
    silentOn: 'Whether dictionaries of unknown init seed share one.',
  }),
};
