/**
 * Models, spaces and run groups: small tables, written once and read by everyone. `ensure*` return what is there and make what is not,
 * however many do so at once.
 */
import { findEach, listEach } from '../connect/keyed-rows.ts';
import { cleanText } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { canonicalHookpoint, canonicalModel } from '../places/known-places.ts';
import { readPlaceAliases } from './place-aliases.ts';
import { hookpoints, models, runGroups, spaces } from '../schema/catalogue-tables.ts';
import { KEY, type Key } from '../schema/key.ts';
import { column, columns, computed, rowOf } from '../schema/row.ts';

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

const MODEL = rowOf<ModelRow>(columns(models, 'm', ['id', 'name', 'revision']));
const SPACE = rowOf<SpaceRow>({
  ...columns(spaces, 's', ['id', 'dIn', 'normalisation']),
  modelId: column(models.id, 'm'),
  modelName: column(models.name, 'm'),
  modelRevision: column(models.revision, 'm'),
  hookpoint: column(hookpoints.name, 'h'),
});
const SPACE_TABLES = 'spaces s join hookpoints h on h.id = s.hookpoint_id join models m on m.id = h.model_id';
const RUN_GROUP = rowOf<RunGroupRow>(columns(runGroups, 'g', ['spaceId', 'id', 'name']));
const HOOKPOINT = rowOf<{ id: number; name: string }>(columns(hookpoints, 'h', ['id', 'name']));
const WIDTH = rowOf<Pick<SpaceRow, 'dIn'>>(columns(spaces, 's', ['dIn']));
const REVISION = rowOf<Pick<ModelRow, 'revision'>>(columns(models, 'm', ['revision']));
const ID = rowOf<{ id: number }>({ id: computed('id', 'bigint') });

/**
 * The names under which the model and the hookpoint are here already: other libraries' names for the same place count. Those given, where the place is new.
 */
export async function findPlace<Place extends { model: string; revision: string; hookpoint: string }>(
  s: Session,
  place: Place,
): Promise<Place> {
  const aliases = await readPlaceAliases(s);
  const model = canonicalModel(place.model, aliases);
  const models = await s.read(MODEL, `select ${MODEL.list} from models m where m.revision = $1 order by m.id`, [
    cleanText(place.revision),
  ]);
  const known =
    models.find(({ name }) => name === place.model) ??
    models.find(({ name }) => canonicalModel(name, aliases) === model);
  if (known === undefined) return place;
  const named = { ...place, model: known.name };
  const hooks = await s.read(
    HOOKPOINT,
    `select ${HOOKPOINT.list} from hookpoints h where h.model_id = $1 order by h.id`,
    [known.id],
  );
  const canonical = (name: string) => canonicalHookpoint(name, { model, aliases });
  const hook =
    hooks.find(({ name }) => name === place.hookpoint) ??
    hooks.find(({ name }) => canonical(name) === canonical(place.hookpoint));
  return hook === undefined ? named : { ...named, hookpoint: hook.name };
}

/** The space of this identity, by whatever name its model and hookpoint are here. */
export async function ensureSpace(
  s: Session,
  stated: { model: string; revision: string; hookpoint: string; dIn: number; normalisation: string },
): Promise<SpaceRow> {
  const identity = await findPlace(s, stated);
  const model = [cleanText(identity.model), cleanText(identity.revision)];
  const modelId = await ensureId(s, {
    insert: 'insert into models (name, revision) values ($1, $2) on conflict do nothing',
    from: 'models where name = $1 and revision = $2',
    values: model,
  });
  const hookpointId = await ensureId(s, {
    insert: 'insert into hookpoints (model_id, name) values ($1, $2) on conflict do nothing',
    from: 'hookpoints where model_id = $1 and name = $2',
    values: [modelId, cleanText(identity.hookpoint)],
  });
  const id = await ensureId(s, {
    insert: 'insert into spaces (hookpoint_id, d_in, normalisation) values ($1, $2, $3) on conflict do nothing',
    from: 'spaces where hookpoint_id = $1 and d_in = $2 and normalisation = $3',
    values: [hookpointId, identity.dIn, cleanText(identity.normalisation)],
  });
  const [space] = await s.read(SPACE, `select ${SPACE.list} from ${SPACE_TABLES} where s.id = $1`, [id]);
  return space;
}

/** The run group of this name in the space. */
export async function ensureRunGroup(s: Session, group: { spaceId: number; name: string }): Promise<RunGroupRow> {
  const values = [group.spaceId, cleanText(group.name)];
  const id = await ensureId(s, {
    insert: 'insert into run_groups (space_id, name) values ($1, $2) on conflict do nothing',
    from: 'run_groups where space_id = $1 and name = $2',
    values,
  });
  return { spaceId: group.spaceId, id, name: String(values[1]) };
}

/**
 * Looks first, so that what exists costs one statement and no sequence number. The second look is a statement of its own: it sees what
 * another transaction committed while the insert waited for it.
 */
async function ensureId(s: Session, sql: { insert: string; from: string; values: unknown[] }): Promise<number> {
  const find = `select ${ID.list} from ${sql.from}`;
  const [there] = await s.read(ID, find, sql.values);
  if (there !== undefined) return there.id;
  await s.run(sql.insert, sql.values);
  const [made] = await s.read(ID, find, sql.values);
  return made.id;
}

/** Holds for a space `s` and a run group `g` with something in them: what an ended import or a deletion left empty is not shown. */
const SPACE_IN_USE = "exists (select from dictionaries d where d.space_id = s.id and d.state = 'READY')";
const GROUP_IN_USE =
  "exists (select from dictionaries d where d.space_id = g.space_id and d.run_group_id = g.id and d.state = 'READY')";

/** Every model with a dictionary, by name and revision. */
export function listModels(s: Session): Promise<ModelRow[]> {
  return s.read(
    MODEL,
    `select ${MODEL.list} from models m
     where exists (select from hookpoints h join spaces s on s.hookpoint_id = h.id where h.model_id = m.id and ${SPACE_IN_USE})
     order by m.name, m.revision`,
  );
}

/** The width of a dictionary that is there, or being loaded, at this hookpoint, if it is not `dIn`; else null. */
export async function findOtherWidth(
  s: Session,
  stated: { model: string; revision: string; hookpoint: string; dIn: number },
): Promise<number | null> {
  const place = await findPlace(s, stated);
  const [other] = await s.read(
    WIDTH,
    `select ${WIDTH.list} from ${SPACE_TABLES}
     where m.name = $1 and m.revision = $2 and h.name = $3 and s.d_in <> $4
       and exists (select from dictionaries d where d.space_id = s.id and d.state in ('READY', 'LOADING'))
     order by s.id limit 1`,
    [cleanText(place.model), cleanText(place.revision), cleanText(place.hookpoint), place.dIn],
  );
  return other?.dIn ?? null;
}

export async function findModels(s: Session, ids: readonly number[]): Promise<(ModelRow | null)[]> {
  return parallel(ids, await s.read(MODEL, `select ${MODEL.list} from models m where m.id = any($1::bigint[])`, [ids]));
}

export async function findSpaces(s: Session, ids: readonly number[]): Promise<(SpaceRow | null)[]> {
  return parallel(
    ids,
    await s.read(SPACE, `select ${SPACE.list} from ${SPACE_TABLES} where s.id = any($1::bigint[])`, [ids]),
  );
}

function parallel<Row extends { id: number }>(ids: readonly number[], rows: Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The spaces of these models that hold a dictionary, by hookpoint, width and normalisation. */
export function listSpacesOfModels(s: Session, modelIds: readonly number[]): Promise<SpaceRow[]> {
  return s.read(
    SPACE,
    `select ${SPACE.list} from ${SPACE_TABLES} where m.id = any($1::bigint[]) and ${SPACE_IN_USE} order by m.id, h.name, s.d_in, s.normalisation, s.id`,
    [modelIds],
  );
}

export function findRunGroups(s: Session, keys: readonly Key[]): Promise<(RunGroupRow | null)[]> {
  return findEach(s, keys, {
    by: KEY,
    row: RUN_GROUP,
    from: 'join run_groups g on g.space_id = k.space_id and g.id = k.id',
  });
}

/** Run groups with a dictionary, under these conditions, by id. */
export function listRunGroups(
  s: Session,
  filter: { model?: string | null; hookpoint?: string | null; name?: string | null },
): Promise<RunGroupRow[]> {
  return s.read(
    RUN_GROUP,
    `select ${RUN_GROUP.list} from run_groups g join (${SPACE_TABLES}) on s.id = g.space_id
     where ($1::text is null or m.name = $1) and ($2::text is null or h.name = $2) and ($3::text is null or g.name = $3) and ${GROUP_IN_USE}
     order by g.space_id, g.id`,
    [filter.model ?? null, filter.hookpoint ?? null, filter.name ?? null],
  );
}

/** For each name, the run groups that have it and hold a dictionary, by space and id. */
export function findRunGroupsByName(s: Session, names: readonly string[]): Promise<RunGroupRow[][]> {
  return listEach(s, names, {
    by: { name: ['text', (name) => name] },
    row: RUN_GROUP,
    from: `join run_groups g on g.name = k.name and ${GROUP_IN_USE}`,
    order: 'g.space_id, g.id',
  });
}

/** For each run group, the other revisions of its model with a run group of the same name at the same hookpoint, sorted. */
export async function listOtherRevisions(s: Session, groups: readonly Key[]): Promise<string[][]> {
  const found = await listEach(s, groups, {
    by: KEY,
    row: REVISION,
    from: `join run_groups own on own.space_id = k.space_id and own.id = k.id
      join spaces so on so.id = own.space_id join hookpoints ho on ho.id = so.hookpoint_id join models mo on mo.id = ho.model_id
      join models m on m.name = mo.name and m.revision <> mo.revision
      join hookpoints h on h.model_id = m.id and h.name = ho.name
      join spaces s on s.hookpoint_id = h.id
      join run_groups g on g.space_id = s.id and g.name = own.name and ${GROUP_IN_USE}`,
    order: 'm.revision',
  });
  return found.map((rows) => [...new Set(rows.map(({ revision }) => revision))]);
}

/** The run groups of these spaces that hold a dictionary, by id. */
export function listRunGroupsOfSpaces(s: Session, spaceIds: readonly number[]): Promise<RunGroupRow[]> {
  return s.read(
    RUN_GROUP,
    `select ${RUN_GROUP.list} from run_groups g where g.space_id = any($1::bigint[]) and ${GROUP_IN_USE} order by g.space_id, g.id`,
    [spaceIds],
  );
}
