/** A thread of the tests: opens the database at the address it is given, says what it sees, and writes a row. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DatabaseAddress, openDatabaseAt } from '../../db/connect/connect.ts';

const { stayInTransaction, ...address } = workerData as DatabaseAddress & { stayInTransaction?: boolean };
const db = openDatabaseAt(address);
if (stayInTransaction) {
  await db.transaction(async (tx) => {
    await tx.query('insert into t values (3)');
    parentPort?.postMessage('in a transaction');
    await new Promise(() => setInterval(() => {}, 1000));
  });
}
const seen = await db.query('select count(*) as n from t');
await db.query('insert into t values (3)');
await db.close();
parentPort?.postMessage(seen);
