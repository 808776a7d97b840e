/** What only the embedded database has: a folder of its own, and one session behind its port. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, openEmbeddedDatabase } from '../../db/connect/connect.ts';
import { startEmbeddedServer } from '../../db/embedded/embedded-server.ts';
import { ClientReader, MAX_COPY_BYTES } from '../../db/embedded/wire-messages.ts';
import { openTestDatabase, testDatabaseUrl } from './test-database.ts';

let dataDir: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'reseed-embedded-')), 'data');
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
});

/** Starts the writer and waits until it says `line`. */
async function startWriter(line: string): Promise<{ pid: number; kill: () => Promise<void> }> {
  const started = spawn(process.execPath, [new URL('./killed-writer.ts', import.meta.url).pathname, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const ended = new Promise<void>((resolve) => started.once('exit', () => resolve()));
  for await (const said of createInterface({ input: started.stdout })) if (said === line) break;
  return {
    pid: started.pid as number,
    async kill() {
      started.kill('SIGKILL');
      await ended;
    },
  };
}

test('a second process is refused with the pid of the first, and a killed one leaves a database that opens', async () => {
  const writer = await startWriter('in a transaction');
  await expect(openDatabase({ databaseUrl: null, dataDir })).rejects.toMatchObject({
    code: 'DATABASE_IN_USE',
    message: expect.stringContaining(`process ${writer.pid} `),
    hint: expect.stringContaining('RESEED_DATA_DIR'),
  });
  const left = path.dirname(readFileSync(path.join(dataDir, 'socket'), 'utf8'));
  expect(statSync(left).mode & 0o777).toBe(0o700);
  await writer.kill();

  const db = await openDatabase({ databaseUrl: null, dataDir });
  expect(existsSync(left)).toBe(false);
  const [{ committed, others }] = await db.query(
    'select count(*) filter (where i < 200) as committed, count(*) filter (where i >= 200) as others from t',
  );
  expect({ committed, others }).toEqual({ committed: 200, others: 0 });
  await db.query('insert into t values (5000)');
  // The same process is refused as well.
  await expect(openDatabase({ databaseUrl: null, dataDir })).rejects.toMatchObject({ code: 'DATABASE_IN_USE' });
  await db.close();

  const again = await openDatabase({ databaseUrl: null, dataDir });
  expect(await again.query('select count(*) as n from t')).toEqual([{ n: 201 }]);
  await again.close();
});

test('a cluster whose making was interrupted is put aside', async () => {
  mkdirSync(path.join(dataDir, 'postgres'), { recursive: true });
  writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
  const db = await openDatabase({ databaseUrl: null, dataDir });
  expect(await db.query('select count(*) as n from models')).toEqual([{ n: 0 }]);
  await db.close();
  expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres.incomplete-'))).toHaveLength(1);
  expect(existsSync(path.join(dataDir, 'initialised'))).toBe(true);
});

test('a transaction that waits for others of its own making is ended, and they go on', async () => {
  const db = await openEmbeddedDatabase(await startEmbeddedServer({ dataDir: null, maxSilenceMs: 200 }));
  // The mistake: inside a transaction, a statement outside it. The one session would wait for itself.
  const mistaken = db.transaction(async (tx) => {
    await tx.query('create table t (i int)');
    await db.query('select 1');
    await tx.query('select 2');
  });
  await expect(mistaken).rejects.toMatchObject({ code: '25P03' });
  expect(await db.query(`select to_regclass('t') as t`)).toEqual([{ t: null }]);
  await db.close();
});

test('closing twice, and statements after closing', async () => {
  const { db } = await openTestDatabase();
  await Promise.all([db.close(), db.close()]);
  await expect(db.query('select 1')).rejects.toThrow();
});

test.skipIf(testDatabaseUrl !== undefined)(
  'a COPY that is too large for the engine is refused, and nothing else happens',
  async () => {
    const { db, close } = await openTestDatabase();
    function* source() {
      const chunk = new Uint8Array(8 * 1024 * 1024);
      for (let bytes = 0; bytes <= MAX_COPY_BYTES; bytes += chunk.length) yield chunk;
    }
    await expect(db.copyIn('models (name, revision)', source())).rejects.toMatchObject({
      code: '57014',
      message: expect.stringContaining('bytes in one COPY'),
    });
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
    await close();
  },
);

test('messages are cut out of bytes however these arrive', () => {
  const message = (type: string, body: string): Buffer => {
    const bytes = Buffer.alloc(5 + body.length);
    bytes.write(type, 0, 'latin1');
    bytes.writeInt32BE(4 + body.length, 1);
    bytes.write(body, 5, 'latin1');
    return bytes;
  };
  const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
  const query = message('Q', 'select 1\0');
  const extended = Buffer.concat([message('P', '\0select 2\0'), message('B', 'x'), message('S', '')]);
  const copy = message('Q', '/* why */ COPY t FROM STDIN (FORMAT binary)\0');
  const data = [message('d', 'abc'), message('d', ''), message('c', '')];
  const stream = Buffer.concat([
    startup,
    query,
    extended,
    copy,
    ...data,
    message('d', 'late'),
    query,
    message('X', ''),
  ]);
  for (const size of [1, 2, 3, 5, 8, 13, stream.length]) {
    const reader = new ClientReader();
    const items = [];
    for (let at = 0; at < stream.length; at += size) items.push(...reader.push(stream.subarray(at, at + size)));
    expect(
      items.map((item) => ('bytes' in item ? { ...item, bytes: Buffer.from(item.bytes).toString('latin1') } : item)),
    ).toEqual([
      { kind: 'STARTUP', bytes: startup.toString('latin1') },
      { kind: 'GROUP', bytes: query.toString('latin1'), copy: false },
      { kind: 'GROUP', bytes: extended.toString('latin1'), copy: false },
      { kind: 'COPY_PROMPT' },
      { kind: 'GROUP', bytes: Buffer.concat([copy, ...data]).toString('latin1'), copy: true },
      { kind: 'GROUP', bytes: query.toString('latin1'), copy: false },
      { kind: 'END' },
    ]);
  }
  expect(() => new ClientReader().push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError);
});
