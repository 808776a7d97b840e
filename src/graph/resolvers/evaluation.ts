/** Evaluation. */
import { definitions } from '../../analysis/definitions/definitions.ts';
import type { EvaluationResolvers } from '../generated/types.ts';

export const evaluationResolvers: EvaluationResolvers = {
  tokens: ({ record }) => record.tokens,
  text: ({ source }) => source.name,
  hookpoint: ({ source }) => source.hookpoint,
  provenance: ({ source }) => source.provenance,
  fvu: ({ record }) => record.fvu,
  mse: ({ record }) => record.mse,
  l0: ({ record }) => record.l0,
  l1: ({ record }) => record.l1,
  cosine: ({ record }) => record.cosine,
  normRatio: ({ record }) => record.normRatio,
  relativeBias: ({ record }) => record.relativeBias,
  latents: ({ record }) => record.latents,
  dead: ({ record }) => record.density.dead,
  density: ({ record }) => record.density,
  model: ({ record }) => record.model,
  statement: ({ record }) => definitions.evaluation.statement({ tokens: record.tokens }),
  evaluatedAt: ({ createdAt }) => createdAt,
};
