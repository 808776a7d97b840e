/** An architecture as the field writes it. */
import type { Architecture } from '../../generated/documents.ts';

const NAMES: Record<Architecture, string> = {
  TOPK: 'TopK',
  BATCH_TOPK: 'BatchTopK',
  RELU_L1: 'ReLU + L1',
  GATED: 'Gated',
  JUMP_RELU: 'JumpReLU',
  OTHER: 'another architecture',
};

/** `TopK, k = 4`. */
export function architectureWords(of: { architecture: Architecture; k?: number | null } | undefined): string {
  if (of === undefined) return 'nothing';
  return of.k == null ? NAMES[of.architecture] : `${NAMES[of.architecture]}, k = ${of.k}`;
}
