/** A query about the database in a data folder, answered as the command line's own queries are. */
import { noWorkers, openApp } from '../src/cli/app.ts';
import { buildConfig } from '../src/config.ts';
import { root } from './read-page.ts';

export async function askStored(dataDir: string, query: string): Promise<unknown> {
  const app = await openApp({ ...buildConfig({ RESEED_DATA_DIR: dataDir }, root), ...noWorkers });
  try {
    const data = await app.ask<unknown>({ query });
    return { data };
  } finally {
    await app.close();
  }
}
