/** A request -> the same, checked field by field, or a refusal that names the field. The same for the API and the command line. */
import * as v from 'valibot';
import { ReseedError } from '../../errors.ts';

/** Words of a refusal: `Cannot <action> <field>: ...`, and what leaving the field out does. */
export interface RequestWords {
  action: string;
  otherwise: string;
}

const plain: RequestWords = { action: 'do this with', otherwise: 'for its default' };

/** `request` as `schema` gives it. Throws `BAD_INPUT`. */
export function checkRequest<Schema extends v.GenericSchema>(
  schema: Schema,
  request: unknown,
  words: RequestWords = plain,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, request);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw refuseField(v.getDotPath(issue) ?? 'request', issue.message, words);
}

/** The refusal of one field. */
export function refuseField(field: string, fault: string, { action, otherwise }: RequestWords = plain): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot ${action} ${field}: ${fault}`, {
    hint: `Correct ${field}, or leave it out ${otherwise}.`,
  });
}
