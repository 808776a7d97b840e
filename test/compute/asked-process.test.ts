/** Questions to a process of its own: whatever becomes of it, each is answered or refused. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type AskedProcess, startAskedProcess } from '../../src/compute/asked-process.ts';

let asked: AskedProcess<string, string>;
let ends = 0;
function start(): void {
  ends = 0;
  asked = startAskedProcess<string, string>({
    file: new URL('./example-process.ts', import.meta.url),
    orders: 'hello',
    refuse: (fault, ended) => new Error(`${ended ? 'ended' : 'fault'}: ${fault}`),
    onEnd: () => ends++,
  });
}
afterEach(() => asked.stop());

test('answers come to whoever asked, a refusal with its code, a mistake with its words', async () => {
  start();
  expect(await Promise.all(['one', 'two'].map((question) => asked.ask(question)))).toEqual(['hello one', 'hello two']);
  await expect(asked.ask('refuse')).rejects.toMatchObject({ code: 'BAD_INPUT', hint: 'Do that.' });
  await expect(asked.ask('break')).rejects.toThrow('fault: a mistake');
  expect(await asked.ask('three')).toBe('hello three');
  expect(ends).toBe(0);
});

test('where it ends, all that wait are refused, and so is the next', async () => {
  start();
  const results = await Promise.allSettled([asked.ask('end'), asked.ask('one')]);
  for (const result of results)
    expect(result).toMatchObject({ reason: new Error('ended: its process ended by SIGSEGV') });
  await expect(asked.ask('two')).rejects.toThrow('ended: its process ended by SIGSEGV');
  expect(ends).toBe(1);
});

test('one that is given up ends with the reason; the process ends if it hangs, and not if it answers', async () => {
  start();
  const reason = new Error('enough');
  const abort = new AbortController();
  const folder = await mkdtemp(path.join(tmpdir(), 'reseed-asked-'));
  const mark = path.join(folder, 'mark');
  const hung = asked.ask(`hang ${mark}`, abort.signal);
  const behind = asked.ask('two');
  behind.catch(() => {});
  await expect.poll(() => existsSync(mark), { timeout: 20_000 }).toBe(true);
  await rm(folder, { recursive: true });
  abort.abort(reason);
  await expect(hung).rejects.toBe(reason);
  await expect(behind).rejects.toThrow('ended: its process ended by SIGKILL');

  start();
  const quick = new AbortController();
  const answered = asked.ask('two', quick.signal);
  quick.abort(reason);
  await expect(answered).rejects.toBe(reason);
  expect(await asked.ask('three')).toBe('hello three');
});
