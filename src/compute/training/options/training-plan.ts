/**
 * A request for training -> a plan: every number that, with a seed and the batches, determines the trained dictionary.
 *
 * In: what somebody asked for, with gaps. Out: a checked plan without gaps. The options themselves are in `plan-options.ts`.
 */
import * as v from 'valibot';
import { ReseedError } from '../../../errors.ts';
import type { ExecutionProvider } from '../../execution-provider.ts';
import { auxKOptions, penalised, type PlanNumbers, planOptions } from './plan-options.ts';
import type { PlanSizes, TrainingOption } from './training-option.ts';

export { type TrainedArchitecture, trainedArchitectures } from './training-option.ts';

export interface TrainingPlan extends PlanNumbers {
  /** Where steps are computed; see `execution-provider.ts`. Results differ in the last bits from one to another. */
  readonly provider: ExecutionProvider;
}

/** What may be asked: sizes are required, the rest has defaults. `null` means the default, too. */
export type TrainingRequest = PlanSizes & {
  readonly [K in Exclude<keyof TrainingPlan, 'auxK'>]?: TrainingPlan[K] | null;
} & { readonly auxK?: { coefficient?: number | null; k?: number | null } | null };

/** Fills the gaps of `request` and checks it. Throws `BAD_INPUT` that names the first wrong field. */
export function buildTrainingPlan(request: TrainingRequest): TrainingPlan {
  const auxK = request.auxK ? fillOptions(auxKOptions, { asked: request.auxK, sizes: request }) : null;
  const numbers = fillOptions(planOptions, { asked: { ...request, auxK }, sizes: request }) as unknown as PlanNumbers;
  if (auxK !== null) checkOptions(auxKOptions, { values: auxK, sizes: request, within: 'auxK.' });
  checkOptions(planOptions, { values: numbers, sizes: request });
  const { architecture, sparsityCoefficient, targetL0 } = numbers;
  if (penalised.some((one) => one === architecture) && (sparsityCoefficient === null) === (targetL0 === null))
    refuse('sparsityCoefficient', sparsityCoefficient, `expected one for ${architecture}, or else targetL0`);
  return { ...numbers, provider: request.provider ?? 'cpu' };
}

function fillOptions(
  options: Readonly<Record<string, TrainingOption>>,
  { asked, sizes }: { asked: object; sizes: PlanSizes },
): Record<string, unknown> {
  const given = asked as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(options).map(([name, { fill }]) => [name, given[name] ?? fill?.(sizes) ?? null]),
  );
}

function checkOptions(
  options: Readonly<Record<string, TrainingOption>>,
  of: { values: object; sizes: PlanSizes; within?: string },
): void {
  const values = of.values as Readonly<Record<string, unknown>>;
  for (const [name, option] of Object.entries(options)) {
    const fault = findFault(option, { value: values[name], sizes: of.sizes });
    if (fault !== null) refuse(`${of.within ?? ''}${name}`, values[name], fault);
  }
}

/** What is wrong with a value, or null. */
function findFault(option: TrainingOption, { value, sizes }: { value: unknown; sizes: PlanSizes }): string | null {
  const { architectures, needed, fill, fault } = option;
  const { architecture } = sizes;
  if (fill === null) {
    const meant = architectures?.includes(architecture) ?? true;
    if (value === null) return meant && needed ? `expected one for ${architecture}` : null;
    if (!meant) return `expected none for ${architecture}: it is for ${architectures?.join(', ')}`;
  }
  const { issues } = v.safeParse(option.check, value, { abortPipeEarly: true });
  return issues?.[0].message ?? fault?.(value as never, sizes) ?? null;
}

function refuse(field: string, value: unknown, expected: string): never {
  const given = value !== null && typeof value === 'object' ? 'set' : String(value);
  throw new ReseedError('BAD_INPUT', `Cannot train with ${field} "${given}"; ${expected}`, {
    hint: `Change ${field}.`,
  });
}
