/** `reseed work --check`: whether a worker can compute here, on which device and how fast, without a database. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DeviceCheck } from '../../compute/device-check.ts';
import type { Config } from '../../config.ts';
import { type ErrorCode, ReseedError } from '../../errors.ts';

/** What the process that looks says. */
export type CheckReport = { check: DeviceCheck } | { refused: { code: ErrorCode; message: string; hint: string } };

/** Checks in a process of its own, because a driver that crashes is an answer, too. Throws what keeps a worker from computing here. */
export async function checkWorker({ executionProvider: provider }: Config): Promise<void> {
  const child = fork(fileURLToPath(new URL('../check-process.ts', import.meta.url)), [provider], { execArgv: [] });
  let report: CheckReport | null = null;
  child.on('message', (message: CheckReport) => {
    report = message;
  });
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  const said = report as CheckReport | null;
  if (said === null)
    throw new ReseedError(
      'WORKER_CRASHED',
      `Cannot compute on "${provider}": the process that tried ended ${signal === null ? `with exit code ${exitCode}` : `by ${signal}`}`,
      { hint: 'Update the driver of the device, or set RESEED_EXECUTION_PROVIDER=cpu.' },
    );
  if ('refused' in said) throw new ReseedError(said.refused.code, said.refused.message, { hint: said.refused.hint });
  process.stdout.write(`${describeCheck(said.check)}\n`);
}

function describeCheck(check: DeviceCheck): string {
  const { nLatents, dIn, batchSize } = check;
  return [
    `provider    ${check.provider}`,
    `device      ${check.device ?? 'not named by the machine'}`,
    `memory      ${check.memoryMb === null ? 'not named by the machine' : `${check.memoryMb} MB`}`,
    `float32     exact: products are off by ${check.productError.toExponential(1)} at most, relative`,
    `training    ${Math.round(check.tokensPerSecond)} tokens/s (TopK, d = ${dIn}, n = ${nLatents}, batches of ${batchSize}, one seed)`,
  ].join('\n');
}
