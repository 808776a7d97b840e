/**
 * The run group of a dictionary. A stated one is taken, if the dictionary can be in it at all. A guessed one is taken unless what configurations state
 * contradicts it: then the dictionary goes into a group of its own kind, whose name says what differs.
 */
import { ensureRunGroup, type RunGroupRow } from '../../../db/stores/catalogue.ts';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { Guess } from '../../../loaders/checkpoints/checkpoint.ts';
import { describeDifferences, listStatedDifferences, type StatedOf } from '../../analysis/group/stated-differences.ts';
import { ReseedError } from '../../errors.ts';

/** Groups of one name and different kinds, before it is plain that a name says nothing. */
const MAX_KINDS = 100;

const SHORT: Readonly<Record<string, string>> = { nLatents: 'n', l1Coefficient: 'l1' };

export interface ChosenGroup {
  group: RunGroupRow;
  /** That the guessed name was not taken. */
  guesses: Guess[];
  /** That a stated group holds what contradicts it. */
  notes: string[];
}

/** `source` is for messages. Throws `GROUP_MISMATCH` where a stated group holds dictionaries of another architecture or size. */
export async function chooseRunGroup(
  tx: Session,
  of: { spaceId: number; name: string; isStated: boolean; stated: StatedOf; source: string },
): Promise<ChosenGroup> {
  const { spaceId, name, stated } = of;
  const first = await ensureRunGroup(tx, { spaceId, name });
  if (of.isStated) {
    const members = await listDictionariesOfRunGroups(tx, [first]);
    assertGroupFits(members, { group: first, stated, source: of.source });
    const note = describeDifferences([...members, stated]);
    return { group: first, guesses: [], notes: note === null ? [] : [note] };
  }
  let group = first;
  let why = '';
  for (let kinds = 0; kinds < MAX_KINDS; kinds++) {
    const members = await listDictionariesOfRunGroups(tx, [group]);
    const contradicted = members.flatMap((member) => listStatedDifferences([member, stated]));
    if (contradicted.length === 0) break;
    why ||= contradicted
      .map(({ field, values: [there, here] }) => `${field} is ${there} there and ${here} here`)
      .join('; ');
    const parts = new Map(contradicted.map(({ field, values }) => [field, values.at(-1)]));
    const suffix = [...parts].map(([field, value]) => `${SHORT[field] ?? field}=${value}`).join(',');
    group = await ensureRunGroup(tx, { spaceId, name: kinds === 0 ? `${name}/${suffix}` : `${group.name},${suffix}` });
  }
  if (group.id === first.id) return { group, guesses: [], notes: [] };
  const because = `"${name}" holds dictionaries that differ in more than the seed: ${why}`;
  return { group, guesses: [{ field: 'runGroup', value: group.name, because }], notes: [] };
}

function assertGroupFits(
  members: readonly DictionaryRow[],
  { group, stated, source }: { group: RunGroupRow; stated: StatedOf; source: string },
): void {
  const { architecture, nLatents } = stated;
  const other = members.find(
    (member) => member.nLatents !== nLatents || (member.hasWeights && member.architecture !== architecture),
  );
  if (!other) return;
  throw new ReseedError(
    'GROUP_MISMATCH',
    `Cannot import "${source}" into run group "${group.name}": it is ${architecture} with n = ${nLatents}; expected ${other.architecture} with n = ${other.nLatents} as "${other.name}".`,
    {
      hint: 'A run group holds dictionaries that differ only in the seed. Give another run group (command line: --run-group <name>).',
    },
  );
}
