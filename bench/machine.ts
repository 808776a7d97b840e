/** The machine a measurement ran on, as lines of markdown: what a reader needs to judge the ratios. */
import os from 'node:os';

/** Milliseconds that the machine is looked at before a run. */
const LOOK_MS = 2_000;
/** Share of processor time above which something else is computing, too. */
const BUSY_SHARE = 0.1;

export function describeMachine(): string {
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(0)} GiB`;
  const busy = measureBusyShare();
  const lines = [
    `${os.cpus()[0]?.model ?? os.arch()}, ${os.availableParallelism()} cores, ${gib(os.totalmem())}`,
    `${os.type()} ${os.release()} ${os.arch()}, Node ${process.versions.node}`,
    `${new Date().toISOString().slice(0, 10)}, processors busy before the run: ${(100 * busy).toFixed(0)}%`,
  ];
  if (busy > BUSY_SHARE) lines.push('**Provisional:** other work was running; trust ratios only roughly.');
  return lines.map((line) => `- ${line}`).join('\n');
}

/** Share of all processors' time that others use, over {@link LOOK_MS}. Blocks meanwhile. */
function measureBusyShare(): number {
  const before = countTicks();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  const after = countTicks();
  return 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
}

function countTicks(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times } of os.cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}
