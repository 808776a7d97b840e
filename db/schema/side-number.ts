/** How a side is written in a column. */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';

const SIDES: readonly Side[] = ['DECODER', 'ENCODER'];

export function sideNumber(side: Side): 0 | 1 {
  return side === 'DECODER' ? 0 : 1;
}

export function sideName(number: number): Side {
  return SIDES[number];
}
