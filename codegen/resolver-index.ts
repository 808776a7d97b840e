/**
 * A plugin of graphql-codegen. src/graph/resolvers/*.ts -> one object of all resolvers by SDL type, so that a new file is found without being
 * listed. A file takes part by `export const <name>: <Type>Resolvers = ...`, once for each type that it resolves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GraphQLSchema } from 'graphql';

const EXPORT = /^export const (\w+): (\w+)Resolvers = /gm;

/** Text of the index. Throws for a file without resolvers, a type that the schema does not have, and a type that is resolved twice. */
export function plugin(
  schema: GraphQLSchema,
  _documents: unknown,
  { folder }: { folder: string },
  { outputFile = '' }: { outputFile?: string } = {},
): { prepend: string[]; content: string } {
  const fileOf = new Map<string, string>();
  const imports: string[] = [];
  const entries: string[] = [];
  const from = path.relative(path.dirname(outputFile), folder);
  for (const file of readdirSync(folder).sort()) {
    const found = [...readFileSync(path.join(folder, file), 'utf8').matchAll(EXPORT)];
    if (found.length === 0)
      throw new Error(`${file} exports no resolvers: expected "export const name: TypeResolvers = "`);
    for (const [, name, type] of found) {
      if (!schema.getType(type)) throw new Error(`${file} resolves ${type}, which schema.graphql does not have`);
      if (fileOf.has(type)) throw new Error(`${file} resolves ${type}, and so does ${fileOf.get(type)}`);
      fileOf.set(type, file);
      entries.push(`  ${type}: ${name},`);
    }
    imports.push(`import { ${found.map(([, name]) => name).join(', ')} } from '${from}/${file}';`);
  }
  return {
    prepend: [
      '/** Every resolver, by SDL type. A field without one is a property of its parent. */',
      ...imports,
      "import type { Resolvers } from './types.ts';",
    ],
    content: `export const resolvers: Resolvers = {\n${entries.sort().join('\n')}\n};`,
  };
}
