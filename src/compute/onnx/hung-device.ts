/**
 * A device that does not answer: nothing can take a native call back, so the process that made it ends, and whoever supervises it starts another.
 *
 * In: calls that begin and end. Out: nothing; where one outlasts its limit, a last word on stderr and the end of the process.
 */
import { writeSync } from 'node:fs';

/**
 * Milliseconds that one call of a device may take. The longest of a device that works, the compilation of a large step's shaders in software,
 * took under two minutes.
 */
const DEVICE_CALL_MS = 15 * 60_000;

/** Awaits `call` of a device; ends the process by SIGKILL if it takes longer than `limitMs`. Works in any thread. */
export async function watchDeviceCall<T>(
  call: Promise<T>,
  { provider, limitMs = DEVICE_CALL_MS }: { provider: string; limitMs?: number },
): Promise<T> {
  const watch = setTimeout(() => {
    writeSync(
      2,
      `The device of "${provider}" gave no answer in ${Math.round(limitMs / 1000)} s: the process is ended.\n`,
    );
    process.kill(process.pid, 'SIGKILL'); // a thread that native code holds lets no other end come
  }, limitMs);
  watch.unref();
  try {
    return await call;
  } finally {
    clearTimeout(watch);
  }
}
