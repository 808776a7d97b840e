import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ensureRunGroup,
  ensureSpace,
  findModels,
  findRunGroups,
  findSpaces,
  listModels,
  listRunGroups,
  listRunGroupsOfSpaces,
  listSpacesOfModels,
} from '../../db/catalogue.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

const identity = { model: 'org/model', revision: 'main', hookpoint: 'layers.1.mlp', dIn: 64, normalisation: 'none' };

test('a space and a run group are made once, however many ask at once', async () => {
  const spaces = await Promise.all(Array.from({ length: 16 }, () => ensureSpace(opened.db, identity)));
  expect(new Set(spaces.map((space) => space.id)).size).toBe(1);
  expect(spaces[0]).toEqual({
    id: spaces[0].id,
    modelId: spaces[0].modelId,
    modelName: 'org/model',
    modelRevision: 'main',
    hookpoint: 'layers.1.mlp',
    dIn: 64,
    normalisation: 'none',
  });
  const groups = await Promise.all(
    Array.from({ length: 16 }, () =>
      opened.db.transaction((tx) => ensureRunGroup(tx, { spaceId: spaces[0].id, name: 'group' })),
    ),
  );
  expect(new Set(groups.map((group) => group.id)).size).toBe(1);
  const [{ models, hookpoints, spaces: count, groups: groupCount }] = await opened.db.query(
    'select (select count(*) from models) as models, (select count(*) from hookpoints) as hookpoints, (select count(*) from spaces) as spaces, (select count(*) from run_groups) as groups',
  );
  expect({ models, hookpoints, count, groupCount }).toEqual({ models: 1, hookpoints: 1, count: 1, groupCount: 1 });
});

test('every part of the identity makes another space', async () => {
  const base = await ensureSpace(opened.db, identity);
  const others = [
    { model: 'other' },
    { revision: 'v2' },
    { hookpoint: 'layers.2.mlp' },
    { dIn: 65 },
    { normalisation: 'layer norm' },
  ];
  const ids = new Set([base.id]);
  for (const change of others) ids.add((await ensureSpace(opened.db, { ...identity, ...change })).id);
  expect(ids.size).toBe(1 + others.length);
});

test('names that PostgreSQL cannot store are cleaned', async () => {
  const space = await ensureSpace(opened.db, { ...identity, model: 'a\0b\ud800' });
  expect(space.modelName).toBe('a\ufffdb\ufffd');
  expect((await ensureSpace(opened.db, { ...identity, model: 'a\0b\ud800' })).id).toBe(space.id);
});

test('finders answer in one statement, in order, null where there is nothing', async () => {
  const space = await ensureSpace(opened.db, identity);
  const group = await ensureRunGroup(opened.db, { spaceId: space.id, name: 'group' });
  const { result, statements } = await recordStatements(async () => [
    await findModels(opened.db, [999, space.modelId, space.modelId]),
    await findSpaces(opened.db, [space.id, 999]),
    await findRunGroups(opened.db, [{ spaceId: 999, id: group.id }, group, { spaceId: space.id, id: 999 }]),
    await findModels(opened.db, []),
    await findRunGroups(opened.db, []),
  ]);
  const model = { id: space.modelId, name: 'org/model', revision: 'main' };
  expect(result).toEqual([[null, model, model], [space, null], [null, group, null], [], []]);
  expect(statements).toHaveLength(5);
});

test('lists are ordered and filtered', async () => {
  const a = await ensureSpace(opened.db, { ...identity, model: 'z/last', hookpoint: 'b' });
  const b = await ensureSpace(opened.db, { ...identity, model: 'z/last', hookpoint: 'a' });
  const names = ['second', 'first'];
  for (const name of names) await ensureRunGroup(opened.db, { spaceId: a.id, name });
  await ensureRunGroup(opened.db, { spaceId: b.id, name: 'first' });
  expect((await listModels(opened.db)).at(-1)?.name).toBe('z/last');
  expect((await listSpacesOfModels(opened.db, [a.modelId])).map((space) => space.id)).toEqual([b.id, a.id]);
  expect((await listRunGroupsOfSpaces(opened.db, [a.id])).map((group) => group.name)).toEqual(names);
  expect((await listRunGroups(opened.db, { model: 'z/last' })).map(({ spaceId, name }) => [spaceId, name])).toEqual([
    [a.id, 'second'],
    [a.id, 'first'],
    [b.id, 'first'],
  ]);
  expect(await listRunGroups(opened.db, { model: 'z/last', hookpoint: 'a', name: 'first' })).toHaveLength(1);
  expect(await listRunGroups(opened.db, { name: 'nobody' })).toEqual([]);
  expect((await listRunGroups(opened.db, {})).length).toBeGreaterThanOrEqual(4);
});
