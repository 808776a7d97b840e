/**
 * A process that ends with the one that started it, however that went, even while native code holds its main thread. The starter gives it a pipe
 * as file descriptor {@link LIFE_LINE_FD} (`stdio: [..., 'ipc', 'pipe']`) and holds the near end.
 */
import { Worker } from 'node:worker_threads';

export const LIFE_LINE_FD = 4;

/** Watches the pipe from a thread of its own, which keeps nothing alive. */
export function holdLifeLine(): void {
  new Worker(new URL('./life-line-thread.ts', import.meta.url), { workerData: LIFE_LINE_FD }).unref();
}
