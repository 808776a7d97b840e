/**
 * What is known of a dictionary apart from its weights: seeds, data, tokens, names. It can be changed, with a trail of what was before.
 */
import type { Seed } from '../../loaders/checkpoints/seed.ts';
import { ReseedError } from '../../src/errors.ts';
import { cleanText, jsonParameter } from '../connect/parameters.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { ensureRunGroup, findRunGroups } from './catalogue.ts';
import { type DictionaryRow, findDictionaries, findDictionaryByPortalId } from './dictionaries.ts';
import { takeFreeName } from './load-dictionary.ts';
import { type ChangeSource, type FactChange, recordChanges } from './dictionary-changes.ts';

/** Facts with their columns. */
const COLUMNS = {
  initSeed: 'init_seed',
  dataSeed: 'data_seed',
  dataset: 'dataset',
  tokens: 'tokens',
  portalId: 'portal_id',
  l1Coefficient: 'l1_coefficient',
} as const;

/** What may be changed. Absent: left as it is; null: not known. */
export interface DictionaryFacts {
  initSeed?: Seed | null;
  dataSeed?: Seed | null;
  dataset?: string | null;
  tokens?: number | null;
  portalId?: string | null;
  l1Coefficient?: number | null;
  runGroup?: string;
  name?: string;
}

/** The name of a dictionary that nobody has named: run group and seed. */
export function nameDictionary({ runGroup, initSeed }: { runGroup: string; initSeed: Seed | null }): string {
  return initSeed === null ? runGroup : `${runGroup}/seed${initSeed}`;
}

/** Throws `PORTAL_ID_TAKEN`: a portal asks by this id and must get one answer. `but`: the dictionary that may have it. */
export async function assertPortalIdFree(tx: Session, portalId: string | null, but?: { id: number }): Promise<void> {
  const taken = portalId === null ? null : await findDictionaryByPortalId(tx, portalId);
  if (!taken || taken.id === but?.id) return;
  throw new ReseedError('PORTAL_ID_TAKEN', `Cannot take "${portalId}": that is the portal id of "${taken.name}"`, {
    hint: 'Give this dictionary its own portal id (command line: --portal-id <model>/<source>), or delete the other one.',
  });
}

/**
 * Changes the facts that differ from what is stored, writes the trail, and returns what changed. A fact that was guessed is a guess no more. A name that
 * was made of run group and seed follows them. Throws `NOT_FOUND`, `PORTAL_ID_TAKEN`.
 */
export function changeFacts(
  s: Session,
  change: { dictionary: DictionaryRow; facts: DictionaryFacts; source: ChangeSource },
): Promise<FactChange[]> {
  const { facts, source } = change;
  const { spaceId, id } = change.dictionary;
  return inTransaction(s, async (tx) => {
    await tx.run('select 1 from dictionaries where space_id = $1 and id = $2 for update', [spaceId, id]);
    const [row] = await findDictionaries(tx, [{ spaceId, id }]);
    if (row === null)
      throw new ReseedError('NOT_FOUND', `Cannot change "${change.dictionary.name}": it is gone`, {
        hint: 'Nothing needs to be done.',
      });
    const changes: FactChange[] = [];
    for (const [field, column] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][]) {
      const after = facts[field];
      if (after === undefined || after === row[field]) continue;
      if (field === 'portalId') await assertPortalIdFree(tx, facts.portalId ?? null, row);
      await tx.run(`update dictionaries set ${column} = $3 where space_id = $1 and id = $2`, [
        spaceId,
        id,
        typeof after === 'string' ? cleanText(after) : after,
      ]);
      changes.push({ field, before: text(row[field]), after: text(after) });
    }
    changes.push(...(await changeNames(tx, { row, facts })));
    if (changes.length === 0) return changes;
    const changed = new Set(changes.map(({ field }) => field));
    await tx.run('update dictionaries set guesses = $3::jsonb where space_id = $1 and id = $2', [
      spaceId,
      id,
      jsonParameter(row.guesses.filter(({ field }) => !changed.has(field))),
    ]);
    await recordChanges(tx, { key: row, changes, source });
    return changes;
  });
}

async function changeNames(
  tx: Session,
  { row, facts }: { row: DictionaryRow; facts: DictionaryFacts },
): Promise<FactChange[]> {
  const { spaceId, id } = row;
  const changes: FactChange[] = [];
  const [before] = await findRunGroups(tx, [{ spaceId, id: row.runGroupId }]);
  const runGroup = before?.name ?? '';
  if (facts.runGroup !== undefined && facts.runGroup !== runGroup) {
    const group = await ensureRunGroup(tx, { spaceId, name: facts.runGroup });
    await tx.run('update dictionaries set run_group_id = $3 where space_id = $1 and id = $2', [spaceId, id, group.id]);
    changes.push({ field: 'runGroup', before: runGroup, after: group.name });
  }
  const isOwn = row.name.replace(/~\d+$/, '') === nameDictionary({ runGroup, initSeed: row.initSeed });
  const { initSeed = row.initSeed } = facts;
  const name = facts.name ?? (isOwn ? nameDictionary({ runGroup: facts.runGroup ?? runGroup, initSeed }) : row.name);
  if (name === row.name || (isOwn && facts.name === undefined && name === row.name.replace(/~\d+$/, '')))
    return changes;
  await takeFreeName(tx, { spaceId, id, name });
  const [after] = await findDictionaries(tx, [{ spaceId, id }]);
  if (facts.name !== undefined && after?.name !== facts.name)
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot name "${row.name}" "${facts.name}": another dictionary of its space has this name`,
      {
        hint: 'Give another name.',
      },
    );
  changes.push({ field: 'name', before: row.name, after: after?.name ?? name });
  return changes;
}

function text(value: Seed | null): string | null {
  return value === null ? null : String(value);
}
