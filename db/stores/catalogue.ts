/**
 * Models, spaces and run groups: small tables, written once and read by everyone. `ensure*` return what is there and make what is not,
 * however many do so at once.
 */
import { type Key, keyColumns } from '../schema/key.ts';
import { cleanText } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

export interface ModelRow {
  id: number;
  name: string;
  revision: string;
}

export interface SpaceRow {
  id: number;
  modelId: number;
  modelName: string;
  modelRevision: string;
  hookpoint: string;
  dIn: number;
  normalisation: string;
}

export interface RunGroupRow {
  spaceId: number;
  id: number;
  name: string;
}

const MODEL = 'm.id, m.name, m.revision';
const SPACE = `s.id, m.id as "modelId", m.name as "modelName", m.revision as "modelRevision", h.name as hookpoint,
  s.d_in as "dIn", s.normalisation`;
const SPACE_TABLES = 'spaces s join hookpoints h on h.id = s.hookpoint_id join models m on m.id = h.model_id';
const RUN_GROUP = 'g.space_id as "spaceId", g.id, g.name';

/** The space with this identity. */
export async function ensureSpace(
  s: Session,
  identity: { model: string; revision: string; hookpoint: string; dIn: number; normalisation: string },
): Promise<SpaceRow> {
  const model = [cleanText(identity.model), cleanText(identity.revision)];
  const modelId = await ensureId(s, {
    insert: 'insert into models (name, revision) values ($1, $2) on conflict do nothing',
    find: 'select id from models where name = $1 and revision = $2',
    values: model,
  });
  const hookpointId = await ensureId(s, {
    insert: 'insert into hookpoints (model_id, name) values ($1, $2) on conflict do nothing',
    find: 'select id from hookpoints where model_id = $1 and name = $2',
    values: [modelId, cleanText(identity.hookpoint)],
  });
  const id = await ensureId(s, {
    insert: 'insert into spaces (hookpoint_id, d_in, normalisation) values ($1, $2, $3) on conflict do nothing',
    find: 'select id from spaces where hookpoint_id = $1 and d_in = $2 and normalisation = $3',
    values: [hookpointId, identity.dIn, cleanText(identity.normalisation)],
  });
  const [space] = await s.query<SpaceRow>(`select ${SPACE} from ${SPACE_TABLES} where s.id = $1`, [id]);
  return space;
}

/** The run group of this name in the space. */
export async function ensureRunGroup(s: Session, group: { spaceId: number; name: string }): Promise<RunGroupRow> {
  const values = [group.spaceId, cleanText(group.name)];
  const id = await ensureId(s, {
    insert: 'insert into run_groups (space_id, name) values ($1, $2) on conflict do nothing',
    find: 'select id from run_groups where space_id = $1 and name = $2',
    values,
  });
  return { spaceId: group.spaceId, id, name: String(values[1]) };
}

/**
 * Looks first, so that what exists costs one statement and no sequence number. The second look is a statement of its own: it sees what
 * another transaction committed while the insert waited for it.
 */
async function ensureId(s: Session, sql: { insert: string; find: string; values: unknown[] }): Promise<number> {
  const [there] = await s.query<{ id: number }>(sql.find, sql.values);
  if (there !== undefined) return there.id;
  await s.query(sql.insert, sql.values);
  const [made] = await s.query<{ id: number }>(sql.find, sql.values);
  return made.id;
}

/** Holds for a space `s` and a run group `g` with something in them: what an ended import or a deletion left empty is not shown. */
const SPACE_IN_USE = "exists (select from dictionaries d where d.space_id = s.id and d.state = 'READY')";
const GROUP_IN_USE =
  "exists (select from dictionaries d where d.space_id = g.space_id and d.run_group_id = g.id and d.state = 'READY')";

/** Every model with a dictionary, by name and revision. */
export function listModels(s: Session): Promise<ModelRow[]> {
  return s.query<ModelRow>(
    `select ${MODEL} from models m
     where exists (select from hookpoints h join spaces s on s.hookpoint_id = h.id where h.model_id = m.id and ${SPACE_IN_USE})
     order by m.name, m.revision`,
  );
}

/** The width of a dictionary that is there, or being loaded, at this hookpoint, if it is not `dIn`; else null. */
export async function findOtherWidth(
  s: Session,
  place: { model: string; revision: string; hookpoint: string; dIn: number },
): Promise<number | null> {
  const [other] = await s.query<{ dIn: number }>(
    `select s.d_in as "dIn" from spaces s join hookpoints h on h.id = s.hookpoint_id join models m on m.id = h.model_id
     where m.name = $1 and m.revision = $2 and h.name = $3 and s.d_in <> $4
       and exists (select from dictionaries d where d.space_id = s.id and d.state in ('READY', 'LOADING'))
     order by s.id limit 1`,
    [cleanText(place.model), cleanText(place.revision), cleanText(place.hookpoint), place.dIn],
  );
  return other?.dIn ?? null;
}

export async function findModels(s: Session, ids: readonly number[]): Promise<(ModelRow | null)[]> {
  return parallel(ids, await s.query<ModelRow>(`select ${MODEL} from models m where m.id = any($1::bigint[])`, [ids]));
}

export async function findSpaces(s: Session, ids: readonly number[]): Promise<(SpaceRow | null)[]> {
  return parallel(
    ids,
    await s.query<SpaceRow>(`select ${SPACE} from ${SPACE_TABLES} where s.id = any($1::bigint[])`, [ids]),
  );
}

function parallel<Row extends { id: number }>(ids: readonly number[], rows: Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The spaces of these models that hold a dictionary, by hookpoint, width and normalisation. */
export function listSpacesOfModels(s: Session, modelIds: readonly number[]): Promise<SpaceRow[]> {
  return s.query<SpaceRow>(
    `select ${SPACE} from ${SPACE_TABLES} where m.id = any($1::bigint[]) and ${SPACE_IN_USE} order by m.id, h.name, s.d_in, s.normalisation, s.id`,
    [modelIds],
  );
}

export async function findRunGroups(s: Session, keys: readonly Key[]): Promise<(RunGroupRow | null)[]> {
  const rows = await s.query<RunGroupRow & { at: number }>(
    `select k.at::int as at, ${RUN_GROUP}
     from unnest($1::bigint[], $2::bigint[]) with ordinality as k (space_id, id, at)
     join run_groups g on g.space_id = k.space_id and g.id = k.id`,
    keyColumns(keys),
  );
  const found: (RunGroupRow | null)[] = keys.map(() => null);
  for (const { at, ...row } of rows) found[at - 1] = row;
  return found;
}

/** Run groups with a dictionary, under these conditions, by id. */
export function listRunGroups(
  s: Session,
  filter: { model?: string | null; hookpoint?: string | null; name?: string | null },
): Promise<RunGroupRow[]> {
  return s.query<RunGroupRow>(
    `select ${RUN_GROUP} from run_groups g join (${SPACE_TABLES}) on s.id = g.space_id
     where ($1::text is null or m.name = $1) and ($2::text is null or h.name = $2) and ($3::text is null or g.name = $3) and ${GROUP_IN_USE}
     order by g.space_id, g.id`,
    [filter.model ?? null, filter.hookpoint ?? null, filter.name ?? null],
  );
}

/** The run groups of these spaces that hold a dictionary, by id. */
export function listRunGroupsOfSpaces(s: Session, spaceIds: readonly number[]): Promise<RunGroupRow[]> {
  return s.query<RunGroupRow>(
    `select ${RUN_GROUP} from run_groups g where g.space_id = any($1::bigint[]) and ${GROUP_IN_USE} order by g.space_id, g.id`,
    [spaceIds],
  );
}
