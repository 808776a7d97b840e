/** A YAML file of a source folder -> a plain object. Every fault is `CONFIG_BAD` and names the file. */
import { parseDocument } from 'yaml';
import type { SourceFolder } from './byte-source.ts';
import { clip } from './clip.ts';
import { badFile } from './json-file.ts';

/** Configurations are kilobytes. The parser's time is not linear in what hostile files hold. */
const MAX_YAML_BYTES = 256 * 1024;

/** The object in `name`, or null if there is no such file. Aliases and tags of programs are refused. */
export async function findYamlObject(folder: SourceFolder, name: string): Promise<Record<string, unknown> | null> {
  if (!(await folder.has(name))) return null;
  const source = await folder.open(name);
  try {
    if (source.size > MAX_YAML_BYTES)
      throw badFile(name, `it has ${source.size} bytes; expected at most ${MAX_YAML_BYTES}`);
    return parseYaml(new TextDecoder().decode(await source.read(0, source.size)), name);
  } finally {
    await source.close();
  }
}

/** The mapping that `text`, from the file `name`, is. */
export function parseYaml(text: string, name: string): Record<string, unknown> {
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true, prettyErrors: false, intAsBigInt: true });
  const [fault] = document.errors;
  if (fault) throw badFile(name, `it is not YAML (${clip(fault.message)}); expected a mapping`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw badFile(
      name,
      `it cannot be read (${clip(error instanceof Error ? error.message : String(error))}); expected plain values`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badFile(name, 'it is not a mapping; expected names and values');
  // Whole numbers beyond 2^53 are their digits, as in JSON that Python wrote.
  const plain = JSON.stringify(value, (_, part: unknown) =>
    typeof part !== 'bigint' ? part : Number.isSafeInteger(Number(part)) ? Number(part) : String(part),
  );
  return JSON.parse(plain) as Record<string, unknown>;
}
