/** A kind of job is named in its own file, where people ask for it, and nowhere else. */
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { jobKinds } from '../../src/jobs/kinds/registry.ts';

const root = new URL('../../', import.meta.url);
const files = globSync('{src,db,loaders}/**/*.ts', { cwd: root }).filter((file) => !file.includes('/generated/'));

/** Training has queues by what a worker must have, and progress counts matchings. */
const special = new Set(['TRAIN', 'MATCH']);
/** The order of latents by their index has the same name as a kind. */
const homonyms = new Set(['src/analysis/latents/latent-list.ts']);

test.each(jobKinds.filter((kind) => !special.has(kind)))('%s', (kind) => {
  const naming = files.filter((file) => readFileSync(new URL(file, root), 'utf8').includes(`'${kind}'`));
  const own = naming.filter((file) => file.startsWith('src/jobs/kinds/'));
  expect(own).toHaveLength(1);
  const asking = /^src\/(graph\/resolvers\/mutation\.ts$|cli\/)/;
  expect(naming.filter((file) => !own.includes(file) && !asking.test(file) && !homonyms.has(file))).toEqual([]);
});

test('who asks for jobs and reads what they did loads no numerics', async () => {
  const registry = new URL('src/jobs/queue/read-job.ts', root).href;
  const script = `import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => (console.log(url), next(url, context)) });
    await import('${registry}');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const loaded = stdout.trim().split('\n');
  expect(loaded).toContain(new URL('src/jobs/kinds/similarity-kind.ts', root).href);
  expect(loaded.filter((url) => /onnxruntime|src\/compute\/(matching|similarity\/c|training|nulls)/.test(url))).toEqual(
    ['nulls/drawing-cost', 'similarity/correlated-width'].map((file) => new URL(`src/compute/${file}.ts`, root).href),
  );
});
