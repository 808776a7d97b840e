/** Definitions of figures of training. */
import { define } from './definition.ts';

export const trainingDefinitions = {
  initialDistance: define({
    title: 'Distance from the initial weights',
    answeredBy: ['InitialDistance.statement'],
    statement: () =>
      'Cosine of each final decoder row with its own initial row, drawn again from the init seed: d standard normals scaled to unit length. A zero row has cosine 0. All latents count, dead ones too. Quantiles are interpolated linearly between ordered cosines. Null: independent unit vectors uniform on the sphere, whose cosine has mean 0 and standard deviation 1 / sqrt(d).',
    example: [],
    assumes: 'That the trainer drew its initial rows from the seed as this one does.',
    byChance: 'As the definition says: mean 0, standard deviation 1 / sqrt(d).',
    interval: 'None: computed over all rows.',
    silentOn: 'When in training a row moved, and whether it moved to a feature.',
  }),
  sharedOverTokens: define({
    title: 'Shared over tokens of training',
    answeredBy: ['SharedOverTokens.statement'],
    statement: () =>
      'At each token count: mean over the pairs of seeds of this run that are matched, and over both ends of each pair, of the fraction of latents that are shared. Other dictionaries of the same run group are left out.',
    example: [],
    assumes: 'That the checkpoints are of one run: seeds that saw the same batches.',
    byChance:
      '`nullSharedFraction`: the same mean for random vectors with the means and covariances of the dictionaries, where nulls were computed.',
    interval: 'None: a mean over pairs of seeds at each token count.',
    silentOn: 'What a longer training would give, and how far the rows of one seed have moved.',
  }),
};
