/** The catalogue of definitions and the contract know the same figures. */
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { Definition } from '../../src/analysis/definitions/definition.ts';
import { definitions } from '../../src/analysis/definitions/definitions.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const all = Object.values(definitions) as Definition[];

/** Fields that say in words what a number is. */
const names = /^(statement|definition|outlierStatement|fitStatement)$/;

test('every field that holds a definition in words is answered by an entry, and every entry names fields that exist', () => {
  const answered = new Set<string>(all.flatMap(({ answeredBy }) => answeredBy));
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => name !== 'Definition') // the catalogue itself
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const inWords = fields
    .filter(({ field }) => names.test(field.name) && getNamedType(field.type).name === 'String')
    .map(({ type, field }) => `${type.name}.${field.name}`);
  expect(inWords.length).toBeGreaterThan(20);
  expect(inWords.filter((field) => !answered.has(field))).toEqual([]);
  const known = new Set(fields.map(({ type, field }) => `${type.name}.${field.name}`));
  expect([...answered].filter((field) => !known.has(field))).toEqual([]);
});

test('every entry is whole: a title of its own, a sentence that fills in what it depends on, what it assumes, chance, interval, and what it does not say', () => {
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  for (const { title, statement, example, ...parts } of all) {
    const text = statement(...example);
    expect(text, title).toMatch(/\S\.$/);
    expect(text, title).not.toMatch(/undefined|NaN|null\b(?! )|\[object/);
    for (const part of ['assumes', 'byChance', 'interval', 'silentOn'] as const)
      expect(parts[part], `${title}: ${part}`).toMatch(/\S\.$/);
  }
});
