/** Definitions of figures over two matched dictionaries. */
import type { CoverageRule } from '../../compute/group/coverage.ts';
import { CANDIDATES_KEPT } from '../../compute/side-matching.ts';
import type { Criterion, SharedDefinition } from '../../compute/statistics/criterion.ts';
import { define } from './definition.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { SHUFFLES } from '../permutation-test.ts';

const paper: Criterion = { definition: 'BOTH_AGREE', threshold: 0.7, strict: false, aliveOnly: false };

const conditions: Record<SharedDefinition, (passes: string) => string> = {
  BOTH_AGREE: (passes) =>
    `the optimal decoder matching and the optimal encoder matching name the same partner, pi_d(i) = pi_e(i), and both cosines pass: C^d(i, pi_d(i)) ${passes} and C^e(i, pi_e(i)) ${passes}`,
  BOTH: (passes) =>
    `its cosine passes in each optimal matching, whichever partners they name: C^d(i, pi_d(i)) ${passes} and C^e(i, pi_e(i)) ${passes}`,
  DECODER: (passes) => `its cosine in the optimal decoder matching passes: C^d(i, pi_d(i)) ${passes}`,
  ENCODER: (passes) => `its cosine in the optimal encoder matching passes: C^e(i, pi_e(i)) ${passes}`,
  AGREE: () =>
    'the optimal decoder matching and the optimal encoder matching name the same partner, pi_d(i) = pi_e(i), whatever the cosines',
  MAX_COSINE: (passes) =>
    `its largest cosines pass, without a bijection: max_j C^d(i, j) ${passes} and max_j C^e(i, j) ${passes}`,
  MUTUAL_NN: (passes) => `it and some j are each other's nearest decoder row and C^d(i, j) ${passes}`,
};

export const pairDefinitions = {
  criterion: define({
    title: 'Shared latent',
    answeredBy: ['Criterion.statement'],
    statement: ({ definition, threshold, strict, aliveOnly, minFiringFrequency }: Criterion) => {
      const passes = `${strict ? '>' : '>='} ${threshold}`;
      const living = minFiringFrequency ? `alive and fire on at least ${minFiringFrequency} of tokens` : 'alive';
      const alive = aliveOnly ? `; only latents that are ${living} are counted, and only partners that are` : '';
      return `Latent i is shared if ${conditions[definition](passes)}${alive}.`;
    },
    example: [paper],
    assumes: 'That what is alike beyond the threshold is one feature.',
    byChance:
      'The shared fraction of unrelated dictionaries of the same sizes and width, matched in the same way: `nulls`, with the least and the greatest over the draws. Rows independent (ISOTROPIC; COVARIANCE_MATCHED), both rows of a latent together (JOINT), the dictionaries themselves with one of them turned at random (ROTATION), the rows before training where they are known (INITIAL). ' +
      'What asks whether decoder and encoder partners agree (AGREE, BOTH_AGREE, agreement) is to be read against JOINT and ROTATION: with independent rows agreement is about 1 / n, whatever the dictionaries are, while the two rows of a real latent are alike. `missingNulls` says which kinds a matching lacks, and why.',
    interval: 'None: counted over the latents that there are, not estimated.',
    silentOn:
      'Whether both latents do the same in the model: only the directions of their rows are compared. A latent just below the threshold counts like one that has nothing near it.',
  }),
  solvedBasis: define({
    title: 'Matching solved here',
    answeredBy: ['MatchingBasis.statement'],
    statement: () =>
      'Solved by Reseed; the certificates bound every bijection of the stored rows from above. Cosines are float64 dot products of unit rows rounded to float32: each is within r = e (2 + e) + gamma_d of the cosine of the stored rows, e = 2^-24 + gamma_(d+2), gamma_k = k 2^-53 / (1 - k 2^-53), which is 1.2e-7 (Higham 2002, section 3.1). For m pairs m r is added to the dual and 2 m r to the gap; a cosine within r of 1 is 1.',
    example: [],
    assumes: 'Nothing: the proof is checked against every pair.',
    byChance: 'None: a proof holds for every pair of dictionaries.',
    interval:
      'The gap: how far from the optimum the sum can at most be, rounding included. It is a bound and not a probability.',
    silentOn:
      'Whether the bijection is the only optimal one, or how much a single pair matters for it: the margin of a pair says that. A cosine is good to 1.2e-7.',
  }),
  margin: define({
    title: 'Margin of a matched pair',
    answeredBy: ['PairMargin.statement', 'MarginSummary.statement'],
    statement: () =>
      'Sum of the optimal matching less the largest sum of a bijection without the pair (i, pi(i)): the cheapest alternating way from i to pi(i) over the slacks u_j + v_k - C(j, k) of the dual prices. Exact where `atLeast` and `atMost` are equal; else the lower bound is how far all pairs, or all ways, were looked at, and the upper one the cheapest way that was seen. Of float32 unit rows.',
    example: [],
    assumes: 'Nothing beyond the rows.',
    byChance: 'Not computed. Margins of unrelated dictionaries are small, since many partners are nearly as good.',
    interval: 'Bounds where it is not known exactly: at least, and at most.',
    silentOn:
      'Whether the partner is the same feature: two rows that are alike in nothing can be a sure pair, and a latent with two good partners there is an unsure one. It is no probability.',
  }),
  publication: define({
    title: 'Matching published by others',
    answeredBy: ['Publication.statement', 'MatchingBasis.statement', 'GroupAnalysis.note', 'BaseAnalysis.note'],
    statement: ({ by, format, cosines }: { by: string; format: string; cosines: string }) =>
      `Not certified by Reseed; published by ${by} (${format}, ${cosines}).`,
    example: [{ by: 'example', format: 'sae_overlap', cosines: 'cosines unknown' }],
    assumes: 'That the file is of these dictionaries.',
    byChance: 'None: a statement of whose matching it is.',
    interval: 'None: as published.',
    silentOn:
      'Whether the matching is optimal. Nearest candidates are not in such files, so no definition by them can be used.',
  }),
  aliveSide: define({
    title: 'One side, the living alone',
    answeredBy: ['AliveSide.statement'],
    statement: () =>
      `Pairs (i, pi(i)) with both latents alive, pi the matching of all latents. MMCS: mean over alive i of the largest C(i, j) over alive j. Regret: mean over those pairs of (largest C(i, j) over alive j - C(i, pi(i))). The largest is looked for among the ${CANDIDATES_KEPT} nearest latents, dead ones included, that are kept of each; latents of which these are all dead are left out and counted.`,
    example: [],
    assumes: 'That who is alive is known.',
    byChance: 'As for the same figures over all latents.',
    interval: 'None: counted over the latents that there are, not estimated.',
    silentOn:
      'What the optimal matching of the living alone would be: dead latents took part in the one that is used here.',
  }),
  coverage: define({
    title: 'Coverage and split factor',
    answeredBy: ['MatchingCoverage.statement'],
    statement: ({ threshold, strict, aliveOnly }: CoverageRule) => {
      const relation = `${strict ? '>' : '>='} ${threshold}`;
      const alive = aliveOnly ? '; only latents that are alive, at both ends' : '';
      return `Latent i is covered if max_j C(i, j) ${relation}; coverage is the covered part of the latents. Split factor: covered latents per different nearest latent j of theirs, 1 if no two have the same${alive}. Null, in closed form: independent unit vectors uniform on the sphere in d dimensions, as many as there are latents (dead ones included; >=), whose nearest ones are each as likely.`;
    },
    example: [{ threshold: 0.7, strict: false, aliveOnly: false }],
    assumes: 'That a near row is the same feature.',
    byChance: 'In closed form, as the definition says: `nullCoverage` and `nullSplitFactor`.',
    interval: 'None: counted over the latents that there are, not estimated.',
    silentOn:
      'Whether a covered latent has a partner of its own: several can be covered by one. Coverage of A by B differs from that of B by A.',
  }),
  similarity: define({
    title: 'CKA and RSA of matched rows',
    answeredBy: ['RepresentationSimilarity.statement'],
    statement: ({ pairs }: { pairs: number }) =>
      `Unit decoder rows of at most ${pairs} pairs of the decoder matching whose latents are both alive, a seeded sample (seed ${RANDOM_SEED}); signs as stored. ` +
      'CKA: with rows centred over the pairs, |Y^T X|^2 / (|X^T X| |Y^T Y|), Frobenius norms. RSA: Pearson correlation of the upper triangles of X X^T and Y Y^T; by ranks, Spearman. ' +
      `Shuffles: ${SHUFFLES} random pairings of the same rows (same seed); p = (1 + shuffles that give at least the value) / (1 + ${SHUFFLES}). ` +
      'The pairs were chosen by their cosines, which raises all numbers: shuffles test whether the pairing matters, not whether the dictionaries are related. Nulls: the same numbers for each draw of unrelated dictionaries, over as many pairs of their own optimal matching; p = (1 + draws that give at least the value) / (1 + draws). No p is below 1 / (1 + shuffles or draws). Linear CKA has a high floor where pairs are few for the width.',
    example: [{ pairs: 256 }],
    assumes: 'That a sample of pairs stands for all.',
    byChance:
      'Whether the dictionaries are related: mean, range and p-value over unrelated dictionaries that were matched in the same way (`nulls`; ROTATION keeps what lies inside each dictionary). Whether the pairing matters: the mean over random pairings of the same rows, and a p-value by them. Each p-value comes with the least that it can be.',
    interval: 'None: least and greatest over the draws of each null.',
    silentOn:
      'Anything by the p-value of the shuffles alone: pairs chosen because their rows are alike beat shuffles in unrelated dictionaries, too.',
  }),
  centredCosines: define({
    title: 'Cosines without the common mean',
    answeredBy: ['CentredCosines.statement'],
    statement: () =>
      'Unit decoder rows x of A and y of B; m = half the sum of their two mean rows. Plain: mean cosine of x and y over the pairs of the decoder matching, and over all pairs of the two dictionaries. Centred: the same of x - m and y - m. The matching is that of the plain rows.',
    example: [],
    assumes: 'That what all rows have in common is no feature.',
    byChance: 'Of a random pairing: the mean over all pairs, `all`.',
    interval: 'None: computed over all rows.',
    silentOn: 'Which pairs a matching of centred rows would find.',
  }),
  orphanSpans: define({
    title: 'Subspaces of orphans',
    answeredBy: ['OrphanSpans.statement', 'GroupOrphanSpans.statement'],
    statement: () =>
      'X: unit decoder rows of the orphans of one dictionary, those known to be dead left out. Effective rank: exp(-sum p_k log p_k), p_k the eigenvalues of X^T X over their sum (Roy and Vetterli 2007). Subspace: the first eigenvectors U, as many as the effective rank, rounded up. Cosines of the principal angles: singular values of U_A U_B^T. Part held: |U_B x|^2 for an orphan x of A, and the other way round.',
    example: [],
    assumes:
      'That what is an orphan under the criterion is one: an orphan whose partner was only just missed lies in the other subspace for that reason.',
    byChance:
      '`rotated`, in closed form: max(r_A, r_B) / d for the mean squared cosine, r / d for the part held, r directions of width d. `subsets`: as many random latents of both dictionaries, with as many directions. More than rotated says that orphans are no noise; more than random latents that they have a subspace of their own.',
    interval:
      'Of means over pairs: over seeds, see "Interval over seeds". Of one pair none: least and greatest over draws of random latents.',
    silentOn:
      'Which orphans share a direction, and whether they do the same. Where there are many more orphans than dimensions the effective rank comes near the width, and every part is near 1, by chance, too.',
  }),
  canonicalCorrelation: define({
    title: 'SVCCA of matched rows',
    answeredBy: ['CanonicalCorrelation.statement'],
    statement: (of: { pairs: number; sampledFrom: number; seed: number; variance: number; shuffles: number }) =>
      `SVCCA over unit decoder rows of ${of.pairs} pairs of the decoder matching whose latents are both alive (of ${of.sampledFrom}; seed ${of.seed}), centred over the pairs: ` +
      `mean of the canonical correlations between the first principal components of either side that keep ${of.variance} of the variance, over the smaller number of components; float32 products, good to 1e-5. ` +
      `Shuffles: ${of.shuffles} random pairings of the same rows; p = (1 + shuffles that give at least the value) / (1 + ${of.shuffles}). ` +
      'Rotated: the same for B turned by a random rotation, matched with A anew, pairs chosen as here. No p is below 1 / (1 + shuffles or rotations). Chance is high where pairs are few for the number of components. The pairs were chosen by their cosines, which shuffles do not see.',
    example: [{ pairs: 14_563, sampledFrom: 32_768, seed: RANDOM_SEED, variance: 0.99, shuffles: 19 }],
    assumes: 'That the pairs compared stand for all, and are many for the number of components.',
    byChance:
      'Whether the dictionaries are related: `rotated`. Whether the pairing matters: the mean over random pairings of the same rows. A p-value for each, with the least that it can be.',
    interval: 'None: least and greatest over rotations.',
    silentOn: 'Which latents make the correlation.',
  }),
};
