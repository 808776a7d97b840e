/** Definitions of figures over what latents do on tokens. */
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { LABELLINGS } from '../../compute/contrast/contrast-scores.ts';
import { define } from './definition.ts';

const criterionExample: Criterion = { definition: 'BOTH_AGREE', threshold: 0.7, strict: false, aliveOnly: false };

export const functionDefinitions = {
  encoding: define({
    title: 'What fires on a text',
    answeredBy: ['EncodedText.statement'],
    statement: ({ definition, threshold, strict, aliveOnly }: Criterion) =>
      `Activations as the dictionary's own library computes them, in float32; those above zero fire. A feature is a family of latents of one run group under ${definition} ${strict ? '>' : '>='} ${threshold}${aliveOnly ? ', living latents only' : ''}, or a latent that is in none. ` +
      'Strength: activation times the length of the decoder row, the largest over the latents of the feature. FVU of a token: |x - xhat|^2 over the mean of |x - mean x|^2 of all tokens here, so that the mean over tokens is the FVU of the text.',
    example: [criterionExample],
    byChance: 'A dictionary that is shown activations of another model, hookpoint or scale has an FVU near 1 or above.',
    silentOn:
      'What the model does with a feature. A latent alone has no accepted partner under this criterion; with a lower threshold it may have one. The mean of a short text is of few tokens.',
  }),
  contrast: define({
    title: 'Latents that tell two sets of texts apart',
    answeredBy: ['ContrastedTexts.statement'],
    statement: (criterion: Criterion, { tested }: { tested: number }) =>
      `A latent's score of a text is its greatest activation there, 0 where it does not fire. AUROC: probability that a positive text has the higher score, ties counted half. Of ${tested} latents that fire on any text: intervals hold together with 95 % (Newcombe's method 5, Bonferroni); ` +
      `the p-value is that of the most extreme of all latents under ${LABELLINGS} random labellings (Westfall and Young), so it is corrected for their number and is never below ${(1 / (LABELLINGS + 1)).toPrecision(1)}. Features join partners under ${criterion.definition} ${criterion.strict ? '>' : '>='} ${criterion.threshold}.`,
    example: [criterionExample, { tested: 1_000 }],
    byChance: 'An AUROC of 0.5; the p-value says how often chance gives any latent as much.',
    silentOn:
      'Whether the latent means the concept: it may fire on anything else in which the texts differ, their length included. Latents that fire on none of these texts.',
  }),
};
