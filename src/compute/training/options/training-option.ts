/** What one option of a training is: the one place from which its type, check, default, flag, input, documentation and stored field follow. */
import * as v from 'valibot';

export const trainedArchitectures = ['TOPK', 'BATCH_TOPK', 'RELU_L1', 'GATED', 'JUMP_RELU'] as const;

export type TrainedArchitecture = (typeof trainedArchitectures)[number];

/**
 * What decoder rows begin with: the encoder rows of the seed (TIED), rows of the seed's own (INDEPENDENT), or rows that are the same for every seed
 * (SHARED). Encoder rows are always the seed's own.
 */
export const initialRows = ['TIED', 'INDEPENDENT', 'SHARED'] as const;

export type InitialRows = (typeof initialRows)[number];

/** The numbers from which defaults of other options follow. */
export interface PlanSizes {
  readonly architecture: TrainedArchitecture;
  readonly nLatents: number;
  readonly dIn: number;
  readonly batchSize: number;
  readonly steps: number;
}

/** An entry of the record of options. */
export interface TrainingOption {
  /** A sentence, with its unit: documentation of the input, of the stored field and of the flag. */
  readonly says: string;
  /** More that only who asks has to know. */
  readonly asking?: string;
  /** What happens where nothing is given: the end of "Null: ". */
  readonly otherwise?: string;
  /** What a value must be. */
  readonly check: v.GenericSchema;
  /** The same for who asks: what may be left out, and what it is then. Null for what nobody asks for. */
  readonly asked: v.GenericSchema | null;
  /** The input's field, where the contract calls it otherwise than the record. */
  readonly field?: string;
  /** GraphQL type of a value. */
  readonly graphql?: string;
  /** As commander writes it. */
  readonly flag?: string;
  /** More that only the flag's help says. */
  readonly flagAdds?: string;
  /** Whether the settings of a run keep it as it is. */
  readonly kept?: boolean;
  /** Architectures that it means something for; all without it. */
  readonly architectures?: readonly TrainedArchitecture[];
  /** Whether it must be given for these. */
  readonly needed?: boolean;
  /** Of an option that came after the first release: the value with which a run is what it was without the option. */
  readonly neutral?: unknown;
  /** Of options of the plan: the value where none is given; null for none. */
  readonly fill?: ((sizes: PlanSizes) => unknown) | null;
  /** Of options of the plan: what is wrong with a value among these sizes, or null. */
  readonly fault?: (value: never, sizes: PlanSizes) => string | null;
}

/** What must be given. */
export const required = <C extends v.GenericSchema>(check: C) => ({ check, asked: check });
/** What may be left out. */
export const optional = <C extends v.GenericSchema>(check: C) => ({ check, asked: v.optional(check) });
/** What is `value` where it is left out. */
export const withDefault = <C extends v.GenericSchema>(check: C, value: v.InferInput<C>) => ({
  check,
  asked: v.optional(check, value as never),
});
/** What follows from other things, or is a constant. */
export const unasked = <C extends v.GenericSchema>(check: C) => ({ check, asked: null });

/** Indexes into a batch's latents are 32-bit in some kernels. */
export const LARGEST_SIZE = 2 ** 31 - 1;
/** Longer than any name in the field, short enough for an index. */
const MAX_NAME = 200;

export const name = v.pipe(
  v.string('expected text'),
  v.trim(),
  v.minLength(1, 'expected a name that is not empty'),
  v.maxLength(MAX_NAME, `expected at most ${MAX_NAME} characters`),
);

export const place = v.pipe(v.string('expected text'), v.minLength(1, 'expected a path or name that is not empty'));

export const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number('expected a number'),
    v.safeInteger('expected a whole number below 2^53'),
    v.minValue(least, `expected ${least} or more`),
    v.maxValue(most, `expected at most ${most}`),
  );

export const positive = v.pipe(
  v.number('expected a number'),
  v.finite('expected a finite number'),
  v.check((value) => value > 0, 'expected a number above 0'),
);

/** From 0 to below 1. */
export const decay = v.pipe(
  v.number('expected a number'),
  v.check((value) => value >= 0 && value < 1, 'expected a number from 0 to below 1'),
);

export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, `expected one of ${names.join(', ')}`);

/** A list without repetitions. */
export const distinct = <C extends v.GenericSchema>(item: C, { least, most }: { least: number; most: number }) =>
  v.pipe(
    v.array(item),
    v.minLength(least, `expected at least ${least}`),
    v.maxLength(most, `expected at most ${most}`),
    v.check((list) => new Set(list).size === list.length, 'expected each once'),
  );

/** The entries that somebody may ask for. */
export type Asked<Options extends Record<string, TrainingOption>> = {
  [Name in keyof Options as Options[Name]['asked'] extends null ? never : Name]: NonNullable<Options[Name]['asked']>;
};

/** A schema of an object with the options that somebody may ask for. */
export function schemaOf<Options extends Record<string, TrainingOption>>(options: Options) {
  const asked = Object.entries(options).flatMap(([key, { asked: check }]) => (check === null ? [] : [[key, check]]));
  return v.object(Object.fromEntries(asked) as Asked<Options>);
}
