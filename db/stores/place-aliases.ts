/** Names of models and hookpoints that an operator has said to mean others, beside the known ones (`db/places`). */
import { cleanText } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import type { PlaceAliases } from '../places/known-places.ts';
import { placeAliases } from '../schema/catalogue-tables.ts';
import { columns, rowOf } from '../schema/row.ts';

export type AliasKind = 'MODEL' | 'HOOKPOINT';

export interface PlaceAliasRow {
  kind: AliasKind;
  name: string;
  means: string;
}

const ROW = rowOf<PlaceAliasRow>(columns(placeAliases, 'p', ['kind', 'name', 'means']));

/** All of them, by kind and name. */
export function listPlaceAliases(s: Session): Promise<PlaceAliasRow[]> {
  return s.read(ROW, `select ${ROW.list} from place_aliases p order by p.kind, p.name`);
}

/** All of them, to look names up in. */
export async function readPlaceAliases(s: Session): Promise<PlaceAliases> {
  const rows = await listPlaceAliases(s);
  const of = (kind: AliasKind) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ name, means }) => [name, means]));
  return { models: of('MODEL'), hookpoints: of('HOOKPOINT') };
}

/** Says that a name means another from now on; what was imported stays where it is. */
export async function setPlaceAlias(s: Session, { kind, name, means }: PlaceAliasRow): Promise<void> {
  await s.run(
    'insert into place_aliases (kind, name, means) values ($1, $2, $3) on conflict (kind, name) do update set means = excluded.means',
    [kind, cleanText(name), cleanText(means)],
  );
}

/** Takes it back. False if there was none. */
export async function removePlaceAlias(s: Session, { kind, name }: Omit<PlaceAliasRow, 'means'>): Promise<boolean> {
  return (await s.run('delete from place_aliases where kind = $1 and name = $2', [kind, cleanText(name)])) > 0;
}
