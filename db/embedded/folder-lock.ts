/**
 * A folder -> a lock on it that one process at a time can hold and that is free again when that process is gone, however it went.
 *
 * The lock is SQLite's own on an otherwise empty file (the operating system drops it with the process). The pid next to it is only for the message.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ReseedError } from '../../src/errors.ts';

export interface FolderLock {
  release(): void;
}

/** Locks `folder`, which exists, for this process. Throws `DATABASE_IN_USE` naming the process that has it. */
export function lockFolder(folder: string): FolderLock {
  const pidFile = path.join(folder, 'pid');
  const lock = new DatabaseSync(path.join(folder, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    // SQLITE_BUSY
    if ((cause as { errcode?: number }).errcode !== 5) throw cause;
    const pid = readPid(pidFile);
    throw new ReseedError(
      'DATABASE_IN_USE',
      `Cannot open the embedded database "${path.basename(folder)}": process ${pid} has it open; expected no other process`,
      {
        hint: `Ask the server that runs there over GraphQL, or stop process ${pid}, or set RESEED_DATA_DIR to another folder, or DATABASE_URL to share one PostgreSQL among processes.`,
        cause,
      },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return { release: () => lock.close() };
}

function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim();
  } catch {
    return '(unknown)';
  }
}
