/** Definitions of figures over a run group, or over one dictionary against the others. */
import { MAX_OTHERS_ENUMERATED } from '../../compute/group/only-in-base.ts';
import { B_RANGE, MIN_POINTS, MOST_OPEN } from '../../compute/group/power-law.ts';
import { MAD_FACTOR, MAD_TO_SIGMA, MIN_FOR_OUTLIERS, MIN_SHORTFALL } from '../../compute/group/shared-matrix.ts';
import { UNLINKED } from '../../compute/group/assign-families.ts';
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
    assumes: 'That most dictionaries of the group are alike.',
    byChance: 'Not known: how often it marks one of equal dictionaries depends on how much they vary.',
    interval: 'None: a rule, with factors that it states.',
    silentOn: 'Why a dictionary stands apart: another dataset, another setting and a failed run look the same here.',
  }),
  universality: define({
    title: 'Universality',
    answeredBy: ['GroupUniversality.statement', 'BaseUniversality.statement'],
    statement: () =>
      'u_i = 1 + the number of other dictionaries in which latent i of the base dictionary is shared under the criterion; entry k - 1 counts the latents with u_i = k. Relative to the base, not a cluster.',
    example: [],
    assumes: 'That an accepted partner is the same feature.',
    byChance: NULLS,
    interval:
      'Of the mean number of dictionaries: over seeds, see "Interval over seeds". Of the fractions none: with a dictionary less they are other figures.',
    silentOn:
      "Whether the partners in two other dictionaries are each other's: cycle consistency and families look at that. How often a latent would be found in further dictionaries is its stability.",
  }),
  seedInterval: define({
    title: 'Interval over seeds',
    answeredBy: ['SeedInterval.statement'],
    statement: ({ seeds }: { seeds: number }) =>
      `Jackknife over ${seeds} dictionaries: the mean m is computed again without each of them; se^2 = (S - 1) / S x sum of (m_without - mean of these)^2, and the interval is m +- t(.975, S - 1) se, within 0 and 1 (for numbers of dictionaries: 1 and S).`,
    example: [{ seeds: 9 }],
    assumes: 'That the seeds are drawn independently of each other from all that this setting could have had.',
    byChance: 'None: it is the interval of figures that have their own.',
    interval:
      'It is itself one. On planted groups of 3, 5 and 8 seeds, some better than others, 90 to 97% of such intervals hold the true mean (150 groups each).',
    silentOn:
      'What another setting, other data or another order of the data would give: these do not vary here. The fractions found in exactly k of S, and only-in-base at k = S, have none: without a dictionary they are another figure.',
  }),
  stability: define({
    title: 'Stability',
    answeredBy: ['Stability.statement'],
    statement: ({ others, pooled }: { others: number; pooled: boolean }) =>
      `p = probability that the latent is found in one further dictionary of the run group under the criterion. Found in x of ${others} others: mean (a + x) / (a + b + ${others}) of the posterior Beta(a + x, b + ${others} - x). a and b are those under which the numbers of others that have each latent of ${pooled ? 'all dictionaries' : 'its dictionary'} are most likely, p of all latents following one Beta(a, b) (beta-binomial, empirical Bayes; one latent is added, spread evenly over 0 to ${others} others).`,
    example: [{ others: 8, pooled: false }],
    assumes:
      'Seeds are exchangeable, and find a feature independently of each other, each with the probability p of this feature. Found means recognised: a partner that the criterion misses is not found.',
    byChance:
      'p of a latent of random dictionaries is the shared fraction that the nulls of the pairs give, the same for all latents.',
    interval:
      'Quantiles .025 and .975 of the posterior, with the end 0 where no other has the latent and 1 where all have it. Over the latents of a dictionary 95% of such intervals hold the true p on planted dictionaries where p follows a beta distribution (95 to 97%), and 96% or more where it does not: two kinds of latents, or latents that no other seed has. That a and b are estimated themselves is not in it.',
    silentOn:
      'Whether further seeds of another setting have it, and what one single seed of this run group is like. In a dictionary of few latents, or against two others, the estimate is mostly that of the average latent.',
  }),
  onlyInBase: define({
    title: 'Only in the base dictionary',
    answeredBy: ['OnlyInBaseCurve.statement'],
    statement: ({ meanOverBases }: { meanOverBases: boolean }) =>
      `Fraction of the base dictionary's latents that are shared with none of k - 1 other dictionaries under the criterion: the exact mean over all subsets of k - 1 others. The standard deviation is over these subsets, and given for up to ${MAX_OTHERS_ENUMERATED} others.${meanOverBases ? ' Mean over base dictionaries, each with equal weight.' : ''}`,
    example: [{ meanOverBases: false }],
    assumes: 'That a feature without an accepted partner is not there.',
    byChance: NULLS,
    interval: 'Of the mean over base dictionaries, k below S: over seeds, see "Interval over seeds".',
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
    byChance:
      'The same fit does not apply: the curve of random dictionaries hardly falls. Set the curve against its `nulls`.',
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
    assumes: 'Nothing beyond the matchings.',
    byChance:
      'Three unrelated dictionaries, drawn and matched as the pairs were: `nulls`. They give more than the 1 / n of independent bijections, since all three matchings are optimised on the same rows.',
    interval: 'Of the mean, from four dictionaries: over seeds, see "Interval over seeds".',
    silentOn: 'How near partners are: no threshold takes part.',
  }),
  cycleChance: define({
    title: 'Cycle consistency by chance',
    answeredBy: ['CycleNull.statement'],
    statement: () =>
      'Per pair of the group one triple of unrelated dictionaries: the two of the first draw of its null and a third, drawn like A (for ROTATION: A turned by another rotation), all latents alive, matched pairwise. Mean, least and greatest over these triples.',
    example: [],
    assumes: 'That triples of unrelated dictionaries are like those of the group but for being related.',
    byChance: 'It is itself what chance gives.',
    interval: 'None: least and greatest over the triples.',
    silentOn: 'What a triple gives in which the dead do not count.',
  }),
  families: define({
    title: 'Families',
    answeredBy: ['LatentFamilyConnection.statement'],
    statement: () =>
      `Latents counted are tied where each of two is the accepted partner of the other under the criterion. A connected component with at most one latent per dictionary is a family. One with two latents of a dictionary is in conflict and is cut: groups grow from single latents, always the two with the largest mean cosine over their pairs (0 where two are not tied; 1 for each tie where cosines are not known), as long as they have no dictionary in common and more than ${MAJORITY} of their pairs are tied. Then one dictionary after the other gives up its latents of such components and gets the best assignment of them to what the others have formed, or to being alone, by the sum over pairs inside families of the cosine where the two are tied and -${UNLINKED} where they are not, until that sum no longer rises. Cosines are over the tied pairs, of decoder rows except under ENCODER.`,
    example: [],
    assumes:
      'That a feature has at most one latent in a dictionary: of duplicates inside one, the second starts a family of its own.',
    byChance:
      'On planted dictionaries (five of 64 latents in 16 dimensions, noisy, DECODER at 0.5) 1% of the pairs inside components are of one feature, and 78% of those inside families; 78% of all pairs of one feature are in one family.',
    interval: 'None: partition of the latents that there are.',
    silentOn:
      'That the members of a family are all alike: a component without a conflict may be a chain, so two of its latents may have a low cosine.',
  }),
  union: define({
    title: 'Core and union',
    answeredBy: ['UnionGrowth.statement'],
    statement: () =>
      'A feature is a family or a latent alone; it is in a dictionary that has a latent of it. Expected union of t dictionaries over all subsets: S_t = sum over q of Q_q (1 - C(S - q, t) / C(S, t)), Q_q the features in exactly q of S dictionaries (sample-based rarefaction, Colwell, Mao and Chang 2004, Ecology 85:2717). conflicts: components that had two latents of one dictionary and were cut.',
    example: [],
    assumes: 'That a family is one feature, and that two families are two.',
    byChance: NULLS,
    interval: 'None: the growth curve is exact over all orders of these dictionaries.',
    silentOn:
      'How many features there are: a feature whose latents were not recognised as one counts several times, which inflates the union and lowers the core. On planted dictionaries the core is too low by a third where cosines of one feature are .74 (five seeds, d = 16), by a tenth where they are .86 or the width is 32; the union is within 13%.',
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
    assumes: 'That the member nearest to the others stands for the feature.',
    byChance: 'None: a choice of rows, not a number.',
    interval: 'None: rows as trained.',
    silentOn: 'How well these latents reconstruct together: they were trained in different dictionaries.',
  }),
  chance: define({
    title: 'Chance over a run group',
    answeredBy: ['FractionsNull.statement', 'UnionNull.statement'],
    statement: () =>
      'From the nulls of the pairs: each latent of a base dictionary is shared with each other dictionary with the probability that the null gives for that pair under the criterion (threshold rounded down to a multiple of 0.01, taken as >=), independently of the others.',
    example: [],
    assumes: 'That being shared with one dictionary and with another is independent for random dictionaries.',
    byChance: 'It is itself what chance gives.',
    interval: 'None: least and greatest over draws are given with the nulls of the pairs.',
    silentOn:
      'What dependence between pairs does: three dictionaries matched pairwise are not independent, and the rows of some latents are met by chance more often than those of others.',
  }),
  statedDifference: define({
    title: 'Members that contradict each other',
    answeredBy: ['RunGroup.contradictions', 'Matching.contradictions'],
    statement: (differences: string) =>
      `These dictionaries differ in more than the seed, by what their configurations state: ${differences}. Figures mix the effect of that with the effect of the seed.`,
    example: ['k (32, 64)'],
    assumes: 'That configurations state what was done.',
    byChance: 'None: a statement of differences, not a number.',
    interval: 'None: compared, not estimated.',
    silentOn: 'Differences that no configuration states.',
  }),
  sameInitSeed: define({
    title: 'Equal init seeds',
    answeredBy: ['SameSeedPair.warning'],
    statement: () =>
      'Both were initialised with the same seed: they begin as the same dictionary, so their similarity says little about what comes back under another seed.',
    example: [],
    assumes: 'That equal numbers seed equal generators in both trainers.',
    byChance: 'None: a statement, not a number.',
    interval: 'None: compared, not estimated.',
    silentOn: 'Whether dictionaries of unknown init seed share one.',
  }),
};
