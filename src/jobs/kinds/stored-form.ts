/**
 * The form in which something of a job is stored, as JSON with the number of its version: `{ "version": 1, ... }`.
 *
 * In: a schema for every version, each giving the latest form. Out: what was stored, in the latest form, or a coded error. What carries no version
 * was written before versions were, and has the form of version 1.
 */
import * as v from 'valibot';
import { ReseedError } from '../../errors.ts';

/** Schemas by version, the first being 1. */
export interface StoredForm<Value> {
  readonly versions: readonly v.GenericSchema<unknown, Value>[];
}

/** A form with these versions. To change a form, add a schema; the older ones get a `v.transform` to the new form. */
export function storedForm<Value>(...versions: v.GenericSchema<unknown, Value>[]): StoredForm<Value> {
  return { versions };
}

/** `value` as it is stored. */
export function writeStored<Value>(form: StoredForm<Value>, value: Value): object {
  return { version: form.versions.length, ...value };
}

/**
 * What was stored, in the latest form; null counts as an object without fields. `part` and `kind` are for the message. Throws `JOB_NEWER` for a
 * version that is not known here, `JOB_BAD` for what does not have the form of its version.
 */
export function parseStored<Value>(
  form: StoredForm<Value>,
  stored: unknown,
  { part, kind }: { part: 'payload' | 'result'; kind: string },
): Value {
  const of = `the ${part} of this ${kind} job`;
  if (typeof stored !== 'object' || Array.isArray(stored)) throw bad(of, 'expected an object');
  const version = stored !== null && 'version' in stored ? stored.version : 1;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw bad(of, 'version: expected a whole number of 1 or more');
  if (version > form.versions.length) {
    throw new ReseedError(
      'JOB_NEWER',
      `Cannot read ${of}: it is of version ${version}; this release knows versions up to ${form.versions.length}`,
      { hint: 'Run the release that wrote it, or ask for the work again.' },
    );
  }
  const parsed = v.safeParse(form.versions[version - 1], stored ?? {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw bad(of, `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}

function bad(of: string, fault: string): ReseedError {
  return new ReseedError('JOB_BAD', `Cannot read ${of}: ${fault}`, {
    hint: 'It was changed by hand, or by another program. Ask for the work again.',
  });
}
