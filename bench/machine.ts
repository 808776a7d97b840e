/** The machine a measurement ran on, as lines of markdown: what a reader needs to judge the ratios. */
import os from 'node:os';

/** Load above this before a run means that something else was computing, too. */
const BUSY_LOAD = 0.5;

export function describeMachine(): string {
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(0)} GiB`;
  const load = os.loadavg()[0];
  const lines = [
    `${os.cpus()[0]?.model ?? os.arch()}, ${os.availableParallelism()} cores, ${gib(os.totalmem())}`,
    `${os.type()} ${os.release()} ${os.arch()}, Node ${process.versions.node}`,
    `${new Date().toISOString().slice(0, 10)}, load before the run ${load.toFixed(2)}`,
  ];
  if (load > BUSY_LOAD) lines.push('**Provisional:** other work was running; trust ratios only roughly.');
  return lines.map((line) => `- ${line}`).join('\n');
}
