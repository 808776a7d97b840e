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
  seedDistance: define({
    title: 'Distance between seeds along training',
    answeredBy: ['SeedDistance.statement'],
    statement: () =>
      'Signed cosines of decoder rows after the same steps. Initial: mean over seeds and latents of a row with the row that it began as. Same index: mean over pairs of seeds and latents of row i with row i. Nearest: mean over pairs of seeds, both ways, of a row with its nearest row in the other seed, over all latents or an evenly spaced part of them. A zero row has cosine 0; dead latents count.',
    example: [],
    assumes:
      'That the trainer drew its initial rows from the seed as this one does; for the nearest, where only a part of the latents is compared, that evenly spaced latents stand for all.',
    byChance:
      'Initial and same index: mean 0, standard deviation of one cosine 1 / sqrt(d). Nearest: what stands at step 0, where rows are drawn uniformly on the sphere, unless decoder rows begin equal in all seeds (SHARED), which gives 1.',
    interval: 'None: computed over all rows of these seeds, or an evenly spaced part of them.',
    silentOn:
      'Whether two seeds came together because training drew both to the same features, or never left a common start: compare step 0 and the initial cosine. Nearest rows are no bijection: several may have the same one.',
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
