/** A process of the tests, to be killed: commits rows one by one, saying each, then writes inside a transaction that never ends. */
import { openDatabase } from '../../db/connect/connect.ts';

const db = await openDatabase({ databaseUrl: null, dataDir: process.argv[2] });
await db.query('create table if not exists t (i int primary key)');
for (let i = 0; i < 200; i++) {
  await db.query('insert into t values ($1)', [i]);
  process.stdout.write(`committed ${i}\n`);
}
await db.transaction(async (tx) => {
  for (let i = 1_000; ; i++) {
    await tx.query('insert into t values ($1)', [i]);
    if (i === 1_100) process.stdout.write('in a transaction\n');
  }
});
