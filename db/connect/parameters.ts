/** JavaScript values -> parameters that PostgreSQL accepts. */

/**
 * `value` as text for a `$n::jsonb` parameter. jsonb holds no NUL and no lone surrogate: both become U+FFFD. What comes from files may hold them.
 */
export function jsonParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return cleanText(part);
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [cleanText(name), entry]));
  });
}

/** `text` without what PostgreSQL cannot store. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** `text` without control characters other than tab, line feed and carriage return, each of which becomes U+FFFD: for prose out of files and models. */
export function cleanProse(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\uFFFD').toWellFormed();
}

/** A vector in pgvector's binary form, for a `$n::vector` parameter. Throws `RangeError` for no or too many numbers. */
export function vectorParameter(values: Float32Array): Buffer {
  if (values.length < 1 || values.length > MAX_DIMENSIONS) throw new RangeError(`a vector of ${values.length} numbers`);
  const bytes = Buffer.alloc(4 + 4 * values.length);
  bytes.writeInt16BE(values.length, 0);
  for (let z = 0; z < values.length; z++) bytes.writeFloatBE(values[z], 4 + 4 * z);
  return bytes;
}

/** Reads what `vector_send` gives. */
export function parseVector(bytes: Buffer): Float32Array {
  const d = bytes.readInt16BE(0);
  const values = new Float32Array(d);
  for (let z = 0; z < d; z++) values[z] = bytes.readFloatBE(4 + 4 * z);
  return values;
}

/** pgvector's limit for the type `vector`. */
export const MAX_DIMENSIONS = 16_000;

/** Whether `text` is a UUID; anything else would be an error of the statement and is simply no job's id. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
