/** `reseed match --measure activation`: every pair of a run group on the same tokens, in this process, and the table of what came out. */
import type { Key } from '../../../db/schema/key.ts';
import { listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import { FiringTableDocument } from '../generated/documents.ts';
import type { App } from '../app.ts';
import type { GivenTokens } from '../flags/token-flags.ts';
import { runHere } from '../run-here.ts';
import { buildFiringTable, firingTableLegend } from '../tables/firing-table.ts';

/** Matches run groups on the tokens given, and prints a table for each. */
export async function matchByActivation(
  app: App,
  { groups, given, nulls }: { groups: readonly Key[]; given: GivenTokens; nulls: boolean },
): Promise<void> {
  for (const key of groups) {
    const dictionaries = await listDictionariesOfRunGroups(app.db, [key]);
    const { importRoots, ...source } = given;
    const request = { ...source, dictionaries, nulls };
    const stopped = 'stopped; nothing is stored';
    const job = await runHere(app, { kind: 'MATCH_ACTIVATIONS', request, importRoots, stopped });
    if (job.state !== 'SUCCEEDED') continue;
    const group = formatGlobalId({ kind: 'RunGroup', spaceId: key.spaceId, id: key.id });
    const data = await app.ask({ query: FiringTableDocument, variables: { group } });
    process.stdout.write(`\n${buildFiringTable(data)}\n\n${firingTableLegend}\n`);
  }
}
