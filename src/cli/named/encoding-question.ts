/** What `encode` and `contrast` ask about: dictionaries and a language model, as a person named them -> an app that can answer, with their ids. */
import path from 'node:path';
import { buildConfig } from '../../config.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { resolveGivenPath } from '../flags/given-path.ts';
import { listNamedDictionaries } from './named-dictionaries.ts';

export interface EncodingQuestion {
  app: App;
  /** Global ids. */
  dictionaries: string[];
  /** Folder of the language model; absent for the one of the space. */
  model: string | undefined;
}

/** Runs `work`; the model may lie outside the import roots, since whoever types the command may read it. */
export async function withEncodingQuestion(
  { names, model: given }: { names: readonly string[]; model?: string },
  work: (question: EncodingQuestion) => Promise<void>,
): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  const model = given === undefined ? undefined : await resolveGivenPath(given, { to: 'read' });
  const importRoots = model === undefined ? config.importRoots : [...config.importRoots, path.dirname(model)];
  const app = await openApp({ ...config, ...noWorkers, importRoots });
  try {
    const rows = await listNamedDictionaries(app.db, names);
    const dictionaries = rows.map(({ spaceId, id }) => formatGlobalId({ kind: 'Dictionary', spaceId, id }));
    await work({ app, dictionaries, model });
  } finally {
    await app.close();
  }
}
