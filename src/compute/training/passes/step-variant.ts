/**
 * Equal mathematics, different operators: which form of the step is fastest for a plan.
 *
 * MASK keeps what reaches the k-th largest value: no scatter and no 64-bit indexes, so nothing falls back to the processor on a GPU.
 * SCATTER writes the k values into zeros. GATHERED decodes with the k decoder rows of each token instead of all; SPARSE adds only
 * those rows' gradients. onnxruntime's ScatterND(add) loses updates with several threads (its issue 18048), so a trainer
 * always computes with one.
 */
import type { TrainingPlan } from '../options/training-plan.ts';

export interface StepVariant {
  readonly selection: 'SCATTER' | 'MASK';
  readonly decode: 'DENSE' | 'GATHERED';
  readonly weightGradients: 'DENSE' | 'SPARSE';
}

/** The fastest variant of `plan`. It depends on the plan alone, because variants differ in the last bits. */
export function chooseVariant(plan: TrainingPlan): StepVariant {
  const { architecture, nLatents, provider } = plan;
  if (architecture !== 'TOPK' || provider !== 'cpu' || plan.k === null)
    return { selection: 'MASK', decode: 'DENSE', weightGradients: 'DENSE' };
  const perKept = nLatents / plan.k;
  return {
    selection: 'SCATTER',
    decode: perKept >= GATHERED_FROM ? 'GATHERED' : 'DENSE',
    weightGradients: perKept >= SPARSE_FROM ? 'SPARSE' : 'DENSE',
  };
}

/**
 * Latents per kept latent from which moving single rows is cheaper than full products: measured at d = 64 and 256, where the two cross
 * near 8 for decoding and between 16 and 32 for the gradients.
 */
const GATHERED_FROM = 8;
const SPARSE_FROM = 24;
