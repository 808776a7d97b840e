/**
 * What a worker must have to take a job, as one word: `provider:cuda` or `trainer:<name>`. Jobs with a requirement have a queue of their own, which
 * only workers that meet it look into.
 */

import type { ExecutionProvider } from '../../compute/execution-provider.ts';

/** A worker that trains on this provider. */
export function requireProvider(provider: ExecutionProvider): string {
  return `provider:${provider}`;
}

/** A worker whose operator has configured this external trainer. */
export function requireTrainer(name: string): string {
  return `trainer:${name}`;
}
