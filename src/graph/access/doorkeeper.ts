/**
 * Finds what a request may do by its key, `Authorization: Bearer <key>`. In: headers. Out: an access, or a refusal.
 *
 * Keys are read from the database and held for some seconds, so that a revoked one ends soon and a request costs no statement.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Database } from '../../../db/connect/connect.ts';
import { type ApiKeyRow, listApiKeys, type Role } from '../../../db/stores/api-keys.ts';
import { ReseedError } from '../../errors.ts';
import type { Access } from './access.ts';

/** How long a key that was revoked may still be taken. */
const HELD_MS = 5_000;
/** Longer than any key that is given out. */
const MAX_KEY_CHARACTERS = 200;

/** One per server. */
export class Doorkeeper {
  readonly #db: Database;
  readonly #anonymous: Role | null;
  #held: { keys: Promise<ApiKeyRow[]>; at: number } | null = null;

  /** `anonymous`: what a request without a key may do; null: nothing. */
  constructor(options: { db: Database; anonymous: Role | null }) {
    this.#db = options.db;
    this.#anonymous = options.anonymous;
  }

  /** The access of a request with this Authorization header. Throws `KEY_NEEDED`, `KEY_REFUSED`. */
  async admit(authorization: string | undefined): Promise<Access> {
    if (authorization === undefined) {
      if (this.#anonymous !== null) return { role: this.#anonymous, keyName: null };
      throw new ReseedError('KEY_NEEDED', 'Cannot answer: this server asks for a key', {
        hint: 'Send the header `Authorization: Bearer <key>`; the operator makes keys with `reseed key create`.',
      });
    }
    const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    const row = key === undefined || key.length > MAX_KEY_CHARACTERS ? undefined : await this.#find(key);
    if (row === undefined) {
      throw new ReseedError('KEY_REFUSED', 'Cannot answer: this key is not known, revoked or expired', {
        hint: 'Ask the operator for another one. Without a key, leave the header Authorization out.',
      });
    }
    return { role: row.role, keyName: row.name };
  }

  async #find(key: string): Promise<ApiKeyRow | undefined> {
    const sha256 = createHash('sha256').update(key).digest();
    const now = Date.now();
    if (this.#held === null || now - this.#held.at > HELD_MS) {
      const keys = listApiKeys(this.#db);
      // a failure is told to whoever waits for it, and not held
      keys.catch(() => (this.#held = null));
      this.#held = { keys, at: now };
    }
    const inForce = (row: ApiKeyRow) =>
      row.revokedAt === null && (row.expiresAt === null || row.expiresAt.getTime() > now);
    return (await this.#held.keys).find(
      (row) => timingSafeEqual(Buffer.from(row.sha256, 'hex'), sha256) && inForce(row),
    );
  }
}
