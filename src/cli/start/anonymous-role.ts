/** What a server lets requests without a key do. In: settings, and whether a key is in force. Out: a role, or null for nothing. */
import type { Database } from '../../../db/connect/connect.ts';
import { listApiKeys, type Role } from '../../../db/stores/api-keys.ts';
import type { Config } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { isLoopback } from '../../graph/http/allowed-host.ts';

/**
 * On loopback all, unless the settings say less. Elsewhere nothing, or reading; a server there without a key in force would answer nobody. Throws
 * `BAD_CONFIG`.
 */
export async function chooseAnonymousRole(
  db: Database,
  { host, anonymous }: Pick<Config, 'host' | 'anonymous'>,
): Promise<Role | null> {
  const role = anonymous === null || anonymous === 'none' ? null : (anonymous.toUpperCase() as Role);
  if (isLoopback(host)) return anonymous === null ? 'OPERATOR' : role;
  if (role !== null && role !== 'READER') {
    throw new ReseedError(
      'BAD_CONFIG',
      `Cannot listen on ${host} with RESEED_ANONYMOUS=${anonymous}: whoever reaches it could write`,
      {
        hint: 'Set RESEED_ANONYMOUS to reader or none, and give keys to those who may do more: npm run reseed -- key create <name> --role trainer',
      },
    );
  }
  const now = new Date();
  const inForce = (await listApiKeys(db)).some(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > now),
  );
  if (role !== null || inForce) return role;
  throw new ReseedError(
    'BAD_CONFIG',
    `Cannot listen on ${host}: no key is in force, so that nobody would be answered`,
    {
      hint: 'Make a key (npm run reseed -- key create <name> --role operator), set RESEED_ANONYMOUS=reader to let everybody read, or listen on 127.0.0.1.',
    },
  );
}
