/** A random order, in place (Fisher and Yates): every order is equally likely. */
import type { RandomStream } from '../nulls/random-stream.ts';

/** Shuffles `order` by the next numbers of `stream`. */
export function shuffle(order: Int32Array, stream: RandomStream): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(stream.nextUniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}
