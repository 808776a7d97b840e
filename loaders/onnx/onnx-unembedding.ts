/**
 * The map of a language model's graph -> the weight that turns its residual stream into logits.
 *
 * It is the matrix of the MatMul or Gemm that makes the output `logits`, with what changes no effect between them (Cast, Identity, a bias), or,
 * where no output has that name, of the last MatMul or Gemm whose matrix has a column per token. A tied embedding is met behind a Transpose.
 */
import type { GraphNode, GraphWeight, OnnxGraphMap } from './onnx-graph.ts';

/** Where the unembedding lies; nothing is read. */
export interface Unembedding {
  readonly weight: GraphWeight;
  /** Whether the weight is [vocabulary, width]; else it is [width, vocabulary]. */
  readonly byToken: boolean;
  /** Of the residual stream. */
  readonly width: number;
  readonly vocabulary: number;
}

/** Operators followed from the logits back to their product, or from a product to its weight. */
const MAX_STEPS = 6;

/** The unembedding, or null where the graph has none that can be told. `tokens`: size of the tokenizer's vocabulary. */
export function findUnembedding(graph: OnnxGraphMap, tokens: number): Unembedding | null {
  const logits = graph.outputs.find(({ name }) => name === 'logits');
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const readProduct = (node: GraphNode, columns: number | null) => describeProduct(node, { graph, makers, columns });
  if (logits !== undefined) {
    const columns = logits.shape?.at(-1) ?? null;
    const node = findProduct(logits.name, { graph, makers });
    return node === null ? null : readProduct(node, columns);
  }
  for (const node of graph.nodes.toReversed()) {
    const found = isProduct(node) ? readProduct(node, tokens) : null;
    if (found !== null) return found;
  }
  return null;
}

interface Makers {
  graph: OnnxGraphMap;
  makers: ReadonlyMap<string, GraphNode>;
}

function isProduct({ operator }: GraphNode): boolean {
  return operator === 'MatMul' || operator === 'Gemm';
}

function findProduct(output: string, { graph, makers }: Makers): GraphNode | null {
  let name = output;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = makers.get(name);
    if (node === undefined) return null;
    if (isProduct(node)) return node;
    if (node.operator === 'Cast' || node.operator === 'Identity') name = node.inputs[0];
    else if (node.operator === 'Add') {
      const made = node.inputs.filter((input) => !graph.weights.has(input));
      if (made.length !== 1) return null;
      name = made[0];
    } else return null;
  }
  return null;
}

/** `columns`: length of the last axis of the logits, where it is known. */
function describeProduct(node: GraphNode, of: Makers & { columns: number | null }): Unembedding | null {
  const found = findWeight(node.inputs[1] ?? '', of);
  if (found === null || found.weight.dims.length !== 2) return null;
  const { weight } = found;
  const [rows, across] = weight.dims;
  let byToken = found.transposed;
  if (node.operator === 'Gemm') {
    // Whether it transposes is an attribute; the shape says it too, but for a square matrix.
    if (of.columns === null || rows === across) return null;
    byToken = of.columns === rows;
  }
  const [width, vocabulary] = byToken ? [across, rows] : [rows, across];
  if (of.columns !== null && of.columns !== vocabulary) return null;
  return { weight, byToken, width, vocabulary };
}

function findWeight(input: string, { graph, makers }: Makers): { weight: GraphWeight; transposed: boolean } | null {
  let name = input;
  let transposed = false;
  for (let step = 0; step < MAX_STEPS; step++) {
    const weight = graph.weights.get(name);
    if (weight !== undefined) return { weight, transposed };
    const node = makers.get(name);
    if (node?.operator === 'Transpose') transposed = !transposed;
    else if (node?.operator !== 'Cast' && node?.operator !== 'Identity') return null;
    name = node.inputs[0];
  }
  return null;
}
