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

const FLOAT = 1; // TensorProto.DataType.FLOAT
const INTEGER = 2; // AttributeProto.AttributeType.INT

/** A pruned model. */
export interface PrunedModel {
  readonly bytes: Uint8Array;
  /** Inputs that must be fed. */
  readonly inputs: readonly GraphValue[];
  /** Weights in other files. */
  readonly external: readonly GraphWeight[];
  /** Nodes kept, of how many. */
  readonly nodes: { readonly kept: number; readonly of: number };
}

/** Prunes to `tensor`, which a node of the graph makes. Reads the parts that are kept. Throws `RangeError` for any other tensor. */
export async function pruneToTensor(
  source: ByteSource,
  of: { graph: OnnxGraphMap; tensor: string },
): Promise<PrunedModel> {
  const { graph, tensor } = of;
  const { nodes, needed } = findNeeded(graph, tensor);
  const inputs = graph.inputs.filter((input) => needed.has(input.name) && !graph.weights.has(input.name));
  const listedWeights = graph.inputs.filter((input) => needed.has(input.name) && graph.weights.has(input.name));
  const weights = [...graph.weights.values()].filter((weight) => needed.has(weight.name));
  // Annotations of tensors that are gone are allowed.
  const parts = joinRanges([...nodes, ...weights, ...graph.others, ...listedWeights, ...inputs]);

  const pbf = new PbfWriter();
  for (const range of graph.modelFields) writeRaw(pbf, await read(source, range));
  const added = new PbfWriter();
  added.writeMessage(1, writeCast, tensor);
  added.writeMessage(12, writeOutput, HOOK_OUTPUT);
  const tail = added.finish();
  const length = parts.reduce((sum, part) => sum + part.end - part.start, tail.length);
  pbf.writeVarint((7 << 3) | 2); // ModelProto.graph
  pbf.writeVarint(length);
  const head = pbf.finish();

  const bytes = new Uint8Array(head.length + length);
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
    nodes: { kept: nodes.length, of: graph.nodes.length },
  };
}

/** Nodes on which `tensor` depends, in order, and every name that they use. */
function findNeeded(graph: OnnxGraphMap, tensor: string): { nodes: GraphNode[]; needed: Set<string> } {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  if (!producer.has(tensor)) throw new RangeError(`No node makes "${tensor}"`);
  const needed = new Set<string>();
  const kept = new Set<GraphNode>();
  const waiting = [tensor];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === '' || needed.has(name)) continue;
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

function writeCast(tensor: string, pbf: PbfWriter): void {
  pbf.writeStringField(1, tensor);
  pbf.writeStringField(2, HOOK_OUTPUT);
  pbf.writeStringField(3, HOOK_OUTPUT);
  pbf.writeStringField(4, 'Cast');
  pbf.writeMessage(5, writeTarget, FLOAT);
}

function writeTarget(type: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, 'to');
  pbf.writeVarintField(3, type);
  pbf.writeVarintField(20, INTEGER);
}

function writeOutput(name: string, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, FLOAT);
}

function writeType(type: number, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, type);
}

function writeTensorType(type: number, pbf: PbfWriter): void {
  pbf.writeVarintField(1, type);
}
