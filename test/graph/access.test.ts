/** Who may do what: the matrix of roles by fields, and keys over HTTP, downloads and sockets. */
import { createHash } from 'node:crypto';
import { getNamedType, GraphQLEnumType, isLeafType, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { insertApiKey, revokeApiKey, type Role, roles } from '../../db/stores/api-keys.ts';
import { chooseAnonymousRole } from '../../src/cli/start/anonymous-role.ts';
import { checkRoles, roleOf } from '../../src/graph/access/check-roles.ts';
import { buildExecutableSchema } from '../../src/graph/executable-schema.ts';
import { type GraphServer, startGraphServer } from '../../src/graph/http/server.ts';
import { type Edge, matchingId, openExampleEdge } from './example-edge.ts';

const schema = buildExecutableSchema();
const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

test('every mutation says its role, and reading is not enough for any', () => {
  expect(mutations.length).toBeGreaterThan(15);
  for (const field of mutations) {
    expect(
      field.astNode?.directives?.map(({ name }) => name.value),
      field.name,
    ).toContain('role');
    expect(roleOf(schema, field), field.name).not.toBe('READER');
  }
});

/** A document that asks for one field of the root; values need not make sense. */
function documentOf(root: string, field: (typeof queries)[number]) {
  const args = field.args.map(({ name }) => `${name}: null`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return parse(`${root} { ${field.name}${args && `(${args})`} ${selection} }`);
}

describe.each(roles)('%s', (role) => {
  test.each([
    ...queries.map((field) => ['query', field.name, field] as const),
    ...mutations.map((field) => ['mutation', field.name, field] as const),
  ])('%s %s', (root, _name, field) => {
    const document = documentOf(root, field);
    const [operation] = document.definitions;
    if (operation.kind !== 'OperationDefinition') throw new TypeError('expected an operation');
    const check = () => checkRoles({ schema, document, operation }, { role, keyName: 'ada' });
    if (roles.indexOf(role) >= roles.indexOf(roleOf(schema, field))) expect(check).not.toThrow();
    else expect(check).toThrow(/the key "ada"/);
  });
});

test('what a fragment asks for is asked for, too', () => {
  const document = parse(
    'query { ...f } fragment f on Query { inspectCheckpoint(input: { path: "x" }) { sourceUri } }',
  );
  const [operation] = document.definitions;
  if (operation.kind !== 'OperationDefinition') throw new TypeError('expected an operation');
  expect(() => checkRoles({ schema, document, operation }, { role: 'READER', keyName: null })).toThrow(/without a key/);
});

test('the roles of keys are those of the schema', () => {
  const type = schema.getType('Role');
  expect(type).toBeInstanceOf(GraphQLEnumType);
  expect((type as GraphQLEnumType).getValues().map(({ name }) => name)).toEqual(roles);
});

describe('a server that asks for keys', () => {
  let edge: Edge;
  let server: GraphServer;
  beforeAll(async () => {
    edge = await openExampleEdge();
    const make = (name: string, role: Role, expiresAt: Date | null = null) =>
      insertApiKey(edge.db, {
        name,
        role,
        sha256: createHash('sha256').update(`key of ${name}`.replaceAll(' ', '_')).digest('hex'),
        expiresAt,
      });
    for (const role of roles) await make(role.toLowerCase(), role);
    await make('expired', 'OPERATOR', new Date(Date.now() - 1));
    await make('revoked', 'OPERATOR');
    expect(await revokeApiKey(edge.db, 'revoked')).toBe(true);
    expect(await revokeApiKey(edge.db, 'revoked')).toBe(false);
    expect(await make('revoked', 'OPERATOR')).toBe(false);
    server = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0, anonymous: null });
  });
  afterAll(async () => {
    await server.close();
    await edge.close();
  });

  const bearer = (name: string) => ({ authorization: `Bearer key_of_${name}` });
  const ask = async (query: string, headers: Record<string, string>) => {
    const body = JSON.stringify({ query });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return {
      status: response.status,
      asks: response.headers.get('www-authenticate'),
      ...((await response.json()) as object),
    };
  };

  test('without one, or with one that is not in force, nothing is answered', async () => {
    expect(await ask('{ models { name } }', {})).toMatchObject({
      status: 401,
      asks: 'Bearer',
      errors: [{ extensions: { code: 'KEY_NEEDED' } }],
    });
    for (const header of [
      bearer('nobody'),
      bearer('expired'),
      bearer('revoked'),
      { authorization: 'Basic eA==' },
      { authorization: `Bearer ${'x'.repeat(5_000)}` },
    ])
      expect(await ask('{ models { name } }', header)).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'KEY_REFUSED' } }],
      });
  });

  test('a key does what its role may, and says so', async () => {
    expect(await ask('{ access { role keyName } }', bearer('trainer'))).toMatchObject({
      status: 200,
      data: { access: { role: 'TRAINER', keyName: 'trainer' } },
    });
    const remove = 'mutation { deleteDictionary(id: "none") { id } }';
    expect(await ask(remove, bearer('trainer'))).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await ask(remove, bearer('operator'))).toMatchObject({
      status: 200,
      errors: [{ extensions: { code: 'BAD_ID' } }],
    });
  });

  test('files and sockets ask, too', async () => {
    const file = new URL(`/export/${matchingId(edge.matchings[0])}.csv`, server.url);
    expect((await fetch(file)).status).toBe(401);
    expect((await fetch(file, { headers: bearer('reader') })).status).toBe(200);
    const follow = async (connectionParams: Record<string, unknown>) => {
      const client = createClient({
        url: server.url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams,
      });
      try {
        return await client.iterate({ query: 'subscription { jobUpdated(id: "none") { id } }' }).next();
      } finally {
        await client.dispose();
      }
    };
    await expect(follow({})).rejects.toMatchObject({ code: 4403 });
    await expect(follow(bearer('revoked'))).rejects.toMatchObject({ code: 4403 });
    expect(JSON.stringify(await follow(bearer('reader')).catch((error: unknown) => error))).toContain('BAD_ID');
  });

  test('a page and the state of the server need no key', async () => {
    for (const address of ['/health', '/ready', '/definitions'])
      expect((await fetch(new URL(address, server.url))).status).toBe(200);
  });

  test('away from loopback it asks for keys, or lets everybody read', async () => {
    const choose = (host: string, anonymous: Parameters<typeof chooseAnonymousRole>[1]['anonymous']) =>
      chooseAnonymousRole(edge.db, { host, anonymous });
    expect(await choose('127.0.0.1', null)).toBe('OPERATOR');
    expect(await choose('127.0.0.1', 'none')).toBe(null);
    expect(await choose('0.0.0.0', null)).toBe(null);
    expect(await choose('0.0.0.0', 'reader')).toBe('READER');
    await expect(choose('0.0.0.0', 'operator')).rejects.toMatchObject({ code: 'BAD_CONFIG' });
    for (const role of roles) await revokeApiKey(edge.db, role.toLowerCase());
    await expect(choose('0.0.0.0', null)).rejects.toMatchObject({ code: 'BAD_CONFIG' });
  });
});
