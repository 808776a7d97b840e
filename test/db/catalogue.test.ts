import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ensureRunGroup,
  ensureSpace,
  findModels,
  findOtherWidth,
  findRunGroups,
  findSpaces,
  listModels,
  listRunGroups,
  listRunGroupsOfSpaces,
  listSpacesOfModels,
} from '../../db/stores/catalogue.ts';
import { loadExample, publishExample } from './example-rows.ts';
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

test('lists are ordered and filtered, and show what holds a dictionary', async () => {
  const shape = { n: 4, d: 3, model: 'z/last' };
  const places = [
    { hookpoint: 'b', group: 'second' },
    { hookpoint: 'a', group: 'first' },
    { hookpoint: 'b', group: 'first' },
  ];
  for (const place of places) await publishExample(opened.db, { ...shape, ...place });
  await loadExample(opened.db, { ...shape, hookpoint: 'c', group: 'not there yet' });
  const model = (await listModels(opened.db)).at(-1);
  expect(model?.name).toBe('z/last');
  const spaces = await listSpacesOfModels(opened.db, [model?.id ?? 0]);
  expect(spaces.map((space) => space.hookpoint)).toEqual(['a', 'b']);
  const [a, b] = spaces.map((space) => space.id);
  expect((await listRunGroupsOfSpaces(opened.db, [b])).map((group) => group.name)).toEqual(['second', 'first']);
  const groups = await listRunGroups(opened.db, { model: 'z/last' });
  expect(groups.map(({ spaceId, name }) => [spaceId, name])).toEqual(
    [
      [b, 'second'],
      [b, 'first'],
      [a, 'first'],
    ].sort((x, y) => Number(x[0]) - Number(y[0])),
  );
  expect(await listRunGroups(opened.db, { model: 'z/last', hookpoint: 'a', name: 'first' })).toHaveLength(1);
  expect(await listRunGroups(opened.db, { name: 'nobody' })).toEqual([]);
});

test('a hookpoint has the width of what is there or on its way, not of what went', async () => {
  const place = { model: 'w/width', revision: 'main', hookpoint: 'h' };
  await ensureSpace(opened.db, { ...place, dIn: 256, normalisation: 'none' });
  expect(await findOtherWidth(opened.db, { ...place, dIn: 3 })).toBeNull();
  await loadExample(opened.db, { n: 4, d: 3, model: place.model, hookpoint: place.hookpoint });
  expect(await findOtherWidth(opened.db, { ...place, dIn: 3 })).toBeNull();
  expect(await findOtherWidth(opened.db, { ...place, dIn: 256 })).toBe(3);
});
