/**
 * The policy for changes of the schema. In: schema.graphql, the SDL of the last release (docs/api/schema-<version>.graphql, the newest), the
 * version in package.json and CHANGELOG.md. A breaking change fails unless the minor version is raised above the last release's and the
 * changelog's section of this version names the type or field that changed, in backticks: `Type` or `Type.field`. Since 0.2, what goes must have been `@deprecated` in the last
 * release. Out: exit 1 and every change that breaks the policy.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { root } from './read-page.ts';

export interface Release {
  /** Of the last release, `major.minor`. */
  released: string;
  /** Of package.json. */
  version: string;
  /** The changelog's section of `version`. */
  changes: string;
}

/** One line for each change that the policy refuses. */
export async function listViolations(
  [before, after]: [GraphQLSchema, GraphQLSchema],
  { released, version, changes }: Release,
): Promise<string[]> {
  const breaking = (await diff(before, after)).filter(
    ({ criticality }) => criticality.level === CriticalityLevel.Breaking,
  );
  const isRaised = compareMinors(version, released) > 0;
  const violations: string[] = [];
  for (const { message, path: place = '', type } of breaking) {
    const name = place.split('.').slice(0, 2).join('.');
    if (!isRaised) violations.push(`${message} (raise the minor version above ${released})`);
    else if (!changes.includes(`\`${name}\``))
      violations.push(`${message} (name \`${name}\` in CHANGELOG.md, ${version})`);
    if (compareMinors(released, '0.2') >= 0 && type === ChangeType.FieldRemoved && !isDeprecated(before, place))
      violations.push(`${message} (mark it @deprecated for one minor version first)`);
  }
  return violations;
}

function isDeprecated(schema: GraphQLSchema, place: string): boolean {
  const [type, field] = place.split('.');
  const owner = schema.getType(type);
  return owner != null && 'getFields' in owner && owner.getFields()[field]?.deprecationReason != null;
}

/** Negative if `a` comes before `b`; patch numbers do not count. */
function compareMinors(a: string, b: string): number {
  const [[majorA, minorA], [majorB, minorB]] = [a, b].map((version) => version.split('.').map(Number));
  return majorA - majorB || minorA - minorB;
}

if (import.meta.main) {
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  const releases = (await readdir(path.join(root, 'docs/api'))).map(
    (name) => /^schema-([\d.]+)\.graphql$/.exec(name)?.[1],
  );
  const released = releases
    .filter((one) => one !== undefined)
    .sort(compareMinors)
    .at(-1);
  if (released === undefined) throw new Error('docs/api has no schema-<version>.graphql');
  const { version } = JSON.parse(await read('package.json')) as { version: string };
  const changes = (await read('CHANGELOG.md')).split(/^## /m).find((section) => section.startsWith(version)) ?? '';
  const schemas = await Promise.all([`docs/api/schema-${released}.graphql`, 'schema.graphql'].map(read));
  const [before, after] = schemas.map((sdl) => buildSchema(sdl));
  const violations = await listViolations([before, after], { released, version, changes });
  for (const violation of violations) process.stdout.write(`${violation}\n`);
  process.stdout.write(`schema.graphql against ${released}: ${violations.length} changes against the policy\n`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
