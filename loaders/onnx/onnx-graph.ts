/**
 * An ONNX file -> what its graph is made of and where it lies in the file; no weight is read.
 *
 * Protobuf, onnx.proto (ModelProto 7 graph; GraphProto 1 node, 5 initializer, 11 input, 12 output, 13 value_info; NodeProto 1 input, 2 output,
 * 3 name, 4 op_type, 5 attribute; TensorProto 1 dims, 2 data_type, 4 float_data, 8 name, 9 raw_data,
 * 13 external_data). Fields that are not named here are kept as bytes.
 */
import { PbfReader } from 'pbf';
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';

/** Protobuf's own limit; larger models keep their weights in files of their own. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;

/** A node or a description of a value has kilobytes; constants inside nodes may have megabytes. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Bytes read at once while headers are walked. */
const WINDOW_BYTES = 256 * 1024;

/** Tag and length of a field: two numbers of at most ten bytes. */
const MAX_FIELD_HEADER = 20;

/** Bytes [start, end) of the file: one field with its tag. */
export interface FieldRange {
  readonly start: number;
  readonly end: number;
}

export interface GraphNode extends FieldRange {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names that graphs inside the node use, their own among them. */
  readonly captured: readonly string[];
}

/** A weight. */
export interface GraphWeight extends FieldRange {
  readonly name: string;
  readonly dims: readonly number[];
  /** `TensorProto.DataType`; 0 where none is given. */
  readonly elementType: number;
  /** Where its numbers lie in the model file as they are in memory; null where they lie elsewhere or are written as numbers of other types. */
  readonly raw: FieldRange | null;
  /** Where they lie in the file of external data; `length` is null where the file does not say. */
  readonly external: { readonly offset: number; readonly length: number | null };
  /** `location` of external data, as the file has it; null where the weight is in the model file. */
  readonly location: string | null;
}

/** An input, an output or an annotated tensor. A dimension is a length, or null where it is known at run time only. */
export interface GraphValue extends FieldRange {
  readonly name: string;
  /** `TensorProto.DataType`; 0 where none is given. */
  readonly elementType: number;
  readonly shape: readonly (number | null)[] | null;
}

export interface OnnxGraphMap {
  /** In topological order, as the format demands. */
  readonly nodes: readonly GraphNode[];
  readonly weights: ReadonlyMap<string, GraphWeight>;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Inputs, outputs and annotated tensors, by name. */
  readonly values: ReadonlyMap<string, GraphValue>;
  /** Other fields of the graph. */
  readonly others: readonly FieldRange[];
  /** Fields of the model other than the graph. */
  readonly modelFields: readonly FieldRange[];
}

/** Reads the map of the graph in `source`. Throws `MODEL_BAD`, `SOURCE_CHANGED`. */
export async function readOnnxGraph(source: ByteSource): Promise<OnnxGraphMap> {
  if (source.size > MAX_MODEL_BYTES)
    throw badModel(source.name, `it has ${source.size} bytes; expected at most ${MAX_MODEL_BYTES}`);
  const window = new ByteWindow(source);
  const nodes: GraphNode[] = [];
  const weights = new Map<string, GraphWeight>();
  const inputs: GraphValue[] = [];
  const outputs: GraphValue[] = [];
  const values = new Map<string, GraphValue>();
  const others: FieldRange[] = [];
  const modelFields: FieldRange[] = [];

  async function readGraph(graph: Field): Promise<void> {
    for await (const field of window.fields(graph.valueStart, graph.end)) {
      const range = { start: field.start, end: field.end };
      if (field.tag === 1) nodes.push(parseNode(await window.message(field), range));
      else if (field.tag === 5) {
        const weight = await readWeight(window, field);
        weights.set(weight.name, weight);
      } else if (field.tag === 11 || field.tag === 12 || field.tag === 13) {
        const value = parseValue(await window.message(field), range);
        values.set(value.name, value);
        if (field.tag === 11) inputs.push(value);
        if (field.tag === 12) outputs.push(value);
        if (field.tag === 13) others.push(range);
      } else others.push(range);
    }
  }

  try {
    for await (const field of window.fields(0, source.size)) {
      // Several graph fields are one graph: that is how protobuf merges messages.
      if (field.tag === 7) await readGraph(field);
      else modelFields.push({ start: field.start, end: field.end });
    }
  } catch (error) {
    if (error instanceof ReseedError) throw error;
    throw badModel(
      source.name,
      `it is no protobuf (${error instanceof Error ? error.message : 'unknown'}); expected an ONNX model`,
    );
  }
  if (nodes.length === 0) throw badModel(source.name, 'it has no graph with nodes; expected an ONNX model');
  return { nodes, weights, inputs, outputs, values, others, modelFields };
}

/** The refusal of a model file. */
export function badModel(name: string, fault: string): ReseedError {
  return new ReseedError('MODEL_BAD', `Cannot read "${clip(name)}": ${fault}`, {
    hint: 'Export or download the model again.',
  });
}

interface Field extends FieldRange {
  tag: number;
  /** Where the value begins; for fields with a length, after it. */
  valueStart: number;
}

/** Parts of the file, through a window that moves forward. */
class ByteWindow {
  readonly #source: ByteSource;
  #bytes = new Uint8Array(0);
  #offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  async bytes(offset: number, length: number): Promise<Uint8Array> {
    const end = offset + length;
    if (offset < this.#offset || end > this.#offset + this.#bytes.length) {
      this.#bytes = await this.#source.read(
        offset,
        Math.min(Math.max(length, WINDOW_BYTES), this.#source.size - offset),
      );
      this.#offset = offset;
    }
    return this.#bytes.subarray(offset - this.#offset, end - this.#offset);
  }

  /** The fields between `from` and `to`. */
  async *fields(from: number, to: number): AsyncGenerator<Field> {
    let start = from;
    while (start < to) {
      const pbf = new PbfReader(await this.bytes(start, Math.min(MAX_FIELD_HEADER, to - start)));
      const key = pbf.readVarint();
      const wire = key & 7;
      let length = 0;
      if (wire === 0) pbf.readVarint();
      else if (wire === 1) length = 8;
      else if (wire === 2) length = pbf.readVarint();
      else if (wire === 5) length = 4;
      else throw new Error(`wire type ${wire} at byte ${start}`);
      const valueStart = start + pbf.pos;
      const end = valueStart + length;
      if (end > to || pbf.pos > pbf.length) throw new Error(`field at byte ${start} ends after what holds it`);
      yield { tag: key >>> 3, start, valueStart, end };
      start = end;
    }
  }

  /** The value of a field, which is small enough to hold. */
  async message(field: Field): Promise<Uint8Array> {
    const length = field.end - field.valueStart;
    if (length > MAX_MESSAGE_BYTES)
      throw badModel(this.#source.name, `it has a node of ${length} bytes; expected at most ${MAX_MESSAGE_BYTES}`);
    return this.bytes(field.valueStart, length);
  }
}

function parseNode(bytes: Uint8Array, range: FieldRange): GraphNode {
  const node = {
    ...range,
    name: '',
    operator: '',
    inputs: [] as string[],
    outputs: [] as string[],
    captured: [] as string[],
  };
  new PbfReader(bytes).readFields((tag, _, pbf) => {
    if (tag === 1) node.inputs.push(pbf.readString());
    else if (tag === 2) node.outputs.push(pbf.readString());
    else if (tag === 3) node.name = pbf.readString();
    else if (tag === 4) node.operator = pbf.readString();
    else if (tag === 5) pbf.readMessage(collectFromAttribute, node.captured);
  }, null);
  return node;
}

function collectFromAttribute(tag: number, names: string[], pbf: PbfReader): void {
  if (tag === 6 || tag === 11) pbf.readMessage(collectFromGraph, names);
}

function collectFromGraph(tag: number, names: string[], pbf: PbfReader): void {
  if (tag === 1) pbf.readMessage(collectFromNode, names);
  else if (tag === 12) pbf.readMessage(collectFromValue, names);
}

function collectFromNode(tag: number, names: string[], pbf: PbfReader): void {
  if (tag === 1) names.push(pbf.readString());
  else if (tag === 5) pbf.readMessage(collectFromAttribute, names);
}

function collectFromValue(tag: number, names: string[], pbf: PbfReader): void {
  if (tag === 1) names.push(pbf.readString());
}

function parseValue(bytes: Uint8Array, range: FieldRange): GraphValue {
  const value = { ...range, name: '', elementType: 0, shape: null as (number | null)[] | null };
  new PbfReader(bytes).readFields((tag, _, pbf) => {
    if (tag === 1) value.name = pbf.readString();
    else if (tag === 2) pbf.readMessage(readType, value);
  }, null);
  return value;
}

interface TypedValue {
  elementType: number;
  shape: (number | null)[] | null;
}

function readType(tag: number, value: TypedValue, pbf: PbfReader): void {
  if (tag === 1) pbf.readMessage(readTensorType, value);
}

function readTensorType(tag: number, value: TypedValue, pbf: PbfReader): void {
  if (tag === 1) value.elementType = pbf.readVarint();
  else if (tag === 2) value.shape = pbf.readMessage(readShape, []);
}

function readShape(tag: number, shape: (number | null)[], pbf: PbfReader): void {
  if (tag !== 1) return;
  const dimension = pbf.readMessage<{ length: number | null }>(
    (inner, into, at) => {
      if (inner === 1) into.length = at.readVarint(true);
    },
    { length: null },
  );
  shape.push(dimension.length);
}

/** A weight's name, shape and place, without its numbers. */
async function readWeight(window: ByteWindow, weight: Field): Promise<GraphWeight> {
  const dims: number[] = [];
  let name = '';
  let location: string | null = null;
  let elementType = 0;
  let raw: FieldRange | null = null;
  let offset = 0;
  let bytesStated: number | null = null;
  for await (const field of window.fields(weight.valueStart, weight.end)) {
    if (field.tag === 1) {
      const bytes = await window.bytes(field.start, field.end - field.start);
      const pbf = new PbfReader(bytes);
      const isPacked = (pbf.readVarint() & 7) === 2;
      pbf.pos = isPacked ? field.valueStart - field.start : pbf.pos;
      while (pbf.pos < bytes.length) dims.push(pbf.readVarint(true));
    } else if (field.tag === 2) {
      const length = Math.min(field.end - field.start, MAX_FIELD_HEADER);
      const pbf = new PbfReader(await window.bytes(field.start, length));
      pbf.readVarint();
      elementType = pbf.readVarint();
    } else if (field.tag === 4 || field.tag === 9) {
      // Float data that is packed has the layout of raw data.
      if (field.valueStart - field.start > 1 && raw === null) raw = { start: field.valueStart, end: field.end };
    } else if (field.tag === 8) name = new TextDecoder().decode(await window.message(field));
    else if (field.tag === 13) {
      const entry = { key: '', value: '' };
      new PbfReader(await window.message(field)).readFields((tag, _, pbf) => {
        if (tag === 1) entry.key = pbf.readString();
        else if (tag === 2) entry.value = pbf.readString();
      }, null);
      if (entry.key === 'location') location = entry.value;
      else if (entry.key === 'offset') offset = Number(entry.value);
      else if (entry.key === 'length') bytesStated = Number(entry.value);
    }
  }
  return {
    start: weight.start,
    end: weight.end,
    name,
    dims,
    elementType,
    raw,
    external: { offset, length: bytesStated },
    location,
  };
}
