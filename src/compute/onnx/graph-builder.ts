/**
 * Formulas -> a graph of operators: each call appends one node and returns the name of its result.
 *
 * In: names of values. Out: names of values, and in the end the graph. A graph inside a node (Loop, If, Scan) may use the names of
 * the graphs around it. Constants are kept once, in the outermost graph.
 */
import type { OnnxAttribute, OnnxConstant, OnnxGraph, OnnxNode, OnnxValue } from './onnx-model.ts';

/** The name of a value in a graph. */
export type Value = string;

type Attributes = Record<string, OnnxAttribute>;

export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #root: GraphBuilder;
  #count = 0;

  constructor(around?: GraphBuilder) {
    this.#root = around === undefined ? this : around.#root;
  }

  /** Declares an input of the graph and returns its name. */
  input(value: OnnxValue): Value {
    this.#inputs.push(value);
    return value.name;
  }

  /** Makes a value that a node of this graph computes (not one of a graph around it) an output. */
  output(value: OnnxValue): void {
    this.#outputs.push(value);
  }

  /** A name that no other value has. */
  freshName(stem: string): Value {
    return `${stem}_${this.#root.#count++}`;
  }

  /** Appends an operator with one result. */
  op(operator: string, inputs: Value[], attributes?: Attributes): Value {
    return this.ops(operator, { inputs, results: 1, attributes })[0];
  }

  /** Appends an operator with several results, under given names or fresh ones. */
  ops(operator: string, node: { inputs: Value[]; results: number | Value[]; attributes?: Attributes }): Value[] {
    const { inputs, results, attributes } = node;
    const outputs = Array.isArray(results) ? results : Array.from({ length: results }, () => this.freshName(operator));
    this.#nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  /** A float32 scalar. */
  scalar(value: number): Value {
    return this.#constant(`scalar_${value}`, {
      type: 'float32',
      shape: [],
      bytes: new Uint8Array(Float32Array.of(value).buffer),
    });
  }

  /** A list of whole numbers: axes, a shape, a count. */
  whole(...values: number[]): Value {
    return this.#constant(`whole_${values.join('_')}`, {
      type: 'int64',
      shape: [values.length],
      bytes: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer),
    });
  }

  /** The truth value `true`. */
  truth(): Value {
    return this.#constant('true', { type: 'bool', shape: [], bytes: Uint8Array.of(1) });
  }

  add = (a: Value, b: Value): Value => this.op('Add', [a, b]);
  subtract = (a: Value, b: Value): Value => this.op('Sub', [a, b]);
  multiply = (a: Value, b: Value): Value => this.op('Mul', [a, b]);
  divide = (a: Value, b: Value): Value => this.op('Div', [a, b]);
  greater = (a: Value, b: Value): Value => this.op('Greater', [a, b]);
  /** `a` where `mask` is true, 0 elsewhere. */
  keep = (mask: Value, a: Value): Value => this.op('Where', [mask, a, this.scalar(0)]);
  /** 1 where `mask` is true, 0 elsewhere. */
  indicator = (mask: Value): Value => this.op('Cast', [mask], { to: 1 });
  /** The sum of everything, a scalar. */
  total = (a: Value): Value => this.op('ReduceSum', [a], { keepdims: 0 });
  /** The sum of all squares, a scalar. */
  totalSquare = (a: Value): Value => this.op('ReduceSumSquare', [a], { keepdims: 0 });
  /** The largest and the smallest of everything, scalars. */
  largest = (a: Value): Value => this.op('ReduceMax', [a], { keepdims: 0 });
  smallest = (a: Value): Value => this.op('ReduceMin', [a], { keepdims: 0 });
  /** [r, c] -> [c]. */
  sumRows = (a: Value): Value => this.op('ReduceSum', [a, this.whole(0)], { keepdims: 0 });
  reshape = (a: Value, ...shape: number[]): Value => this.op('Reshape', [a, this.whole(...shape)]);
  /** Zeros of a shape. */
  zeros = (...shape: number[]): Value => this.op('ConstantOfShape', [this.whole(...shape)]);

  /** a b, a b^T, a^T b, with a row added to each row of the result where one is given. */
  product(a: Value, b: Value, options: { transA?: boolean; transB?: boolean; row?: Value } = {}): Value {
    return this.op('Gemm', options.row === undefined ? [a, b] : [a, b, options.row], {
      transA: options.transA ? 1 : 0,
      transB: options.transB ? 1 : 0,
    });
  }

  /** The `k`-th largest of each row of `width` values: [B, n] -> [B, 1]. */
  findKthOfRows(a: Value, { k }: { k: number; width: number }): Value {
    const [largest] = this.ops('TopK', { inputs: [a, this.whole(k)], results: 2, attributes: { axis: -1 } });
    return this.op('Slice', [largest, this.whole(k - 1), this.whole(k), this.whole(-1)]);
  }

  /** v M for a vector: [n], [n, d] -> [d], with `sizes` [n, d]. */
  vectorProduct(vector: Value, matrix: Value, [n, d]: readonly [number, number]): Value {
    return this.reshape(this.product(this.reshape(vector, 1, n), matrix), d);
  }

  build(): OnnxGraph {
    return {
      nodes: this.#nodes,
      inputs: this.#inputs,
      outputs: this.#outputs,
      constants: [...this.#constants.values()],
    };
  }

  #constant(name: string, content: Omit<OnnxConstant, 'name'>): Value {
    this.#root.#constants.set(name, { name, ...content });
    return name;
  }
}
