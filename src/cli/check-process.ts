/** Entry of the process of `reseed work --check`. In: the provider, as the argument. Out: one message of {@link CheckReport}. */
import { checkDevice } from '../compute/device-check.ts';
import type { ExecutionProvider } from '../compute/execution-provider.ts';
import { isReseedError } from '../errors.ts';
import type { CheckReport } from './commands/check-worker-command.ts';

const report = await checkDevice(process.argv[2] as ExecutionProvider, process.env).then(
  (check): CheckReport => ({ check }),
  (error: unknown): CheckReport => {
    if (!isReseedError(error)) throw error;
    return { refused: { code: error.code, message: error.message, hint: error.hint } };
  },
);
// All is said: what threads still hold of native code is ended with the process.
process.send?.(report, () => process.kill(process.pid, 'SIGKILL'));
