/** A query about the database in a data folder, answered as the command line's own queries are. */
import { checkpointFormats } from '../loaders/checkpoints/formats.ts';
import { noWorkers, openApp } from '../src/cli/app.ts';
import { buildConfig } from '../src/config.ts';
import { askInProcess } from '../src/graph/ask.ts';
import { root } from './read-page.ts';

export async function askStored(dataDir: string, query: string): Promise<unknown> {
  const app = await openApp({ ...buildConfig({ RESEED_DATA_DIR: dataDir }, root), ...noWorkers });
  try {
    const data = await askInProcess<unknown>({ ...app, formats: checkpointFormats }, { query });
    return { data };
  } finally {
    await app.close();
  }
}
