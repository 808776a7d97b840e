/**
 * A model file and a tensor in it -> the bytes of a model whose only output is that tensor as float32, with only what it needs.
 *
 * Nodes, weights and inputs that do not lead to the tensor are left out, so that nothing after the hook runs. Everything kept is copied
 * byte by byte; the output is a Cast that is added, which does nothing where the tensor is float32 already.
 */
import { PbfWriter } from 'pbf';
import type { ByteSource } from '../files/byte-source.ts';
import type { FieldRange, GraphNode, GraphValue, GraphWeight, OnnxGraphMap } from './onnx-graph.ts';

/** Name of the output in the pruned model. */
export const HOOK_OUTPUT = 'reseed_hook';

export const FLOAT = 1; // TensorProto.DataType.FLOAT
const INTEGER = 2; // AttributeProto.AttributeType.INT

/** A pruned model. */
export interface PrunedModel {
  readonly bytes: Uint8Array;
  /** Inputs that must be fed. */
  readonly inputs: readonly GraphValue[];
  /** Weights in other files. */
  readonly external: readonly GraphWeight[];
  /** Every tensor that a node kept makes. */
  readonly makes: ReadonlySet<string>;
  /** Nodes kept, of how many. */
  readonly nodes: { readonly kept: number; readonly of: number };
}

/** Prunes to `tensor`, which a node of the graph makes. Reads the parts that are kept. Throws `RangeError` for any other tensor. */
export function pruneToTensor(source: ByteSource, of: { graph: OnnxGraphMap; tensor: string }): Promise<PrunedModel> {
  return pruneGraph(source, { ...of, replaced: null });
}

/** A tensor that is not made but given, as float32, by an input. */
interface Replaced {
  readonly tensor: string;
  /** Name of the input. */
  readonly by: string;
  /** `TensorProto.DataType` that the tensor has in the graph. */
  readonly elementType: number;
}

/** As {@link pruneToTensor}; with a tensor that an input takes the place of. */
export async function pruneGraph(
  source: ByteSource,
  of: { graph: OnnxGraphMap; tensor: string; replaced: Replaced | null },
): Promise<PrunedModel> {
  const { graph, tensor, replaced } = of;
  const { nodes, needed } = findNeeded(graph, { tensor, given: replaced?.tensor ?? null });
  const inputs = graph.inputs.filter((input) => needed.has(input.name) && !graph.weights.has(input.name));
  const listedWeights = graph.inputs.filter((input) => needed.has(input.name) && graph.weights.has(input.name));
  const weights = [...graph.weights.values()].filter((weight) => needed.has(weight.name));
  // Annotations of tensors that are gone are allowed.
  const parts = joinRanges([...nodes, ...weights, ...graph.others, ...listedWeights, ...inputs]);

  const pbf = new PbfWriter();
  for (const range of graph.modelFields) writeRaw(pbf, await read(source, range));
  const added = new PbfWriter();
  added.writeMessage(1, writeCast, { from: tensor, to: HOOK_OUTPUT, elementType: FLOAT });
  added.writeMessage(12, writeValue, HOOK_OUTPUT);
  const tail = added.finish();
  const before = new PbfWriter(); // nodes are in topological order
  if (replaced !== null) {
    before.writeMessage(1, writeCast, { from: replaced.by, to: replaced.tensor, elementType: replaced.elementType });
    before.writeMessage(11, writeValue, replaced.by);
  }
  const lead = before.finish();
  const length = parts.reduce((sum, part) => sum + part.end - part.start, lead.length + tail.length);
  pbf.writeVarint((7 << 3) | 2); // ModelProto.graph
  pbf.writeVarint(length);
  writeRaw(pbf, lead);
  const head = pbf.finish();

  const bytes = new Uint8Array(head.length - lead.length + length);
  bytes.set(head);
  let at = head.length;
  for (const part of parts) {
    bytes.set(await read(source, part), at);
    at += part.end - part.start;
  }
  bytes.set(tail, at);
  return {
    bytes,
    inputs,
    external: weights.filter((weight) => weight.location !== null),
    makes: new Set(nodes.flatMap(({ outputs }) => outputs)),
    nodes: { kept: nodes.length, of: graph.nodes.length },
  };
}

/** Nodes on which `tensor` depends, in order, and every name that they use; not those that only make `given`. */
function findNeeded(
  graph: OnnxGraphMap,
  { tensor, given }: { tensor: string; given: string | null },
): { nodes: GraphNode[]; needed: Set<string> } {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  if (!producer.has(tensor)) throw new RangeError(`No node makes "${tensor}"`);
  const needed = new Set<string>();
  const kept = new Set<GraphNode>();
  const waiting = [tensor];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === '' || name === given || needed.has(name)) continue;
    needed.add(name);
    const node = producer.get(name);
    if (node === undefined || kept.has(node)) continue;
    kept.add(node);
    waiting.push(...node.inputs, ...node.captured);
  }
  return { nodes: graph.nodes.filter((node) => kept.has(node)), needed };
}

/** The ranges in order, neighbours joined so that they are read at once. */
function joinRanges(ranges: readonly FieldRange[]): FieldRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last?.end === start) last.end = end;
    else joined.push({ start, end });
  }
  return joined;
}

function read(source: ByteSource, { start, end }: FieldRange): Promise<Uint8Array> {
  return source.read(start, end - start);
}

function writeRaw(pbf: PbfWriter, bytes: Uint8Array): void {
  pbf.realloc(bytes.length);
  pbf.buf.set(bytes, pbf.pos);
  pbf.pos += bytes.length;
}

interface CastTensor {
  readonly from: string;
  readonly to: string;
  readonly elementType: number;
}

function writeCast({ from, to, elementType }: CastTensor, pbf: PbfWriter): void {
  pbf.writeStringField(1, from);
  pbf.writeStringField(2, to);
  pbf.writeStringField(3, `${from} as ${to}`);
  pbf.writeStringField(4, 'Cast');
  pbf.writeMessage(5, writeTarget, elementType);
}

function writeTarget(type: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, 'to');
  pbf.writeVarintField(3, type);
  pbf.writeVarintField(20, INTEGER);
}

/** A float32 tensor of any shape. */
function writeValue(name: string, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, FLOAT);
}

function writeType(type: number, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, type);
}

function writeTensorType(type: number, pbf: PbfWriter): void {
  pbf.writeVarintField(1, type);
}
