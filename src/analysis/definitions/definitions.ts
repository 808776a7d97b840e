/** Every definition in words, by figure: what the API answers next to numbers, and what docs/definitions.md is made of. */
import { aliveDefinitions } from './alive-definitions.ts';
import { functionDefinitions } from './function-definitions.ts';
import { groupDefinitions } from './group-definitions.ts';
import { labelDefinitions } from './label-definitions.ts';
import { latentDefinitions } from './latent-definitions.ts';
import { pairDefinitions } from './pair-definitions.ts';
import { trainingDefinitions } from './training-definitions.ts';

export const definitions = {
  ...pairDefinitions,
  ...aliveDefinitions,
  ...groupDefinitions,
  ...latentDefinitions,
  ...labelDefinitions,
  ...functionDefinitions,
  ...trainingDefinitions,
};
