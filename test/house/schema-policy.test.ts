/** The policy for changes of the schema refuses what it says. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { listViolations } from '../../.ci/compare-schema.ts';

const before = buildSchema('type Query { old: Int @deprecated(reason: "Ask new.") kept: Int, gone: Int }');
const after = (fields: string) => buildSchema(`type Query { ${fields} }`);
const check = (fields: string, version: string, changes = '', released = '0.2') =>
  listViolations([before, after(fields)], { released, version, changes });

test('what is added breaks nothing', async () => {
  expect(await check('old: Int, kept: Int, gone: Int, fresh: Int', '0.2.1')).toEqual([]);
});

test('a breaking change needs a minor version and its name in the changelog', async () => {
  expect(await check('kept: Int, gone: Int', '0.2.1', '`Query.old`')).toEqual([
    expect.stringContaining('raise the minor version above 0.2'),
  ]);
  expect(await check('kept: Int, gone: Int', '0.3.0')).toEqual([
    expect.stringContaining('name `Query.old` in CHANGELOG.md, 0.3.0'),
  ]);
  expect(await check('kept: Int, gone: Int', '0.3.0', '- `Query.old`: ask `new`')).toEqual([]);
});

test('since 0.2 a field is deprecated before it goes', async () => {
  const changes = '`Query.old` `Query.gone`';
  expect(await check('kept: Int', '0.3.0', changes)).toEqual([expect.stringContaining('mark it @deprecated')]);
  expect(await check('kept: Int', '0.2.0', changes, '0.1')).toEqual([]);
});
