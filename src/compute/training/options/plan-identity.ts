/**
 * A plan -> what tells it from another one.
 *
 * Earlier releases lacked some options. A run that uses none of them is the run that it was: its fingerprint and its checkpoints leave them out.
 */
import { planOptions } from './plan-options.ts';
import type { TrainingOption } from './training-option.ts';

type Plan = Readonly<Record<string, unknown>>;

const newer = Object.entries<TrainingOption>(planOptions).filter(([, { neutral }]) => neutral !== undefined);
const neutrals: Plan = Object.fromEntries(newer.map(([name, { neutral }]) => [name, neutral]));

/** The fields by which a plan is told from another one: those of newer options only where they change something. */
export function identifyPlan(plan: object): Plan {
  return Object.fromEntries(
    Object.entries(plan).filter(([name, value]) => !Object.hasOwn(neutrals, name) || neutrals[name] !== value),
  );
}
