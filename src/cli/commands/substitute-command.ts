/** `reseed substitute`: how well the partners of a matched run group stand in for latents. */
import type { Command } from 'commander';
import { listMatchingsOfRunGroups } from '../../../db/stores/matchings.ts';
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { listRunGroups } from '../../../db/stores/catalogue.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import { noWorkers, openApp } from '../app.ts';
import { parseMeasure } from '../flags/criterion-flags.ts';
import { addTokenFlags, readTokenFlags, type TokenFlags } from '../flags/token-flags.ts';
import { SubstitutionTableDocument } from '../generated/documents.ts';
import { runHere } from '../run-here.ts';
import { buildSubstitutionTable, substitutionTableLegend } from '../tables/substitution-table.ts';

/** Adds the command and its flags to the program. */
export function addSubstituteCommand(program: Command): void {
  addTokenFlags(
    program
      .command('substitute')
      .description('how well matched latents stand in for each other in reconstructions')
      .argument('<run group>', 'name of a matched run group')
      .option('--measure <name>', 'COSINE, ABSOLUTE_COSINE or ACTIVATION_CORRELATION', 'COSINE'),
  ).action(runSubstitute);
}

/** Runs the command. The work is done in this process: model and text are here. */
async function runSubstitute(name: string, flags: TokenFlags & { measure: string }): Promise<void> {
  const measure = parseMeasure(flags.measure);
  const { importRoots, ...source } = await readTokenFlags(flags);
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const groups = await listRunGroups(app.db, { name });
    const matchings = await listMatchingsOfRunGroups(app.db, { keys: groups, measure });
    if (matchings.length === 0)
      throw new ReseedError(
        'NOT_MATCHED',
        `Cannot substitute latents of "${name}": no pair of it is matched under ${measure}.`,
        {
          hint: `Match it first: npm run reseed -- match "${name}"`,
        },
      );
    for (const matching of matchings) {
      const { spaceId } = matching;
      const [a, b] = await findDictionaries(app.db, [
        { spaceId, id: matching.a },
        { spaceId, id: matching.b },
      ]);
      if (a === null || b === null) continue;
      const request = { matching, a, b, ...source };
      await runHere(app, {
        kind: 'SUBSTITUTE',
        request,
        importRoots,
        stopped: 'stopped; pairs that are done are stored',
      });
    }
    for (const key of groups) {
      const group = formatGlobalId({ kind: 'RunGroup', spaceId: key.spaceId, id: key.id });
      const data = await app.ask({ query: SubstitutionTableDocument, variables: { group, measure } });
      process.stdout.write(`\n${buildSubstitutionTable(data)}\n\n${substitutionTableLegend}\n`);
    }
  } finally {
    await app.close();
  }
}
