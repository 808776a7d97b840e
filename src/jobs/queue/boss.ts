/**
 * pg-boss on our database: it decides who runs which job and notices dead workers; what people see of a job is in the jobs table.
 *
 * The queue's message and the row of the jobs table have the same id. Delivery is at least once; the attempt number of the row
 * fences every write.
 */
import { PgBoss } from 'pg-boss';
import type { Database } from '../../../db/connect/connect.ts';
import { providers } from '../../compute/training/options/run-options.ts';
import { jobKinds } from '../kinds/registry.ts';
import { queueName } from './queue-name.ts';
import { requireProvider, requireTrainer } from './worker-requirement.ts';

/** Seconds without a sign of life after which a job is given to another worker. pg-boss allows no less than 10. */
const HEARTBEAT_SECONDS = 10;
/** Seconds between looks for dead workers. */
const MONITOR_SECONDS = 5;
/** pg-boss expires a job after this whatever its heartbeat says; 24 hours is its maximum. */
const EXPIRE_SECONDS = 24 * 3600 - 1;
/** Deliveries of one message. The jobs table gives up first (`run-job.ts`), with a reason that people can read. */
const RETRY_LIMIT = 1000;

/**
 * Starts pg-boss on `db` and creates its queues, those of external `trainers` among them. A supervising instance looks for dead workers; every
 * worker process has one.
 */
export async function startBoss(
  db: Database,
  options: { supervise: boolean; onError: (error: unknown) => void; trainers?: readonly string[] },
): Promise<PgBoss> {
  const boss = new PgBoss({
    // Statements without values may be several at once: node-postgres then uses the simple protocol and returns one result each.
    db: { executeSql: (text, values) => db.pool.query(text, values) },
    backend: db.kind === 'EMBEDDED' ? 'pglite' : 'postgres',
    supervise: options.supervise,
    schedule: false,
    monitorIntervalSeconds: MONITOR_SECONDS,
    superviseIntervalSeconds: MONITOR_SECONDS,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', options.onError);
  await boss.start();
  const requirements = [
    ...providers.map((provider) => requireProvider(provider)),
    ...(options.trainers ?? []).map((trainer) => requireTrainer(trainer)),
  ];
  const queues = [
    ...jobKinds.map((kind) => queueName(kind)),
    ...requirements.map((requires) => queueName('TRAIN', requires)),
  ];
  for (const queue of queues) {
    await boss.createQueue(queue, {
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: EXPIRE_SECONDS,
      retryLimit: RETRY_LIMIT,
      retryDelay: 0,
    });
  }
  return boss;
}
