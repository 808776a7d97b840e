/** External trainers: the operator's command, without a shell, with its own environment, ended with the job; here a small Node script. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRunGroups } from '../../db/stores/catalogue.ts';
import { listDictionariesOfRunGroups } from '../../db/stores/dictionaries.ts';
import { findJobs } from '../../db/stores/job-runs.ts';
import { listTrainingRuns } from '../../db/stores/training-runs.ts';
import { parseTrainerTemplates } from '../../src/jobs/training/trainer-templates.ts';
import { writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { exampleRequest, writeExampleActivations, writeTrainer } from './training-fixture.ts';

let root: string;
let fixture: JobFixture;

/** Writes a sparsify checkpoint of one seed, and what it was started with. */
const WRITES = `
import { writeSparsifyCheckpoint } from ${JSON.stringify(new URL('./sparsify-checkpoint.ts', import.meta.url).href)};
import { writeFileSync } from 'node:fs';
const [output, n, k, ...seeds] = process.argv.slice(2);
for (const seed of seeds[0].split(',')) {
  console.log('step 1/2 of seed ' + seed);
  await writeSparsifyCheckpoint(output + '/seed' + seed + '/layers.0', { n: Number(n), d: 8, k: Number(k), seed: Number(seed) });
}
writeFileSync(${JSON.stringify('PLACE')}, JSON.stringify({ argv: process.argv.slice(2), env: process.env }));
`;

/** Says what is in its folder, leaves half of its work there and fails. */
const ONCE = `
import { readdirSync, writeFileSync } from 'node:fs';
const output = process.argv[2];
console.log(readdirSync(output).join() || 'empty');
writeFileSync(output + '/sae.safetensors', 'half');
process.exit(3);
`;

/** Writes a sparsify checkpoint as wide as the activations that it is given, once it has looked at them. */
const READS = `
import { writeSparsifyCheckpoint } from ${JSON.stringify(new URL('./sparsify-checkpoint.ts', import.meta.url).href)};
import { readFileSync } from 'node:fs';
const [activations, output, hookpoint, seed] = process.argv.slice(2);
const { space, tokens } = JSON.parse(readFileSync(activations + '/activations.json', 'utf8'));
console.log(tokens + ' tokens of ' + space.hookpoint);
await writeSparsifyCheckpoint(output + '/' + hookpoint, { n: 8, d: space.dIn, k: 2, seed: Number(seed) });
`;

beforeAll(async () => {
  root = await writeExampleActivations();
  const report = path.join(root, 'report.json');
  const writes = await writeTrainer(root, WRITES.replace('"PLACE"', JSON.stringify(report)));
  const fails = await writeTrainer(root, 'console.error("out of luck"); process.exit(3);');
  const empty = await writeTrainer(root, 'console.log("nothing to do");');
  const once = await writeTrainer(root, ONCE);
  const reads = await writeTrainer(root, READS);
  const waits = await writeTrainer(
    root,
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
     process.on('SIGTERM', () => {}); // has to be ended by force
     console.log('child ' + child.pid);
     setInterval(() => {}, 1000);`,
  );
  const node = process.execPath;
  const ending = ['{output}', '{nLatents}', '{k}'];
  const trainers = parseTrainerTemplates(
    JSON.stringify({
      one: {
        command: [node, writes, ...ending, '{seed}', '{name}; touch {activations}/x'],
        environment: { GIVEN: 'yes' },
        progress: 'step (?<done>\\d+)/(?<total>\\d+)',
      },
      all: { command: [node, writes, ...ending, '{seeds}'] },
      reads: { command: [node, reads, '{activations}', '{output}', '{hookpoint}', '{seed}'] },
      once: { command: [node, once, '{output}'] },
      small: { command: [node, writes, '{output}', '16', '{k}', '{seed}'] },
      fails: { command: [node, fails, '{output}'] },
      empty: { command: [node, empty, '{output}'] },
      waits: { command: [node, waits, '{output}'] },
      absent: { command: ['/nowhere/at/all', '{output}'] },
    }),
  );
  process.env.RESEED_TEST_SECRET = 'not for trainers';
  fixture = await startJobFixture({ importRoots: [root], trainingDir: path.join(root, 'checkpoints'), trainers });
});
afterAll(async () => {
  delete process.env.RESEED_TEST_SECRET;
  await fixture.close();
  await rm(root, { recursive: true });
});

const train = async (trainer: string, changes = {}) =>
  fixture.ended((await fixture.queue.enqueue('TRAIN', exampleRequest({ name: trainer, trainer, ...changes }))).id);
async function outputOf(name: string): Promise<string[]> {
  return (await listTrainingRuns(fixture.db, { name, first: 1, after: null })).rows[0].output;
}

test('a command for each seed: its checkpoints become the run group', async () => {
  expect(await train('one')).toMatchObject({ state: 'SUCCEEDED' });
  const [group] = await listRunGroups(fixture.db, { name: 'one' });
  const members = await listDictionariesOfRunGroups(fixture.db, [group]);
  expect(members.map(({ initSeed, format, nLatents }) => [initSeed, format, nLatents])).toEqual([
    [1, 'sparsify', 32],
    [2, 'sparsify', 32],
    [3, 'sparsify', 32],
  ]);
  expect(members[0].files.map(({ name }) => name)).toContain('sae.safetensors');
  expect(await outputOf('one')).toEqual(['step 1/2 of seed 3']);
  const { argv, env } = JSON.parse(await readFile(path.join(root, 'report.json'), 'utf8'));
  // a value is one argument, whatever is in it
  expect(argv.slice(3)).toEqual(['3', `one; touch ${path.join(root, 'activations')}/x`]);
  expect(env).toMatchObject({ GIVEN: 'yes', PATH: process.env.PATH });
  expect(env).not.toHaveProperty('RESEED_TEST_SECRET');
  expect(env).not.toHaveProperty('DATABASE_URL');
});

test('one command for all seeds', async () => {
  expect(await train('all', { seeds: [7, 8] })).toMatchObject({ state: 'SUCCEEDED' });
  const [group] = await listRunGroups(fixture.db, { name: 'all' });
  const members = await listDictionariesOfRunGroups(fixture.db, [group]);
  expect(members.map(({ initSeed }) => initSeed)).toEqual([7, 8]);
});

test('of a model and a text it is given the activations that the run has harvested', async () => {
  await writeTinyModel(path.join(root, 'model'));
  await writeFile(path.join(root, 'text.txt'), Array.from({ length: 100 }, () => 'a cat sat on the mat').join('\n\n'));
  const activations = {
    kind: 'MODEL',
    model: 'model',
    corpus: 'text.txt',
    hookpoint: 'layers.1',
    context: 8,
    tokens: 300,
  } as const;
  const job = await train('reads', { activations, nLatents: 8, seeds: [1, 2], tokens: 32 });
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  expect(await outputOf('reads')).toEqual(['300 tokens of layers.1']);
  const [group] = await listRunGroups(fixture.db, { name: 'reads' });
  const members = await listDictionariesOfRunGroups(fixture.db, [group]);
  expect(members.map(({ initSeed, dIn }) => [initSeed, dIn])).toEqual([
    [1, 4],
    [2, 4],
  ]);
  const { rows } = await listTrainingRuns(fixture.db, { name: 'reads', first: 1, after: null });
  expect(rows[0].sources?.map(({ name }) => path.basename(name))).toContain('text.txt');
  await expect.poll(() => readdir(path.join(root, 'checkpoints'))).not.toContain(rows[0].fingerprint);
});

test('an attempt begins without what an earlier one left', async () => {
  expect(await train('once')).toMatchObject({ state: 'FAILED', errorMessage: expect.stringContaining('exit code 3') });
  const [, again] = [await train('once'), await outputOf('once')];
  expect(again).toEqual(['empty']);
});

test.each([
  ['fails', 'exit code 3; its last line was "out of luck"'],
  ['empty', 'no checkpoint of 1, 2, 3'],
  ['small', 'n = 16'],
  ['absent', 'cannot be started (ENOENT)'],
])('%s is a failure that says why', async (trainer, fault) => {
  const job = await train(trainer);
  expect(job).toMatchObject({ state: 'FAILED', errorCode: 'TRAINER_FAILED' });
  expect(job.errorMessage).toContain(fault);
  expect(await listRunGroups(fixture.db, { name: trainer })).toEqual([]);
});

test('a cancelled run ends the whole process group', async () => {
  const job = await fixture.queue.enqueue('TRAIN', exampleRequest({ name: 'waits', trainer: 'waits' }));
  let child = 0;
  await fixture.until(job.id, async () => {
    const [line = ''] = await outputOf('waits');
    child = Number(line.replace('child ', ''));
    return child > 0;
  });
  process.kill(child, 0); // it is there
  await fixture.queue.cancel(job.id);
  expect(await fixture.ended(job.id)).toMatchObject({ state: 'CANCELLED' });
  await expect.poll(() => isThere(child)).toBe(false);
});

test('a template is a list of arguments with known placeholders, or it is refused', () => {
  const refusedFor = (template: unknown) => {
    try {
      parseTrainerTemplates(JSON.stringify({ one: template }));
    } catch (error) {
      return (error as { code: string; message: string }).code;
    }
  };
  expect(refusedFor({ command: ['sh', '-c', 'true'] })).toBe('BAD_CONFIG'); // no {output}
  expect(refusedFor({ command: 'python train.py {output}' })).toBe('BAD_CONFIG');
  expect(refusedFor({ command: ['x', '{output}', '{secret}'] })).toBe('BAD_CONFIG');
  expect(refusedFor({ command: ['{name}', '{output}'] })).toBe('BAD_CONFIG');
  expect(refusedFor({ command: ['x', '{output}'], progress: '(' })).toBe('BAD_CONFIG');
  expect(refusedFor({ command: ['x', '{output}'], shell: true })).toBe('BAD_CONFIG');
  expect(refusedFor({ command: ['x', '{output}'] })).toBeUndefined();
  expect(() => parseTrainerTemplates('{')).toThrow('not valid JSON');
  expect(() => parseTrainerTemplates('{"A B": {"command": ["x", "{output}"]}}')).toThrow('name');
});

test('who may train is asked before anything is queued', async () => {
  expect(fixture.queue.externalTrainers).toContainEqual({ name: 'one', oneSeedAtATime: true });
  expect(fixture.queue.externalTrainers).toContainEqual({ name: 'all', oneSeedAtATime: false });
  const both = exampleRequest({ name: 'both', trainer: 'one', provider: 'cpu' });
  await expect(fixture.queue.enqueue('TRAIN', both)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const job = await fixture.queue.enqueue('TRAIN', exampleRequest({ name: 'needs', provider: 'webgpu', seeds: [1] }));
  expect(job.requires).toBe('provider:webgpu');
  await train('one', { name: 'later', seeds: [11] });
  expect((await findJobs(fixture.db, [job.id]))[0]?.state).toBe('QUEUED'); // this worker computes on the processor
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
