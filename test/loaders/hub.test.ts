/** Checkpoints of a hub: the same rows as from files here, of which only what is needed is brought, once; and a hub that breaks, throttles and lies. */
import { readdir } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import type { Checkpoint } from '../../loaders/checkpoints/checkpoint.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { formatHubPlace, parseHubPlace } from '../../loaders/hub/hub-place.ts';
import { buildHubRequests } from '../../loaders/hub/hub-requests.ts';
import type { HubSettings } from '../../loaders/hub/hub-settings.ts';
import { findHubCheckpoints, openHubFolder, pinHubPlace } from '../../loaders/hub/open-hub.ts';
import {
  COMMIT,
  describeFile,
  end,
  type HubServer,
  json,
  readTree,
  sendRange,
  startHubServer,
  TOKEN,
} from './hub-server.ts';
import { encodeTensor, writeSafetensors } from './write-safetensors.ts';

const publishers = path.join(import.meta.dirname, 'publishers');
/** n = 4,096, d = 64: a file of 2 MiB, of 33 blocks. */
const N = 4_096;
const D = 64;
const LARGE = 'w/layers.2.mlp/sae.safetensors';

let server: HubServer;
let kept: string;
let large: Buffer;

beforeAll(async () => {
  const rows = (shift: number) =>
    encodeTensor(
      'F32',
      [N, D],
      Array.from({ length: N * D }, (_, i) => (i % 97) + shift),
    );
  const tensors = {
    W_dec: rows(1),
    b_dec: encodeTensor(
      'F32',
      [D],
      Array.from({ length: D }, () => 0),
    ),
    'encoder.bias': encodeTensor(
      'F32',
      [N],
      Array.from({ length: N }, () => 0),
    ),
    'encoder.weight': rows(2),
  };
  large = Buffer.from(writeSafetensors(tensors));
  server = await startHubServer({
    'google/gemma-scope-2-4b-pt': await readTree(path.join(publishers, 'gemma_scope_2/gemma-scope-2-4b-pt')),
    'Qwen/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5': await readTree(
      path.join(publishers, 'qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5'),
    ),
    'me/wide': {
      [LARGE]: large,
      'w/layers.2.mlp/cfg.json': Buffer.from(JSON.stringify({ d_in: D, k: 4, num_latents: N })),
      'w/unread.bin': Buffer.alloc(5_000_000),
    },
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  kept = await mkdtemp(path.join(tmpdir(), 'reseed-hub-'));
  Object.assign(server, { sent: 0, misbehave: null });
  server.requests.length = 0;
});
afterEach(() => rm(kept, { recursive: true }));

const access = (over: Partial<HubSettings> = {}) => ({ settings: server.settings(kept, over) });
const wide = 'hf:me/wide/w/layers.2.mlp';

async function openWide(over: Partial<HubSettings> = {}): Promise<Checkpoint> {
  return openCheckpoint(await openHubFolder(wide, access(over)));
}
async function readAll(checkpoint: Checkpoint): Promise<unknown> {
  try {
    const range = { start: 0, count: checkpoint.facts.nLatents };
    const encoder = checkpoint.facts.hasEncoder ? await checkpoint.readRows('ENCODER', range) : null;
    const decoder = await checkpoint.readRows('DECODER', range);
    const scalars = await checkpoint.readScalars();
    return {
      decoder,
      encoder,
      scalars,
      bias: await checkpoint.readDecoderBias(),
      hashes: await checkpoint.hashFiles(),
    };
  } finally {
    await checkpoint.close();
  }
}
const importWide = async (over: Partial<HubSettings> = {}) => readAll(await openWide(over));

describe('places', () => {
  it.each(['hf:a/b', 'hf:a/b@main', 'hf:a/b@refs/pr/3/x', `hf:a/b@${COMMIT}/x/y.pt`, 'hf:a-b/c.d_e/layer 1'])(
    'reads %s',
    (text) => {
      expect(formatHubPlace(parseHubPlace(text))).toBe(text);
    },
  );
  it.each([
    'hf:',
    'hf:a',
    'hf:a/../b',
    'hf:a/b/../../c',
    'hf:a/b@',
    'hf:a/b@x y',
    'hf:../b',
    'hf:a/b/x\\y',
    'hf:a/b/\u0000',
    'hf:a/b@../..',
  ])('refuses %j', (text) => {
    expect(() => parseHubPlace(text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('a hub that keeps to its protocol', () => {
  it.each([
    ['google/gemma-scope-2-4b-pt', 'resid_post/layer_9_width_16k_l0_medium', 'gemma_scope_2/gemma-scope-2-4b-pt'],
    ['Qwen/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5', 'layer12.sae.pt', 'qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5'],
  ])('%s is read as from files here', async (repository, below, here) => {
    const [place] = await findHubCheckpoints(`hf:${repository}/${below}`, access());
    expect(place).toBe(`hf:${repository}@${COMMIT}/${below}`);
    const far = await openCheckpoint(await openHubFolder(place, access()));
    const folder = await openSourceFolder({ path: path.join(publishers, here, below), roots: [publishers] });
    const near = await openCheckpoint(folder);
    expect(far.facts).toEqual(near.facts);
    expect({ ...far.identity, runGroup: null }).toEqual({ ...near.identity, runGroup: null });
    expect(far.files).toEqual(near.files);
    expect(await readAll(far)).toEqual(await readAll(near));
  });

  it('lists what a repository holds, in pages, at one commit', async () => {
    const places = await findHubCheckpoints('hf:google/gemma-scope-2-4b-pt', access());
    expect(places).toContain(`hf:google/gemma-scope-2-4b-pt@${COMMIT}/transcoder/layer_9_width_16k_l0_medium_affine`);
    expect(places.length).toBeGreaterThan(4);
    expect(server.requests.filter(({ url }) => url.includes('/revision/'))).toHaveLength(1);
    expect(server.requests.filter(({ url }) => url.includes('/tree/')).every(({ url }) => url.includes(COMMIT))).toBe(
      true,
    );
  });

  it('asks for headers alone until rows are read, and for what is not part of the dictionary never', async () => {
    const checkpoint = await openWide();
    expect(server.sent).toBeLessThan(2 * 65_536);
    await checkpoint.readRows('DECODER', { start: 0, count: 16 });
    expect(server.sent).toBeLessThan(4 * 65_536);
    await checkpoint.close();
    expect(server.requests.some(({ url }) => url.includes('unread'))).toBe(false);
  });

  it('brings the rows in long pieces and every byte once, and nothing again at the next try', async () => {
    const checkpoint = await openWide();
    await checkpoint.rowBytes?.bring();
    const first = await readAll(checkpoint);
    expect(server.sent).toBeLessThan(large.length + 65_536);
    expect(server.requests.filter(({ at }) => at === 'store').length).toBeLessThan(8);
    server.sent = 0;
    expect(await importWide()).toEqual(first);
    expect(server.sent).toBe(0);
  });

  it('sends the token to the hub, and not to the store to which it sends', async () => {
    await importWide();
    expect(new Set(server.requests.filter(({ at }) => at === 'hub').map(({ token }) => token))).toEqual(
      new Set([`Bearer ${TOKEN}`]),
    );
    const tokensOfStore = server.requests.filter(({ at }) => at === 'store').map(({ token }) => token);
    expect(new Set(tokensOfStore)).toEqual(new Set([null]));
  });

  it('refuses what nobody without a token may read, and what is not there', async () => {
    await expect(openWide({ token: null })).rejects.toMatchObject({
      code: 'HUB_REFUSED',
      hint: expect.stringContaining('HF_TOKEN'),
    });
    for (const place of ['hf:me/nothing', 'hf:me/wide@other', 'hf:me/wide/nothing'])
      await expect(openHubFolder(place, access())).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  it('brings no more than is allowed', async () => {
    await expect(importWide({ maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'HUB_TOO_LARGE' });
    expect(server.sent).toBeLessThan(1_000_000);
  });
});

describe('a hub that breaks', () => {
  it('is asked for the rest, whole blocks are not brought twice, and the next try takes up what is there', async () => {
    let answers = 0;
    server.misbehave = (request, response, file) => {
      if (file !== large || !request.headers.range) return false;
      answers++;
      const [first, last] = request.headers.range.slice('bytes='.length).split('-').map(Number);
      if (last - first < 400_000) return false;
      server.sent += 400_000;
      response.writeHead(206, {
        'content-length': last - first + 1,
        'content-range': `bytes ${first}-${last}/${file.length}`,
      });
      response.write(file.subarray(first, first + 400_000), () => response.destroy());
      return true;
    };
    const broken = await importWide();
    expect(answers).toBeGreaterThan(4);
    expect(server.sent).toBeLessThan(large.length + answers * 65_536);
    server.misbehave = null;
    expect(await importWide()).toEqual(broken);
  });

  it('and stays away is given up, and what arrived is kept', async () => {
    let isDown = false;
    server.misbehave = (_request, response, file) => {
      if (file !== large || !isDown) return false;
      response.destroy();
      return true;
    };
    const checkpoint = await openWide();
    await checkpoint.readRows('DECODER', { start: 0, count: N / 2 });
    const { sent } = server;
    isDown = true;
    await expect(readAll(checkpoint)).rejects.toMatchObject({
      code: 'HUB_UNAVAILABLE',
      hint: expect.stringContaining('kept'),
    });
    isDown = false;
    await importWide();
    expect(server.sent).toBeLessThan(large.length + 65_536);
    expect(sent).toBeGreaterThan(500_000);
  });

  it('and says nothing is given up', async () => {
    server.misbehave = () => true;
    await expect(openWide({ timeoutMs: 50, attempts: 2 })).rejects.toMatchObject({
      code: 'HUB_UNAVAILABLE',
      message: expect.stringContaining('nothing came'),
    });
  });

  it('is told to wait by its own clock, and not longer than is allowed', async () => {
    const waits: number[] = [];
    const waiting = (over: Partial<HubSettings> = {}) =>
      buildHubRequests(server.settings(kept, over), {
        wait: async (ms, value) => (waits.push(ms ?? 0), value as never),
      });
    let left = 2;
    server.misbehave = (_request, response) => {
      if (left-- <= 0) return false;
      end(response, 429, { 'retry-after': '7' });
      return true;
    };
    expect(await pinHubPlace(wide, waiting())).toBe(`hf:me/wide@${COMMIT}/w/layers.2.mlp`);
    expect(waits).toEqual([7_000, 7_000]);
    left = 9;
    await expect(pinHubPlace(wide, waiting())).rejects.toMatchObject({ code: 'HUB_UNAVAILABLE' });
    left = 1;
    await expect(pinHubPlace(wide, waiting({ maxWaitMs: 6_999 }))).rejects.toThrow(/asks to wait 7 seconds/);
  });

  it('is not asked for more once the import is cancelled', async () => {
    const stop = new AbortController();
    const folder = await openHubFolder(wide, { ...access(), signal: stop.signal });
    const checkpoint = await openCheckpoint(folder);
    server.misbehave = (_request, _response, file) => {
      if (file === large) stop.abort(new Error('enough'));
      return false;
    };
    await expect(readAll(checkpoint)).rejects.toThrow('enough');
  });
});

describe('a hub that lies', () => {
  const partial = (response: ServerResponse, headers: Record<string, string | number>, body: Buffer | null) => {
    response.writeHead(206, headers);
    if (body === null) response.destroy();
    else response.end(body);
    return true;
  };
  /** What it does when it is asked for bytes [first, last] of the large file. */
  const LIES: Record<string, (response: ServerResponse, first: number, last: number) => boolean> = {
    'sends another range': (response, first, last) =>
      partial(
        response,
        { 'content-range': `bytes ${first + 1}-${last}/${large.length}` },
        large.subarray(first + 1, last + 1),
      ),
    'says that the file has another size': (response, first, last) =>
      partial(
        response,
        { 'content-range': `bytes ${first}-${last}/${large.length + 1}` },
        large.subarray(first, last + 1),
      ),
    'says another length': (response, first, last) =>
      partial(
        response,
        { 'content-range': `bytes ${first}-${last}/${large.length}`, 'content-length': last - first + 2 },
        large.subarray(first, last + 2),
      ),
    'sends the whole file instead of a range': (response) => {
      response.writeHead(200, { 'content-length': large.length });
      response.end(large);
      return true;
    },
    'compresses what it sends': (response, first, last) =>
      partial(
        response,
        { 'content-range': `bytes ${first}-${last}/${large.length}`, 'content-encoding': 'gzip' },
        Buffer.from('H4sIAAAAAAAAAwMAAAAAAAAAAAA=', 'base64'),
      ),
    'never ends': (response, first, last) => {
      response.writeHead(206, { 'content-range': `bytes ${first}-${last}/${large.length}` });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return true;
    },
    'sends to a file of this machine': (response) => {
      end(response, 302, { location: 'file:///etc/passwd' });
      return true;
    },
    'sends round in circles': (response) => {
      end(response, 302, { location: '/me/wide/resolve/x' });
      return true;
    },
    'answers with a page': (response) => {
      response.writeHead(203, { 'content-type': 'text/html' });
      response.end('<html>');
      return true;
    },
  };
  it.each(Object.keys(LIES))('and %s is refused', async (name) => {
    server.misbehave = (request, response, file) => {
      const isRound = request.url === '/me/wide/resolve/x';
      if (file !== large && !isRound) return false;
      const [first, last] = (request.headers.range ?? '').slice('bytes='.length).split('-').map(Number);
      return LIES[name](response, first, last);
    };
    await expect(importWide()).rejects.toMatchObject({ code: 'HUB_BAD' });
  });

  it('and sends to a host that is not allowed is refused before that host is asked', async () => {
    let asked = 0;
    const elsewhere = createServer((_request, response) => {
      asked++;
      response.end();
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    server.misbehave = (_request, response, file) => {
      if (file !== large) return false;
      end(response, 302, { location: `http://127.0.0.1:${port}/x` });
      return true;
    };
    await expect(importWide()).rejects.toThrow(/sends to http:\/\/127\.0\.0\.1:\d+; expected/);
    server.misbehave = (request, response) => {
      if (!request.url?.includes('/tree/')) return false;
      json(response, [], { link: `<http://127.0.0.1:${port}/api>; rel="next"` });
      return true;
    };
    await expect(importWide()).rejects.toMatchObject({ code: 'HUB_BAD' });
    expect(asked).toBe(0);
    elsewhere.close();
  });

  it('and spoils bytes on the way is noticed by the hash, and what it sent is forgotten', async () => {
    let isSpoilt = true;
    server.misbehave = (request, response, file) => {
      if (file !== large || !isSpoilt) return false;
      const spoilt = Buffer.from(large);
      spoilt[2_000_000] ^= 1;
      sendRange(request, response, spoilt);
      return true;
    };
    await expect(importWide()).rejects.toThrow(/does not hash/);
    expect((await readdir(kept)).filter((name) => name.startsWith('sha256-'))).toEqual([]);
    isSpoilt = false;
    await importWide();
  });

  const entry = describeFile('w/layers.2.mlp/x.safetensors', Buffer.alloc(8));
  it.each([
    ['leads out of the repository', [{ ...entry, path: '../../x' }]],
    ['names another folder', [{ ...entry, path: 'v/x' }]],
    ['has a hash that is a path', [{ ...entry, oid: '../../../../../../../../../../../../etc/passw' }]],
    ['has a size that is none', [{ ...entry, size: -1 }]],
    ['has a size beyond 2^53', [{ ...entry, size: 1e300 }]],
    ['is no list', { error: 'x' }],
    ['holds numbers', [1, 2]],
    ['is null', null],
  ])('and whose listing %s is refused', async (_what, listing) => {
    server.misbehave = (request, response) => {
      if (!request.url?.includes('/tree/')) return false;
      json(response, listing);
      return true;
    };
    await expect(openWide()).rejects.toMatchObject({ code: 'HUB_BAD' });
  });

  it.each(['{', '<html>'])('and whose listing is the text %s is refused', async (text) => {
    server.misbehave = (_request, response) => {
      response.end(text);
      return true;
    };
    await expect(openWide()).rejects.toMatchObject({ code: 'HUB_BAD' });
  });

  it('and whose listing never ends is refused', async () => {
    server.misbehave = (request, response) => {
      if (!request.url?.includes('/tree/')) return false;
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return true;
    };
    await expect(openWide()).rejects.toThrow(/more than \d+ bytes/);
  });
});
