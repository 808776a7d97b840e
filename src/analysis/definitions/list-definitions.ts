/** The catalogue of definitions as a list, each in the words that the page of definitions has. */
import type { Definition } from './definition.ts';
import { definitions } from './definitions.ts';

/** A definition with its example filled in. */
export interface DefinitionInWords {
  name: string;
  title: string;
  answeredBy: string[];
  statement: string;
  assumes: string;
  byChance: string;
  interval: string;
  silentOn: string;
}

/** All of them, in the order of the catalogue. */
export function listDefinitions(): DefinitionInWords[] {
  return Object.entries(definitions as Record<string, Definition>).map(([name, definition]) => {
    const { title, answeredBy, statement, example, assumes, byChance, interval, silentOn } = definition;
    const words = { statement: statement(...example), assumes, byChance, interval, silentOn };
    return { name, title, answeredBy: [...answeredBy], ...words };
  });
}
