/**
 * A model file and a tensor in it -> the bytes of a model that takes that tensor as an input, and whose only output is the logits as float32.
 *
 * What made the tensor is left out where nothing else needs it; everything kept is copied byte by byte, like what `onnx-prune.ts` keeps. A residual
 * stream can so be replaced by a reconstruction, and the rest of the model runs on it.
 */
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { badModel, type OnnxGraphMap } from './onnx-graph.ts';
import { FLOAT, type PrunedModel, pruneGraph } from './onnx-prune.ts';

/** Name of the input that takes the tensor's place. */
export const SPLICE_INPUT = 'reseed_splice';

/** The output that holds the logits: the one of this name, else the first. */
const LOGITS = 'logits';

export interface SplicedModel extends PrunedModel {
  /** Columns of the logits, where the graph says so. */
  readonly vocabulary: number | null;
}

/** Splices at `tensor`, which a node of the graph makes. Throws `RangeError` for any other tensor, `MODEL_BAD` for a graph without an output. */
export async function spliceAtTensor(
  source: ByteSource,
  { graph, tensor }: { graph: OnnxGraphMap; tensor: string },
): Promise<SplicedModel> {
  const logits = graph.outputs.find(({ name }) => name === LOGITS) ?? graph.outputs.at(0);
  if (logits === undefined) throw badModel(source.name, 'it has no output; expected logits');
  if (!graph.nodes.some(({ outputs }) => outputs.includes(tensor))) throw new RangeError(`No node makes "${tensor}"`);
  const pruned = await pruneGraph(source, {
    graph,
    tensor: logits.name,
    replaced: { tensor, by: SPLICE_INPUT, elementType: inferElementType(graph, tensor) },
  });
  if (pruned.makes.has(tensor)) {
    throw new ReseedError(
      'MODEL_UNSUPPORTED',
      `Cannot replace "${clip(tensor)}": the node that makes it makes another tensor that is needed; expected one that makes it alone`,
      { hint: 'Choose another hookpoint: the residual stream after a layer, or the output of a module.' },
    );
  }
  return { ...pruned, vocabulary: logits.shape?.at(-1) ?? null };
}

/** `TensorProto.DataType` of a tensor: as it is annotated, else that of the weights it is made from; float32 where nothing says. */
function inferElementType(graph: OnnxGraphMap, tensor: string): number {
  const seen = new Set<string>();
  for (let name: string | undefined = tensor; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const stated = graph.values.get(name)?.elementType;
    if (stated) return stated;
    const current: string = name;
    const maker = graph.nodes.find(({ outputs }) => outputs.includes(current));
    if (maker === undefined || maker.operator === 'Cast') break;
    const weight = maker.inputs.map((input) => graph.weights.get(input)).find((one) => one !== undefined);
    if (weight !== undefined) return weight.elementType;
    name = maker.inputs.at(0);
  }
  return FLOAT;
}
