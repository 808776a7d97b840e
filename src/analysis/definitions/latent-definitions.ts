/** Definitions of figures over single latents: nearest ones, orphans, recodings, and sharedness against score and frequency. */
import type { RecodingRule } from '../../compute/recoding/verdict.ts';
import type { Side } from '../../compute/statistics/pair-arrays.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { define } from './definition.ts';

/** What the figures over a covariate depend on. */
interface CovariateRule {
  bins: number;
  inOthers: number;
  /** Dictionaries other than the base. */
  others: number;
  /** Whether latents of several dictionaries are put together. */
  pooled: boolean;
}

const covariateRule: CovariateRule = { bins: 10, inOthers: 1, others: 8, pooled: true };

function describeCovariate({ bins, inOthers, others, pooled }: CovariateRule): string {
  const note = pooled
    ? ' Latents of all dictionaries are pooled, and intervals count features: of N latents, n_f of which are of family f, N^2 / sum n_f^2.'
    : '';
  return (
    `Known and unknown values are counted; all else is of the known. Rank correlation: Spearman's, with the number of dictionaries in which a latent is found, its own included. ` +
    `Bins: ${bins} at most, of as nearly equal numbers of latents as equal values allow; shared there means found in at least ${inOthers} of ${others} other dictionaries; intervals of 95 %: of fractions by Wilson, of the correlation by Fisher's transformation (Bonett and Wright 2000), of means by Student's t. Mean cosine, of one matching: of decoder rows with the matched partner (the PW-MCC by bins where the matching maximises absolute cosines).${note}`
  );
}

export const latentDefinitions = {
  nearest: define({
    title: 'Nearest latents',
    answeredBy: ['NearestAnswer.definition'],
    statement: (side: Side) =>
      `cosine = <x, y> / (|x| |y|) of ${side === 'DECODER' ? 'decoder' : 'encoder'} rows as stored; rows of zeros have none and are left out; ties by lower index.`,
    example: ['DECODER'],
    assumes: 'Nothing beyond the rows.',
    byChance:
      'The largest of n cosines grows with n even for random rows: see the coverage of random vectors under "Coverage and split factor".',
    interval: 'None: computed from the rows; cosines of two latents are good to 1.2e-7.',
    silentOn:
      'Whether a hit is the partner: one latent can be nearest to many. `matchedPartner` says what the matching names.',
  }),
  baseOrphans: define({
    title: 'What others missed',
    answeredBy: ['BaseOrphanConnection.statement'],
    statement: (of: { inAtLeast: number; others: number; scorer: string | null; minScore: number | null }) =>
      `Latents that are not shared with at least ${of.inAtLeast} of ${of.others} other dictionaries and whose best explanation has a score by ${of.scorer === null ? 'a scorer (nothing is scored)' : `"${of.scorer}"`}` +
      `${of.minScore === null ? '' : ` of at least ${of.minScore}`}; highest score first, then the most frequent, unknown frequency last, then by index.`,
    example: [{ inAtLeast: 8, others: 8, scorer: 'detection', minScore: 0.8 }],
    assumes: 'That a score says whether a text is true of the latent.',
    byChance: 'Not known: how many orphans of a random dictionary would have such a score.',
    interval: 'None: a list. Scores have the interval that their examples leave.',
    silentOn:
      'Whether the others lack the feature: it may be split over several latents there, which a recoding shows. Orphans without a score are counted and not listed.',
  }),
  sharedByScore: define({
    title: 'Shared by explanation score',
    answeredBy: ['SharedByCovariate.statement'],
    statement: ({ scorer, ...rule }: CovariateRule & { scorer: string | null }) =>
      `Value: score of the best explanation, where ${scorer === null ? 'a scorer' : `"${scorer}"`} decides it. ${describeCovariate(rule)}`,
    example: [{ ...covariateRule, scorer: 'detection' }],
    assumes:
      'That scores by one scorer are comparable between latents, and that unscored latents are left out for reasons that have nothing to do with sharing.',
    byChance:
      'A correlation of 0, with as many latents as are known. Of mean cosines: what random dictionaries give, `SideNull.meanMatchedCosine`.',
    interval:
      'Of fractions, means and the correlation, 95%, counting features: where 80 features have six copies each, 95% of such intervals hold the truth, and half of those that take copies for independent. What few examples leave of a score widens the spread of scores, and so the interval of a mean; it draws the correlation towards 0.',
    silentOn:
      'What the latents without a score are like. Rare latents are often not scored. A correlation has no direction.',
  }),
  sharedByFrequency: define({
    title: 'Shared by firing frequency',
    answeredBy: ['SharedByCovariate.statement'],
    statement: (rule: CovariateRule) =>
      `Value: fraction of tokens on which the latent fires, as at \`Latent.firingFrequency\`. ${describeCovariate(rule)}`,
    example: [covariateRule],
    assumes: 'That frequencies are of like text. Rare latents have few firings: theirs are rough.',
    byChance:
      'A correlation of 0, with as many latents as are known. Of mean cosines: what random dictionaries give, `SideNull.meanMatchedCosine`.',
    interval: 'Of fractions, means and the correlation, 95%, counting features, as above.',
    silentOn:
      'Why frequent latents are shared more or less often. Frequencies of two dictionaries may come from different tokens.',
  }),
  recoding: define({
    title: 'Recoding of an orphan',
    answeredBy: ['Recoding.statement'],
    statement: (of: RecodingRule & { atoms: number; aliveOnly: boolean; draws: number; seed: number }) => {
      const rows = of.aliveOnly
        ? "the other dictionary's alive latents, and of no dead ones of either"
        : 'the whole other dictionary, dead ones included';
      return (
        `x is the latent's unit decoder row, d_k unit decoder rows of ${rows}, weights c_k >= 0. Greedy: the row with the largest dot product with what is left of x ` +
        `comes in, then all weights are fitted afresh, up to ${of.atoms} rows. R^2 = 1 - |x - sum c_k d_k|^2 / |x|^2. ` +
        `Null: mean R^2 over ${of.draws} draws (seed ${of.seed}) of as many random unit rows of this width. ` +
        `k rows are enough if R^2 >= ${of.minRSquared} and R^2 - null >= ${of.minAboveNull}, both for k rows. FOUND: one is enough; SPLIT: 2 to ${of.atoms} are. ` +
        `MERGED: neither, but the latent y there that is nearest to x is rebuilt in the same way from the rows of x's own dictionary, with 2 to ${of.atoms} rows that are enough for y, x among them, ` +
        `and without x R^2 of y falls by at least ${of.minAboveNull} more than what the last of as many rows adds by chance. MISSING: otherwise. ` +
        'Signs count, whatever the matching maximises; greedy choice may miss a better set of several rows.'
      );
    },
    example: [{ minRSquared: 0.7, minAboveNull: 0.2, atoms: 4, aliveOnly: false, draws: 16, seed: RANDOM_SEED }],
    assumes: 'That a direction is what makes a feature. The two thresholds are choices, and stated.',
    byChance: 'The mean R^2 for as many random unit rows, per number of rows: `nullRSquared`.',
    interval: 'None: over draws the null is given as a mean.',
    silentOn: 'Whether the latents that rebuild a row fire where it fires: directions alone are compared.',
  }),
};
