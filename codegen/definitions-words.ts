/** A plugin of graphql-codegen. The catalogue of definitions -> src/web/generated/definitions.ts: what the explorer says of a number. */
import { definitions } from '../src/analysis/definitions/definitions.ts';
import type { Definition } from '../src/analysis/definitions/definition.ts';
import { anchorOf } from './definitions-page.ts';

/** Text of the module. */
export function plugin(): string {
  const words = Object.entries(definitions as Record<string, Definition>).map(([key, definition]) => {
    const { title, statement, example, byChance, silentOn } = definition;
    return [key, { title, anchor: anchorOf(title), statement: statement(...example), byChance, silentOn }];
  });
  return `export const definitions = ${JSON.stringify(Object.fromEntries(words), null, 2)} as const;\n`;
}
