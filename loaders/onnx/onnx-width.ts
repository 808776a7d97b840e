/** The last dimension of a tensor in a graph, from its annotation or from the weights that make it. */
import type { GraphNode, OnnxGraphMap } from './onnx-graph.ts';

/** Operators that keep the last dimension of their first input, or of the one that is known. */
// biome-ignore format: one list
const KEEPING = new Set([
  'Add', 'Sub', 'Mul', 'Div', 'Cast', 'Identity', 'Dropout', 'LayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization',
  'SkipLayerNormalization', 'SkipSimplifiedLayerNormalization', 'Relu', 'Gelu', 'FastGelu', 'Sigmoid', 'Tanh', 'Where',
]);

/** How far back operators are followed: a module has fewer between its last weight and its output. */
const MAX_STEPS = 12;

const producers = new WeakMap<OnnxGraphMap, Map<string, GraphNode>>();

/** The width, or null where neither annotation nor weights say: of the tensor itself, else of a sum that it is part of. */
export function inferWidth(graph: OnnxGraphMap, tensor: string): number | null {
  const own = widthOf(graph, tensor, MAX_STEPS);
  if (own !== null) return own;
  for (const node of graph.nodes) {
    if (node.operator !== 'Add' || !node.inputs.includes(tensor)) continue;
    const width = widthOf(graph, node.outputs[0], MAX_STEPS);
    if (width !== null) return width;
  }
  return null;
}

function widthOf(graph: OnnxGraphMap, tensor: string, steps: number): number | null {
  const annotated = graph.values.get(tensor)?.shape?.at(-1) ?? null;
  if (annotated !== null) return annotated > 0 ? annotated : null;
  if (steps === 0) return null;
  const node = producerOf(graph, tensor);
  if (node === undefined || node.outputs[0] !== tensor) return null;
  const dims = node.inputs.map((input) => graph.weights.get(input)?.dims);
  if (node.operator === 'MatMul' || node.operator === 'FusedMatMul') return dims[1]?.at(-1) ?? null;
  if (node.operator === 'Gemm') return dims[2]?.at(-1) ?? null; // the bias; the weight may be transposed
  if (node.operator === 'Gather') return dims[0]?.at(-1) ?? null;
  if (!KEEPING.has(node.operator)) return null;
  for (const [i, input] of node.inputs.entries()) {
    const width = dims[i] === undefined ? widthOf(graph, input, steps - 1) : (dims[i].at(-1) ?? 1);
    if (width !== null && width > 1) return width;
  }
  return null;
}

function producerOf(graph: OnnxGraphMap, tensor: string): GraphNode | undefined {
  let known = producers.get(graph);
  if (known === undefined) {
    known = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
    producers.set(graph, known);
  }
  return known.get(tensor);
}
