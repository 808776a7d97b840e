/** What the graph of one step is built from, and what an architecture's part of it yields. */
import type { GraphBuilder, Value } from '../../onnx/graph-builder.ts';
import type { ParameterName } from '../step/state-shape.ts';
import type { StepVariant } from './step-variant.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

export interface StepContext {
  readonly g: GraphBuilder;
  readonly plan: TrainingPlan;
  readonly variant: StepVariant;
  /** No If, no Scan: on a GPU they would move work to the processor. */
  readonly straight: boolean;
  /** Activations, scaled. [B, d] */
  readonly x: Value;
  /** sum |x - mean x|^2 over the batch. */
  readonly variance: Value;
  /** Every tensor of the state by name. */
  readonly state: ReadonlyMap<string, Value>;
  /** The sparsity coefficient of this step. */
  readonly sparsity: Value;
  /** Weight of this step in running averages. */
  readonly averaging: Value;
}

export type Gradients = Map<ParameterName, Value>;

/** Forward and backward of one architecture. */
export interface StepPass {
  readonly gradients: Gradients;
  /** Reconstruction minus x. [B, d] */
  readonly error: Value;
  /** Tokens of the batch on which each latent fired. [n] */
  readonly fired: Value;
  /** The loss that is not reconstruction: the auxiliary loss of AuxK, or the sparsity penalty without its coefficient. */
  readonly extraLoss: Value;
  /** State that is not a parameter and changed. */
  readonly state?: ReadonlyMap<string, Value>;
}

/** The state's tensor `name`; every architecture asks only for what `listState` has. */
export function stateOf(context: StepContext, name: string): Value {
  const value = context.state.get(name);
  if (value === undefined) throw new TypeError(`no state "${name}" in ${context.plan.architecture}`);
  return value;
}
