/** Every definition in words, by its name for programs; read once. */
import { signal } from '@preact/signals';
import { ask } from '../graphql/client.ts';
import { DefinitionsDocument, type DefinitionsQuery } from '../../generated/documents.ts';

export type Definition = DefinitionsQuery['definitions'][number];

/** Empty until they have been read. */
export const knownDefinitions = signal<ReadonlyMap<string, Definition>>(new Map());

/** Reads them. Numbers may be drawn before: their tooltips then have what the answer itself says. */
export async function readDefinitions(): Promise<void> {
  const { definitions } = await ask(DefinitionsDocument, {});
  knownDefinitions.value = new Map(definitions.map((definition) => [definition.name, definition]));
}
