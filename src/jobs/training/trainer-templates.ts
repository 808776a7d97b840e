/**
 * External trainers that an operator has configured: a JSON file (RESEED_TRAINERS) -> checked command templates.
 *
 * `{"<name>": {"command": ["program", "argument", ...], "environment": {...}, "inherit": [...], "progress": "<pattern>"}}`. Arguments may
 * hold placeholders in braces; each is replaced inside its own argument, so that no value can become a second argument or a command.
 */
import * as v from 'valibot';
import { ReseedError } from '../../errors.ts';

/** What a placeholder may name. A command with {seed} is run once for every seed, one with {seeds} once for all. */
export const placeholders = [
  'output',
  'activations',
  'hookpoint',
  'seed',
  'seeds',
  'name',
  'architecture',
  'nLatents',
  'k',
  'sparsityCoefficient',
  'tokens',
  'batchSize',
  'learningRate',
  'dataSeed',
] as const;

export type Placeholder = (typeof placeholders)[number];

/** One configured trainer. */
export interface TrainerTemplate {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Variables that it is given. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables of the worker that it is given in addition to PATH. */
  readonly inherit: readonly string[];
  /** Pattern of a line that tells progress, with the named groups `done` and `total`; null if none does. */
  readonly progress: string | null;
}

export type TrainerTemplates = Readonly<Record<string, TrainerTemplate>>;

/** Part of the name of a queue. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const text = v.pipe(v.string(), v.maxLength(4_096));
const template = v.strictObject({
  command: v.pipe(
    v.array(
      v.pipe(
        text,
        v.check(
          (argument) => [...argument.matchAll(/\{(\w+)\}/g)].every(([, name]) => isPlaceholder(name)),
          `expected only these placeholders: ${placeholders.join(', ')}`,
        ),
      ),
    ),
    v.minLength(1, 'expected a program'),
    v.maxLength(256),
    v.check(([program]) => program !== '' && !/[{}]/.test(program ?? ''), 'expected a program without placeholders'),
    v.check((command) => command.some((argument) => argument.includes('{output}')), 'expected {output} in an argument'),
  ),
  environment: v.optional(v.record(v.pipe(v.string(), v.regex(VARIABLE)), text), {}),
  inherit: v.optional(v.array(v.pipe(v.string(), v.regex(VARIABLE))), []),
  progress: v.optional(
    v.nullable(
      v.pipe(
        text,
        v.check(isProgressPattern, 'expected a regular expression with the named groups "done" and "total"'),
      ),
    ),
    null,
  ),
});
const file = v.record(
  v.pipe(v.string(), v.regex(NAME, 'expected a name of small letters, digits and minus')),
  template,
);

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}

function isProgressPattern(pattern: string): boolean {
  try {
    RegExp(pattern);
    return pattern.includes('(?<done>') && pattern.includes('(?<total>');
  } catch {
    return false;
  }
}

/** The trainers that `json`, the text of the file, configures. Throws `BAD_CONFIG`. */
export function parseTrainerTemplates(json: string): TrainerTemplates {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw badFile('it is not valid JSON', cause);
  }
  const parsed = v.safeParse(file, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw badFile(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
}

function badFile(fault: string, cause?: unknown): ReseedError {
  return new ReseedError('BAD_CONFIG', `Cannot use the file in RESEED_TRAINERS: ${fault}`, {
    hint: 'Correct it (docs/train.md, "External trainers"), or unset RESEED_TRAINERS.',
    cause,
  });
}

/** Whether the command trains one seed at a time. */
export function trainsOneSeed({ command }: TrainerTemplate): boolean {
  return command.some((argument) => argument.includes('{seed}'));
}

/** Program and arguments with every placeholder replaced. A value that is not given is empty. */
export function fillCommand({ command }: TrainerTemplate, values: Partial<Record<Placeholder, string>>): string[] {
  return command.map((argument) =>
    argument.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name as Placeholder] ?? ''),
  );
}
