/** `reseed work`: keeps a worker process on a shared PostgreSQL database; as many as wanted, on as many machines. */
import type { Command } from 'commander';
import { once } from 'node:events';
import pino from 'pino';
import { openDatabase } from '../../../db/connect/connect.ts';
import { checkWorker } from './check-worker-command.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { type JobKind, jobKinds } from '../../jobs/kinds/registry.ts';
import { startBoss } from '../../jobs/queue/boss.ts';
import { readTrainers } from '../trainers-file.ts';
import { superviseWorkers } from '../../jobs/worker/supervise-workers.ts';

/** Adds the command and its flags to the program. */
export function addWorkCommand(program: Command): void {
  program
    .command('work')
    .description('run jobs of the PostgreSQL database in DATABASE_URL until stopped')
    .option('--queues <kinds>', `comma-separated kinds to take (default: all): ${jobKinds.join(', ').toLowerCase()}`)
    .option('--check', 'only look whether training works here: device, float32, tokens per second')
    .action(runWork);
}

/** Runs the command; resolves after Ctrl-C or SIGTERM. */
async function runWork(flags: { queues?: string; check?: boolean }): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  if (flags.check) return checkWorker(config);
  if (!config.databaseUrl) {
    throw new ReseedError(
      'BAD_CONFIG',
      'Cannot start a worker of its own on the embedded database: it has its worker inside the server.',
      {
        hint: 'Set DATABASE_URL to a PostgreSQL server, or run npm start.',
      },
    );
  }
  const kinds = parseKinds(flags.queues);
  const log = pino({ level: config.logLevel, name: 'reseed' }, pino.destination({ dest: 2, sync: true }));
  const trainers = await readTrainers(config.trainersFile);
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const db = await openDatabase(config);
  for (const notice of db.notices) process.stderr.write(`Note: ${notice}\n`);
  const boss = await startBoss(db, {
    supervise: false,
    onError: (error) => log.warn({ err: error }, 'queue'),
    trainers: Object.keys(trainers),
  });
  try {
    const workers = await superviseWorkers({
      db,
      boss,
      settings: { ...config, trainers },
      log,
      logLevel: config.logLevel,
      places: [kinds],
      eager: true,
    });
    process.stdout.write(
      `Working on: ${kinds.join(', ').toLowerCase()}   (Ctrl-C stops; a running job goes to another worker)\n`,
    );
    await interrupted;
    await workers.stop();
  } finally {
    await boss.stop({ graceful: false });
    await db.close();
  }
}

function parseKinds(text: string | undefined): readonly JobKind[] {
  if (text === undefined) return jobKinds;
  return text.split(',').map((part) => {
    const kind = jobKinds.find((known) => known === part.trim().toUpperCase());
    if (kind) return kind;
    throw new ReseedError('BAD_INPUT', `Cannot take jobs of kind "${part}": there is no such kind.`, {
      hint: `Use some of: ${jobKinds.join(', ').toLowerCase()}.`,
    });
  });
}
