/** Definitions of figures over what latents do on tokens. */
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { LABELLINGS } from '../../compute/contrast/contrast-scores.ts';
import type { TwinKind, TwinRule } from '../../compute/firing/twins.ts';
import { define } from './definition.ts';

const twins: Record<TwinKind, (cosine: string, correlation: string) => string> = {
  BOTH: (cosine, correlation) => `pi_d(i) = pi_e(i) with a cosine ${cosine} and a correlation ${correlation}`,
  DIRECTION_ONLY: (cosine, correlation) =>
    `Pairs (i, pi_d(i)) with a cosine ${cosine} and no correlation ${correlation}`,
  FIRING_ONLY: (cosine, correlation) => `Pairs (i, pi_e(i)) with a correlation ${correlation} and no cosine ${cosine}`,
};
const criterionExample: Criterion = { definition: 'BOTH_AGREE', threshold: 0.7, strict: false, aliveOnly: false };

export const functionDefinitions = {
  encoding: define({
    title: 'What fires on a text',
    answeredBy: ['EncodedText.statement'],
    statement: ({ definition, threshold, strict, aliveOnly }: Criterion) =>
      `Activations as the dictionary's own library computes them, in float32; those above zero fire. A feature is a family of latents of one run group under ${definition} ${strict ? '>' : '>='} ${threshold}${aliveOnly ? ', living latents only' : ''}, or a latent that is in none. ` +
      'Strength: activation times the length of the decoder row, the largest over the latents of the feature. FVU of a token: |x - xhat|^2 over the mean of |x - mean x|^2 of all tokens here, so that the mean over tokens is the FVU of the text.',
    example: [criterionExample],
    assumes:
      "That texts are read as the dictionary's activations were: the same model, hookpoint and input normalisation.",
    byChance: 'A dictionary that is shown activations of another model, hookpoint or scale has an FVU near 1 or above.',
    interval: 'None: activations are computed, not estimated.',
    silentOn:
      'What the model does with a feature. A latent alone has no accepted partner under this criterion; with a lower threshold it may have one. The mean of a short text is of few tokens.',
  }),
  evaluation: define({
    title: 'Evaluation of a dictionary',
    answeredBy: ['Evaluation.statement'],
    statement: ({ tokens }: { tokens: number }) =>
      `On ${tokens} tokens, BOS left out. FVU: sum |x - xhat|^2 / sum |x - mean x|^2, one less SAELens's explained variance. Cosine and norm ratio |xhat| / |x|: means over tokens. Dead: fired on none of them. ` +
      "With the model: the reconstruction takes the activations' place at the hookpoint, BOS keeps its own. Cross-entropy of the next token inside the window, KL(model || with reconstruction) and agreement of the most probable token: means over tokens, as in SAELens with BOS among the ignored tokens. Loss recovered: (CE with zeros - CE with reconstruction) / (CE with zeros - CE of the model).",
    example: [{ tokens: 100_000 }],
    assumes: 'That the tokens stand for the text that the dictionary is used on.',
    byChance:
      'Zeros in the place of the activations, which every score is measured from. A reconstruction that is the mean has an FVU of 1.',
    interval: 'None: measured on these tokens, not estimated for others.',
    silentOn:
      'Whether latents mean anything, or whether another seed has them. Loss recovered is near 1 wherever zeros do much harm: compare cross-entropies, too.',
  }),
  substitution: define({
    title: 'Substitution of a latent by its partner',
    answeredBy: ['SideSubstitution.statement'],
    statement: ({ tokens }: { tokens: number }) =>
      `In A, on ${tokens} tokens, the contribution f_i D_i of latent i is taken out (ablation) or replaced by s g_j G_j of its partner j in B, with B's own activation and decoder row. The scale s >= 0 is fitted by least squares on every other context, and the change of FVU is measured on the rest. ` +
      'Quality of some pairs: 1 - sum of changes with partners / sum of changes without the latents; 1 where partners do all that the latents did, 0 where they are worth as much as nothing. The curve takes pairs by their score (cosine, or correlation), best first; its area is the mean over 20 points.',
    assumes:
      'That contexts are independent of each other, and that contributions add up: no input is normalised token by token.',
    example: [{ tokens: 100_000 }],
    interval:
      'Of a pair: 95 %, percentile bootstrap over 32 groups of contexts (1,000 drawings), with the scale as fitted.',
    byChance: 'A random latent of B that fires about as often, scaled in the same way: `random`, `randomQuality`.',
    silentOn:
      'What all substitutions at once would do, as each pair is replaced alone; and what the model makes of it: this is about activations. A negative change is a partner that is better than the latent itself.',
  }),
  firingPairs: define({
    title: 'Twins in direction, twins in function',
    answeredBy: ['FiringPairConnection.statement'],
    statement: ({ kind, cosine, correlation }: TwinRule, { tokens }: { tokens: number }) =>
      `${twins[kind](`>= ${cosine}`, `>= ${correlation}`)}, on ${tokens} tokens. pi_d: the optimal matching of decoder rows; pi_e: that of activations. Correlation: Pearson's, over all tokens, silent ones included; a latent that does not vary has 0. Jaccard: tokens on which both fire over tokens on which either does. ` +
      (kind === 'BOTH' ? 'By the lesser of the two, greatest first.' : 'By their difference, greatest first.'),
    example: [{ kind: 'DIRECTION_ONLY', cosine: 0.7, correlation: 0.7 }, { tokens: 100_000 }],
    assumes: 'That both dictionaries were shown the same tokens.',
    byChance:
      'The same matching with activations of B moved on by whole documents (SHIFTED_TEXT): each latent fires as often, on other text. Two latents that are hardly ever silent correlate by chance more than rare ones do.',
    interval: 'None: a list of pairs, measured on these tokens.',
    silentOn:
      'What the model does with either latent. Activations on another text may differ; a correlation of rare latents rests on the few tokens on which they fire.',
  }),
  contrast: define({
    title: 'Latents that tell two sets of texts apart',
    answeredBy: ['ContrastedTexts.statement'],
    statement: (criterion: Criterion, { tested }: { tested: number }) =>
      `A latent's score of a text is its greatest activation there, 0 where it does not fire. AUROC: probability that a positive text has the higher score, ties counted half. Of ${tested} latents that fire on any text: intervals hold together with 95 % (Newcombe's method 5, Bonferroni); ` +
      `the p-value is that of the most extreme of all latents under ${LABELLINGS} random labellings (Westfall and Young), so it is corrected for their number and is never below ${(1 / (LABELLINGS + 1)).toPrecision(1)}. Features join partners under ${criterion.definition} ${criterion.strict ? '>' : '>='} ${criterion.threshold}.`,
    example: [criterionExample, { tested: 1_000 }],
    assumes: 'That texts are independent of each other, and alike but for what tells the two sets apart.',
    byChance: 'An AUROC of 0.5; the p-value says how often chance gives any latent as much.',
    interval: "Of each AUROC, 95% for all latents together: Newcombe's method 5 with Bonferroni's correction.",
    silentOn:
      'Whether the latent means the concept: it may fire on anything else in which the texts differ, their length included. Latents that fire on none of these texts.',
  }),
};
