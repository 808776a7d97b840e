/** Execution providers: onnxruntime's names and the contract's. */
import type { ExecutionProvider } from './generated/types.ts';

/** `cuda` as CUDA; null stays null. */
export function nameProvider(provider: string | null): ExecutionProvider | null {
  return provider === null ? null : (provider.toUpperCase() as ExecutionProvider);
}
