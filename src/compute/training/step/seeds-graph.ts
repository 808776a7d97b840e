/**
 * The formulas of one seed -> a graph of S seeds: every value has a leading axis of seeds, every operator works on all of them.
 *
 * A matrix is [S, rows, columns], a vector [S, 1, length], a scalar [S, 1, 1], what all seeds share [1, rows, columns]: all broadcast as those of
 * one seed do. So a step launches as many kernels for S seeds as for one. The other way, S graphs of one seed in one model, launches S times as
 * many, and launches are what a GPU spends its time on where latents are few; where they are many both are the same products.
 *
 * Sums over a matrix go over columns first and rows then: a reduction gives each of its results to one workgroup of a GPU.
 */
import { GraphBuilder, type Value } from '../../onnx/graph-builder.ts';
import { findBlockLength } from '../passes/pass-parts.ts';

/** The longest rows that WebGPU's TopK sorts within a workgroup; longer ones it sorts in a hundred passes over memory. */
const SORTED_AT_ONCE = 1024;

export class SeedsGraph extends GraphBuilder {
  readonly #columns = this.whole(-1);
  readonly #rows = this.whole(-2);

  override total = (a: Value): Value => this.sumRows(this.op('ReduceSum', [a, this.#columns]));
  override totalSquare = (a: Value): Value => this.sumRows(this.op('ReduceSumSquare', [a, this.#columns]));
  override sumRows = (a: Value): Value => this.op('ReduceSum', [a, this.#rows]);
  override largest = (a: Value): Value => this.op('ReduceMax', [this.op('ReduceMax', [a, this.#columns]), this.#rows]);
  override smallest = (a: Value): Value => this.op('ReduceMin', [this.op('ReduceMin', [a, this.#columns]), this.#rows]);

  override product(a: Value, b: Value, options: { transA?: boolean; transB?: boolean; row?: Value } = {}): Value {
    const turn = (value: Value) => this.op('Transpose', [value], { perm: [0, 2, 1] });
    const product = this.op('MatMul', [options.transA ? turn(a) : a, options.transB ? turn(b) : b]);
    return options.row === undefined ? product : this.add(product, options.row);
  }

  override vectorProduct(vector: Value, matrix: Value): Value {
    return this.product(vector, matrix);
  }

  /** Searched among the largest of pieces of each row, as long as that leaves fewer: exact, for the k largest of a row are among them. */
  override findKthOfRows(a: Value, { k, width }: { k: number; width: number }): Value {
    const piece = findBlockLength(width, SORTED_AT_ONCE);
    if (width <= SORTED_AT_ONCE || piece < 2 * k) return super.findKthOfRows(a, { k, width });
    const pieces = this.reshape(a, 0, -1, piece);
    const [largest] = this.ops('TopK', { inputs: [pieces, this.whole(k)], results: 2, attributes: { axis: -1 } });
    const left = (width / piece) * k;
    return this.findKthOfRows(this.reshape(largest, 0, -1, left), { k, width: left });
  }
}
