/**
 * A graph of operators -> the bytes of an ONNX model (protobuf, onnx.proto of IR version 10): only the messages that our graphs
 * use.
 *
 * In: nodes, constants, inputs and outputs as plain objects; a node may hold graphs of its own (Loop, If, Scan). Out: bytes that
 * any ONNX runtime loads.
 */
import { PbfWriter } from 'pbf';

/** `TensorProto.DataType` of the element types that we use. */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 } as const;

type ElementType = keyof typeof elementTypes;

/** A graph input or output. A dimension is a length, or a name for a length that is known at run time. */
export interface OnnxValue {
  name: string;
  type: ElementType;
  shape: (number | string)[];
}

/** A tensor inside the model: little-endian elements in row-major order. */
export interface OnnxConstant {
  name: string;
  type: ElementType;
  shape: number[];
  bytes: Uint8Array;
}

/** An attribute's value: a whole number, whole numbers, a float32 number, a word, or a graph. */
export type OnnxAttribute = number | number[] | { float: number } | { text: string } | { graph: OnnxGraph };

/** One operator. An input may be left out by an empty name. The domain is ONNX's own where none is named. */
export interface OnnxNode {
  operator: string;
  /** Where the operator is defined: onnxruntime has more of them than ONNX. */
  domain?: 'com.microsoft';
  inputs: string[];
  outputs: string[];
  attributes?: Record<string, OnnxAttribute>;
}

export interface OnnxGraph {
  nodes: OnnxNode[];
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  constants?: OnnxConstant[];
}

const IR_VERSION = 10;
const OPERATOR_SET = 21; // the newest that IR version 10 names
/** `AttributeProto.AttributeType`. */
const attributeTypes = { FLOAT: 1, INT: 2, STRING: 3, GRAPH: 5, INTS: 7 } as const;

function writeAttribute([name, value]: [string, OnnxAttribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, attributeTypes.INT);
  } else if (Array.isArray(value)) {
    for (const item of value) pbf.writeVarintField(8, item);
    pbf.writeVarintField(20, attributeTypes.INTS);
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, attributeTypes.FLOAT);
  } else if ('text' in value) {
    pbf.writeStringField(4, value.text);
    pbf.writeVarintField(20, attributeTypes.STRING);
  } else {
    pbf.writeMessage(6, writeGraph, value.graph);
    pbf.writeVarintField(20, attributeTypes.GRAPH);
  }
}

function writeNode(node: OnnxNode, pbf: PbfWriter): void {
  for (const input of node.inputs) pbf.writeStringField(1, input);
  for (const output of node.outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(4, node.operator);
  for (const attribute of Object.entries(node.attributes ?? {})) pbf.writeMessage(5, writeAttribute, attribute);
  if (node.domain) pbf.writeStringField(7, node.domain);
}

function writeConstant(constant: OnnxConstant, pbf: PbfWriter): void {
  for (const length of constant.shape) pbf.writeVarintField(1, length);
  pbf.writeVarintField(2, elementTypes[constant.type]);
  pbf.writeStringField(8, constant.name);
  pbf.writeBytesField(9, constant.bytes);
}

function writeDimension(length: number | string, pbf: PbfWriter): void {
  if (typeof length === 'number') pbf.writeVarintField(1, length);
  else pbf.writeStringField(2, length);
}

function writeShape(shape: (number | string)[], pbf: PbfWriter): void {
  for (const length of shape) pbf.writeMessage(1, writeDimension, length);
}

function writeTensorType(value: OnnxValue, pbf: PbfWriter): void {
  pbf.writeVarintField(1, elementTypes[value.type]);
  pbf.writeMessage(2, writeShape, value.shape);
}

function writeType(value: OnnxValue, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, value);
}

function writeValue(value: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, value.name);
  pbf.writeMessage(2, writeType, value);
}

function writeGraph(graph: OnnxGraph, pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, 'graph');
  for (const constant of graph.constants ?? []) pbf.writeMessage(5, writeConstant, constant);
  for (const input of graph.inputs) pbf.writeMessage(11, writeValue, input);
  for (const output of graph.outputs) pbf.writeMessage(12, writeValue, output);
}

function writeOperatorSet([domain, version]: [string, number], pbf: PbfWriter): void {
  pbf.writeStringField(1, domain);
  pbf.writeVarintField(2, version);
}

/** The model file of `graph`. */
export function buildOnnxModel(graph: OnnxGraph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'reseed');
  pbf.writeMessage(7, writeGraph, graph);
  pbf.writeMessage(8, writeOperatorSet, ['', OPERATOR_SET] as [string, number]);
  pbf.writeMessage(8, writeOperatorSet, ['com.microsoft', 1] as [string, number]);
  return pbf.finish();
}
