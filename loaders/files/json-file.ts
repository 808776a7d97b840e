/** A JSON file of a source folder -> a checked object. Every fault is `CONFIG_BAD` and names the file. */
import * as v from 'valibot';
import { type ErrorCode, ReseedError } from '../../src/errors.ts';
import type { SourceFolder } from './byte-source.ts';
import { clip } from './clip.ts';
import { type JsonObject, parseStrictJson } from './strict-json.ts';

/** Configurations are kilobytes; the index of a sharded set with 100,000 tensors is below this. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** The object in `name`; a configuration may hold what Python writes beyond JSON. Throws `SOURCE_NOT_FOUND` if there is no such file, `code` (by default `CONFIG_BAD`) if it is not strict JSON. */
export async function readJsonObject(
  folder: SourceFolder,
  name: string,
  code: ErrorCode = 'CONFIG_BAD',
): Promise<JsonObject> {
  const source = await folder.open(name);
  try {
    if (source.size > MAX_JSON_BYTES)
      throw badFile(name, `it has ${source.size} bytes; expected at most ${MAX_JSON_BYTES}`, code);
    const text = decodeUtf8(await source.read(0, source.size));
    if (text === null) throw badFile(name, 'it is not UTF-8; expected JSON in UTF-8', code);
    const refuse = (_: unknown, detail: string) => {
      throw badFile(name, `it has ${detail}; expected strict JSON`, code);
    };
    const value = parseStrictJson(text, refuse, code === 'CONFIG_BAD' ? 'PYTHON' : 'RFC');
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badFile(name, 'it is not an object; expected a JSON object', code);
    return value;
  } finally {
    await source.close();
  }
}

/** As {@link readJsonObject}, or null if there is no such file. */
export async function findJsonObject(folder: SourceFolder, name: string): Promise<JsonObject | null> {
  return (await folder.has(name)) ? readJsonObject(folder, name) : null;
}

/** `value` as `schema` describes it. Throws `CONFIG_BAD` naming the first field that does not fit. */
export function parseConfig<S extends v.GenericSchema>(schema: S, value: unknown, file: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const field = v.getDotPath(issue);
  throw badFile(
    file,
    `${field === null ? 'it' : `"${clip(field)}"`} is ${clip(issue.received)}; expected ${clip(issue.expected ?? issue.message)}`,
  );
}

/** A field that says where a dictionary comes from: what cannot be understood is unknown, and never the end of an import. */
export function provenanceField<S extends v.GenericSchema>(schema: S) {
  return v.fallback(v.nullish(schema), null);
}

/** The refusal of a configuration. */
export function badFile(name: string, fault: string, code: ErrorCode = 'CONFIG_BAD'): ReseedError {
  return new ReseedError(code, `Cannot read "${clip(name)}": ${fault}`, {
    hint: `Correct "${clip(name)}", or copy it again from where it was made.`,
  });
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
