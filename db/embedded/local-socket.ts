/**
 * Where the embedded database listens, for this user alone: a Unix-domain socket in a folder that nobody else may enter, or a named pipe on Windows.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Short, because the path of a socket holds about 100 bytes; the data folder's own may be longer, or on a disk that takes no sockets. */
const PREFIX = 'reseed-';
const NAME = 'db.socket';

/** An address that nobody has. The folder that `mkdtemp` makes has mode 0700. */
export function makeLocalAddress(): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\${PREFIX}${randomUUID()}`;
  return path.join(mkdtempSync(path.join(tmpdir(), PREFIX)), NAME);
}

/** Removes what was made for an address; anything else stays. */
export function removeLocalAddress(address: string): void {
  const folder = path.dirname(address);
  const isOurs = path.dirname(folder) === tmpdir() && path.basename(folder).startsWith(PREFIX);
  if (isOurs && path.basename(address) === NAME) rmSync(folder, { recursive: true, force: true });
}

/** What node-postgres takes for a socket to a host and port, and which goes to `path` instead. */
export class LocalSocket extends Socket {
  readonly #path: string;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  override connect(): this {
    return super.connect({ path: this.#path });
  }
}
