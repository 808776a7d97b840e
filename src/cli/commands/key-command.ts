/** `reseed key`: keys of the API, for a server that others reach. A key is shown once, when it is made; its hash is stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { Database } from '../../../db/connect/connect.ts';
import {
  type ApiKeyRow,
  insertApiKey,
  listApiKeys,
  revokeApiKey,
  type Role,
  roles,
} from '../../../db/stores/api-keys.ts';
import { ReseedError } from '../../errors.ts';
import { numberFlag } from '../flags/number-flag.ts';
import { buildTextTable } from '../tables/text-table.ts';
import { withDatabase } from '../with-database.ts';

/** Random bytes of a key: nobody tries 2^256. */
const KEY_BYTES = 32;
/** Names stand in logs and tables. */
const NAME = /^[\w.@ -]{1,100}$/;
const DAY_MS = 86_400_000;

/** Adds the command to the program. */
export function addKeyCommand(program: Command): void {
  const key = program.command('key').description('keys of the API: who may ask a server that others reach');
  key
    .command('list', { isDefault: true })
    .description('list the keys with their roles; the keys themselves are stored nowhere')
    .action(() => withDatabase(showKeys));
  key
    .command('create')
    .description('make a key and print it, once')
    .argument('<name>', 'whose it is, for logs and lists')
    .option(
      '--role <role>',
      `${roles.map((role) => role.toLowerCase()).join(', ')}; each may do what those before it may`,
      'reader',
    )
    .option('--days <number>', 'days until it expires (default: never)')
    .action((name: string, flags: { role: string; days?: string }) => withDatabase((db) => createKey(db, name, flags)));
  key
    .command('revoke')
    .description('take no request with this key any more, within five seconds')
    .argument('<name>', 'whose it is')
    .action((name: string) =>
      withDatabase(async (db) => {
        if (await revokeApiKey(db, name)) return;
        throw new ReseedError('NOT_FOUND', `Cannot revoke "${name}": no key of this name is in force`, {
          hint: 'List the keys: npm run reseed -- key list',
        });
      }),
    );
}

async function createKey(db: Database, name: string, flags: { role: string; days?: string }): Promise<void> {
  const role = parseRole(flags.role);
  const days = numberFlag('--days', flags.days);
  if (!NAME.test(name)) throw badName(name);
  if (days !== undefined && !(days > 0)) {
    throw new ReseedError('BAD_INPUT', `Cannot use --days ${days}: expected a number above 0`, {
      hint: 'Leave it out for a key that does not expire.',
    });
  }
  const key = `rsd_${randomBytes(KEY_BYTES).toString('base64url')}`;
  const expiresAt = days === undefined ? null : new Date(Date.now() + days * DAY_MS);
  const sha256 = createHash('sha256').update(key).digest('hex');
  if (!(await insertApiKey(db, { name, role, sha256, expiresAt }))) {
    throw new ReseedError('PLACE_TAKEN', `Cannot make a key "${name}": there was one of this name`, {
      hint: 'Take another name; names of revoked keys are not given again.',
    });
  }
  process.stdout.write(`${key}\n`);
  process.stderr.write(
    `The key of "${name}" (${role.toLowerCase()}). It is shown this once; send it as: Authorization: Bearer <key>\n`,
  );
}

async function showKeys(db: Database): Promise<void> {
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '.';
  const rows = (await listApiKeys(db)).map((row) => [
    row.name,
    row.role.toLowerCase(),
    stateOf(row),
    day(row.createdAt),
    day(row.expiresAt),
  ]);
  process.stdout.write(
    rows.length === 0
      ? 'No keys were made.\n'
      : `${buildTextTable(['name', 'role', 'state', 'made', 'expires'], rows)}\n`,
  );
}

function stateOf({ revokedAt, expiresAt }: ApiKeyRow): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'in force';
}

function parseRole(text: string): Role {
  const role = roles.find((one) => one === text.toUpperCase());
  if (role !== undefined) return role;
  throw new ReseedError('BAD_INPUT', `Cannot use --role "${text}": there is no such role`, {
    hint: `Use ${roles.map((one) => one.toLowerCase()).join(', ')}.`,
  });
}

function badName(name: string): ReseedError {
  return new ReseedError(
    'BAD_INPUT',
    `Cannot make a key ${JSON.stringify(name)}: a name has 1 to 100 letters, digits, spaces and . _ @ -`,
    {
      hint: 'For example: npm run reseed -- key create "ada laptop" --role trainer',
    },
  );
}
