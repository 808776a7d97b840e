/** Keys of the API: made, listed, revoked, and looked up by their hash. The keys themselves never come here. */
import { cleanText } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { apiKeys } from '../schema/access-tables.ts';
import { columns, rowOf } from '../schema/row.ts';

/** What a key may do, each as much as those before it and more. */
export const roles = ['READER', 'CONTRIBUTOR', 'TRAINER', 'OPERATOR'] as const;
export type Role = (typeof roles)[number];

export interface ApiKeyRow {
  name: string;
  role: Role;
  sha256: string;
  createdAt: Date;
  /** Null for one that does not expire. */
  expiresAt: Date | null;
  revokedAt: Date | null;
}

const ROW = rowOf<ApiKeyRow>(columns(apiKeys, 'k', ['name', 'role', 'sha256', 'createdAt', 'expiresAt', 'revokedAt']));

/** All of them, revoked and expired ones too, by name. */
export function listApiKeys(s: Session): Promise<ApiKeyRow[]> {
  return s.read(ROW, `select ${ROW.list} from api_keys k order by k.name`);
}

/** Stores a key. False if one of this name is there, revoked or not: what a log says of a name stays true. */
export async function insertApiKey(
  s: Session,
  { name, role, sha256, expiresAt }: Pick<ApiKeyRow, 'name' | 'role' | 'sha256' | 'expiresAt'>,
): Promise<boolean> {
  const text = 'insert into api_keys (name, role, sha256, expires_at) values ($1, $2, $3, $4) on conflict do nothing';
  return (await s.run(text, [cleanText(name), role, sha256, expiresAt])) > 0;
}

/** Revokes a key from now on. False if no key of this name is in force. */
export async function revokeApiKey(s: Session, name: string): Promise<boolean> {
  const text = 'update api_keys set revoked_at = now() where name = $1 and revoked_at is null';
  return (await s.run(text, [cleanText(name)])) > 0;
}
