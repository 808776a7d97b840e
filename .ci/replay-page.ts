/**
 * Runs what a page says and compares what it shows.
 *
 * In: a page, and the data folder of a server that has started once. Blocks run in the page's order, in an empty folder that looks like a checkout:
 * `sh` by bash, one after the other in one environment; `graphql` against the database that the commands use; `file="..."` is written. The block
 * that follows is compared: `text` with what a command printed to the terminal, `json` with an answer. Out: faults, none if all is as shown.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compareLines, compareTraining } from './compare-output.ts';
import { type Block, readPage, root, roundFractions } from './read-page.ts';

/** Real data that may lie next to the project, by the name that pages give it. */
const borrowed: Record<string, string> = {
  'models/stories260k': '../shared/data/stories260k',
  'paper-matchings': '../shared/data/paper-matchings',
};

/** Why a block is not run here; null if it is. A page's slow blocks are run only with those. */
export function findReason({ attributes }: Block, { slow }: { slow: boolean }): string | null {
  const { needs } = attributes;
  if ('not-replayed' in attributes) return attributes['not-replayed'];
  if ('slow' in attributes && !slow) return 'slow';
  if (needs !== undefined && !existsSync(path.join(root, borrowed[needs] ?? needs))) return `needs ${needs}`;
  return null;
}

export async function replayPage(
  page: string,
  options: { bundled: string; slow: boolean; ask: Ask },
): Promise<{ faults: string[]; replayed: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reseed-page-'));
  const faults: string[] = [];
  let replayed = 0;
  try {
    const session = await openSession(folder, options);
    const blocks = await readPage(page);
    for (const [i, block] of blocks.entries()) {
      const { file } = block.attributes;
      if (file !== undefined) {
        await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
        await writeFile(path.join(folder, file), `${block.text}\n`);
        continue;
      }
      if (findReason(block, options) !== null) continue;
      const fault = await replayBlock(block, { next: blocks[i + 1], session });
      if (fault !== undefined) replayed++;
      if (fault) faults.push(`${page}:${block.line}: ${fault}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { faults, replayed };
}

/** Answers queries about the database in a data folder. */
export type Ask = (dataDir: string, query: string) => Promise<unknown>;

interface Session {
  run(command: string): Promise<{ code: number; out: string; err: string }>;
  ask(query: string): Promise<unknown>;
}

async function openSession(folder: string, { bundled, ask }: { bundled: string; ask: Ask }): Promise<Session> {
  for (const name of ['src', 'db', 'loaders', 'node_modules', 'package.json', '.npmrc'])
    await symlink(path.join(root, name), path.join(folder, name));
  for (const [name, place] of Object.entries({ ...borrowed, 'seeds-data': 'seeds-data' }))
    if (existsSync(path.join(root, place)))
      await cp(path.join(root, place), path.join(folder, name), { recursive: true, dereference: true });
  await cp(bundled, path.join(folder, '.reseed'), { recursive: true });
  const state = path.join(folder, '.environment');
  await writeFile(state, '');
  const { DATABASE_URL: _, RESEED_DATA_DIR: __, ...inherited } = process.env;
  const env = { ...inherited, npm_config_loglevel: 'silent' };
  return {
    run: (command) => {
      // What a block exports is there for those after it, as in a terminal.
      const script = `source ${state}\nset -e\n${command}\nexport -p | grep ' RESEED_' >${state} || true`;
      return new Promise((resolve) =>
        execFile('bash', ['-c', script], { cwd: folder, env, maxBuffer: 1 << 26 }, (error, out, err) =>
          resolve({ code: error === null ? 0 : Number(error.code), out, err }),
        ),
      );
    },
    ask: async (query) => {
      const moved = /RESEED_DATA_DIR="([^"]+)"/.exec(await readFile(state, 'utf8'));
      return ask(path.join(folder, moved?.[1] ?? '.reseed'), query);
    },
  };
}

/** What is wrong, null if nothing is, undefined if there is nothing to run. */
async function replayBlock(
  block: Block,
  { next, session }: { next: Block | undefined; session: Session },
): Promise<string | null | undefined> {
  if (block.language === 'graphql') {
    if (next?.language !== 'json') return 'no json block with the answer follows';
    const answer = roundFractions(await session.ask(block.text));
    return isDeepStrictEqual(answer, JSON.parse(next.text)) ? null : `answers\n${JSON.stringify(answer, null, 2)}`;
  }
  if (block.language !== 'sh') return undefined;
  const { code, out, err } = await session.run(block.text);
  if (code !== Number(block.attributes.exit ?? 0)) return `ends with ${code}\n${out}\n${err}`;
  if (next?.language !== 'text' || 'file' in next.attributes) return null;
  const differs = 'slow' in block.attributes ? compareTraining(next.text, out) : compareLines(next.text, out);
  return differs === null ? null : `prints no\n${differs}\nbut\n${out}`;
}
