/** What both databases promise to those who share them. The embedded one keeps these promises with one session (see db/embedded). */
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeRows, readTuples } from '../../db/connect/binary-copy.ts';
import { openDatabaseAt } from '../../db/connect/connect.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());
beforeEach(() => opened.db.query('create table t (i int)'));
afterEach(() => opened.db.query('drop table t'));

const numbers = (count: number) => encodeRows([{ type: 'int4', at: (row) => row }], count);
const count = async () => (await opened.db.query<{ n: number }>('select count(*) as n from t'))[0].n;

async function readCount(select: string): Promise<number> {
  return readTuples(opened.db.copyOut(select), { columns: 1, onTuple: () => {} });
}

test('many clients at once get their own answers', async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => opened.db.query('select $1::int as i, repeat($2, $1) as text', [i, 'x'])),
  );
  expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => [{ i, text: 'x'.repeat(i) }]));
});

test('statements of others do not enter a transaction, and see nothing that is rolled back', async () => {
  const other: Promise<number>[] = [];
  const failed = opened.db.transaction(async (tx) => {
    await tx.query('insert into t values (1)');
    other.push(count(), count());
    await tx.query('insert into t values (2)');
    expect(await tx.query('select count(*) as n from t')).toEqual([{ n: 2 }]);
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  expect(await Promise.all(other)).toEqual([0, 0]);
  expect(await count()).toBe(0);
});

test('transactions that are asked for at once do not mix', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      opened.db
        .transaction(async (tx) => {
          await tx.query('insert into t values ($1)', [i]);
          await tx.query('insert into t values ($1)', [i]);
          if (i % 2 === 1) throw new Error('odd');
        })
        .catch(() => {}),
    ),
  );
  expect(await opened.db.query('select array_agg(i order by i) as i from t')).toEqual([
    { i: Array.from({ length: 20 }, (_, i) => 2 * Math.floor(i / 2)) },
  ]);
});

test('an error inside a transaction ends it and hurts nobody else', async () => {
  const failed = opened.db.transaction(async (tx) => {
    await tx.query('insert into t values (1)');
    await tx.query('select * from no_such_table').catch(() => {});
    // The transaction is lost, as on every PostgreSQL.
    await tx.query('insert into t values (2)');
  });
  await expect(failed).rejects.toMatchObject({ code: '25P02' });
  expect(await count()).toBe(0);
});

test('a transaction that swallows its error commits nothing, and says so', async () => {
  const swallowed = opened.db.transaction(async (tx) => {
    await tx.query('insert into t values (1)');
    await tx.query('select * from no_such_table').catch(() => {});
  });
  await expect(swallowed).rejects.toThrow('rolled back');
  expect(await count()).toBe(0);
});

test('a client that dies inside a transaction leaves nothing and blocks nobody', async () => {
  const client = await opened.db.pool.connect();
  client.on('error', () => {});
  await client.query('begin');
  await client.query('insert into t values (1)');
  const waiting = count();
  (client as pg.PoolClient & { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  client.release(true);
  expect(await waiting).toBe(0);
  await opened.db.query('insert into t values (2)');
  expect(await count()).toBe(1);
});

test('rows go in and out by COPY, in the same transaction if wanted', async () => {
  await opened.db.copyIn('t (i)', numbers(100_000));
  expect(await readCount('select i from t where i < 70000')).toBe(70_000);
  await expect(
    opened.db.transaction(async (tx) => {
      await tx.copyIn('t (i)', numbers(10));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await count()).toBe(100_000);
});

describe('a COPY that fails', () => {
  test('for bytes that are no rows', async () => {
    await expect(
      opened.db.copyIn('t (i)', [Buffer.from('no rows at all, and long enough for a header')]),
    ).rejects.toMatchObject({ code: '22P04' });
  });
  test('for a table that is not there', async () => {
    await expect(opened.db.copyIn('no_such_table', numbers(100_000))).rejects.toMatchObject({ code: '42P01' });
  });
  test('for a source that fails', async () => {
    function* source() {
      yield* [...numbers(10)].map((chunk) => chunk.subarray(0, 25));
      throw new Error('the file ended');
    }
    await expect(opened.db.copyIn('t (i)', source())).rejects.toThrow('the file ended');
  });
  test('for a query that fails', async () => {
    await expect(readCount('select 1 / (i - 5) from generate_series(1, 9) i')).rejects.toMatchObject({ code: '22012' });
  });
  test('inside a transaction, which it ends', async () => {
    await expect(
      opened.db.transaction(async (tx) => {
        await tx.query('insert into t values (1)');
        await tx.copyIn('t (i)', [Buffer.from('no rows at all, and long enough for a header')]).catch(() => {});
        await tx.query('insert into t values (2)');
      }),
    ).rejects.toMatchObject({ code: '25P02' });
  });
  afterEach(async () => expect(await count()).toBe(0));
});

test('a reader of a COPY may stop early', async () => {
  await opened.db.copyIn('t (i)', numbers(100_000));
  await opened.db.transaction(async (tx) => {
    for await (const chunk of tx.copyOut('select i from t')) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(await tx.query('select count(*) as n from t')).toEqual([{ n: 100_000 }]);
  });
});

test('an answer may be many megabytes', async () => {
  const rows = await opened.db.query<{ text: string }>(
    `select repeat(md5(i::text), 1000) as text from generate_series(1, 1000) i`,
  );
  expect(rows.reduce((sum, row) => sum + row.text.length, 0)).toBe(32_000_000);
});

test('the event loop turns while a statement runs', async () => {
  let turns = 0;
  let running = true;
  const turn = (): void => {
    turns++;
    if (running) setImmediate(turn);
  };
  turn();
  await opened.db.query('select count(*) from generate_series(1, 1000000)');
  running = false;
  expect(turns).toBeGreaterThan(100);
});

test('int8 comes back as a number, or not at all', async () => {
  expect(await opened.db.query(`select 9007199254740991::int8 as i`)).toEqual([{ i: Number.MAX_SAFE_INTEGER }]);
  await expect(opened.db.query(`select 9007199254740993::int8 as i`)).rejects.toThrow(RangeError);
});

test('another thread works on the same database', async () => {
  await opened.db.query('insert into t values (1), (2)');
  const address = opened.db.address();
  const thread = new Worker(new URL('./address-thread.ts', import.meta.url), {
    workerData: address,
  });
  const said = await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  expect(said).toEqual([{ n: 2 }]);
  await new Promise((resolve) => thread.once('exit', resolve));
  expect(await count()).toBe(3);
});

test('a thread that is stopped inside a transaction leaves nothing and blocks nobody', async () => {
  const address = opened.db.address();
  const thread = new Worker(new URL('./address-thread.ts', import.meta.url), {
    workerData: { ...address, stayInTransaction: true },
  });
  await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  await thread.terminate();
  expect(await count()).toBe(0);
});

test('a second database on the same address outlives the first user of a connection', async () => {
  const second = openDatabaseAt(opened.db.address());
  await second.query('insert into t values (7)');
  const third = openDatabaseAt(second.address());
  await second.close();
  expect(await third.query('select i from t')).toEqual([{ i: 7 }]);
  await third.close();
  expect(await count()).toBe(1);
});
