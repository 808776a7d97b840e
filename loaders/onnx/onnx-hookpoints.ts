/**
 * The map of a language model's graph -> its hookpoints: names that the field uses, and the tensors that they are.
 *
 * Three sources, in order. Tensors that are named as hooks (`layers.2.mlp.output`, `layers.2.resid_post`). Scopes that exporters of PyTorch
 * models write into names (`/model/layers.1/mlp/down_proj/MatMul_output_0`): the output of a module is the last tensor of its scope that
 * something outside uses, that of a layer the last sum directly in it. And every other tensor as wide as the residual stream, by its own name.
 */
import { ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';
import type { GraphNode, OnnxGraphMap } from './onnx-graph.ts';
import { inferWidth } from './onnx-width.ts';

/** A place at which activations can be taken. */
export interface Hookpoint {
  /** For example `layers.2.mlp`; the tensor's own name where it has no other. */
  readonly name: string;
  /** The tensor in the graph. */
  readonly tensor: string;
  /** Length of its last dimension; null where the graph does not say. */
  readonly width: number | null;
  /** How the name was found. */
  readonly basis: 'HOOK' | 'SCOPE' | 'TENSOR';
}

/** A module inside a list of layers, wherever the list lies: `layers.3.mlp` in `/model/layers.3/mlp` and in `gpt_neox.layers.3.mlp`. */
const LAYER = /(?:^|[/.])((?:layers|layer|blocks|h)\.\d+)(?=$|[/.])/;

/** Ends of the names of hooks, and what they mean for the module before them. */
const HOOK_ENDS: [RegExp, string][] = [
  [/\.resid_post$/, ''],
  [/\.output$/, ''],
  [/\.resid_mid$/, '.resid_mid'],
  [/\.resid_pre$/, '.resid_pre'],
];

/** Every hookpoint, in the order of the graph, named ones first. No two have the same name. */
export function listHookpoints(graph: OnnxGraphMap): Hookpoint[] {
  const found = new Map<string, Hookpoint>();
  const taken = new Set<string>();
  const add = (name: string, tensor: string, basis: Hookpoint['basis']): void => {
    if (found.has(name)) return;
    taken.add(tensor);
    found.set(name, { name, tensor, width: inferWidth(graph, tensor), basis });
  };
  for (const node of graph.nodes)
    for (const tensor of node.outputs) {
      const name = nameHook(tensor);
      if (name !== null) add(name, tensor, 'HOOK');
    }
  for (const [name, tensor] of listScopes(graph)) add(name, tensor, 'SCOPE');
  const width = residualWidth([...found.values()]);
  for (const node of graph.nodes)
    for (const tensor of node.outputs) {
      if (tensor === '' || taken.has(tensor)) continue;
      const own = inferWidth(graph, tensor);
      if (own !== null && (width === null || own === width)) add(tensor, tensor, 'TENSOR');
    }
  return [...found.values()];
}

/** The hookpoint called `name`, or the tensor of that name whatever its width. Throws `HOOKPOINT_UNKNOWN`, listing what is near. */
export function getHookpoint(graph: OnnxGraphMap, name: string): Hookpoint {
  const all = listHookpoints(graph);
  const hookpoint = all.find((one) => one.name === name) ?? all.find((one) => one.tensor === name);
  if (hookpoint !== undefined) return hookpoint;
  if (graph.nodes.some((node) => node.outputs.includes(name)))
    return { name, tensor: name, width: inferWidth(graph, name), basis: 'TENSOR' };
  const named = all.filter((one) => one.basis !== 'TENSOR').map((one) => one.name);
  const shown = (named.length > 0 ? named : all.map((one) => one.name)).slice(0, 12).join(', ');
  throw new ReseedError(
    'HOOKPOINT_UNKNOWN',
    `Cannot harvest "${clip(name)}": the model has no such hookpoint; expected one of ${shown}`,
    {
      hint: 'List them with: npm run reseed -- harvest --model <folder> --list',
    },
  );
}

function nameHook(tensor: string): string | null {
  if (tensor.includes('/')) return null;
  for (const [end, meaning] of HOOK_ENDS) {
    if (!end.test(tensor)) continue;
    const module = tensor.replace(end, '');
    const at = LAYER.exec(module)?.index;
    // What lies above the list of layers is the model itself.
    const inside = at === undefined ? module : module.slice(at).replace(/^[/.]/, '');
    if (/^[A-Za-z_][\w.]*$/.test(inside)) return inside + meaning;
  }
  return null;
}

/** Modules `<list>.<i>.<child>` and layers `<list>.<i>`, with the tensors that leave them. */
function* listScopes(graph: OnnxGraphMap): Generator<[string, string]> {
  const scopes = new Map<string, GraphNode[]>(); // by path of the scope, nodes in it at any depth
  for (const node of graph.nodes) {
    const parts = scopeOf(node);
    if (parts === null) continue;
    for (const scope of parts) push(scopes, { key: scope, node });
  }
  const users = new Map<string, GraphNode[]>();
  for (const node of graph.nodes)
    for (const input of [...node.inputs, ...node.captured]) push(users, { key: input, node });
  for (const [scope, nodes] of scopes) {
    const name = LAYER.exec(scope)?.[1] ?? '';
    const below = scope.slice(scope.indexOf(name) + name.length).replace(/^\//, '');
    if (below !== '') {
      const tensor = lastUsedOutside(nodes, users);
      if (tensor !== null) yield [`${name}.${below}`, tensor];
      continue;
    }
    const direct = nodes.filter((node) => (scopeOf(node) ?? []).at(-1) === scope && node.operator === 'Add');
    const last = direct.at(-1);
    if (last === undefined) continue;
    yield [name, last.outputs[0]];
    // With one sum per sublayer, the one before the last is what the second sublayer reads.
    if (direct.length === 2 && isMiddle(direct[0], { scope, last, users }))
      yield [`${name}.resid_mid`, direct[0].outputs[0]];
  }
}

function push(lists: Map<string, GraphNode[]>, { key, node }: { key: string; node: GraphNode }): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [node]);
  else list.push(node);
}

/** Whether a sum goes into the last one of its layer, perhaps through a Cast, and is read by a module of the layer too. */
function isMiddle(sum: GraphNode, of: { scope: string; last: GraphNode; users: Map<string, GraphNode[]> }): boolean {
  const { scope, last, users } = of;
  const readers = users.get(sum.outputs[0]) ?? [];
  const casts = readers.filter((reader) => reader.operator === 'Cast').map((cast) => cast.outputs[0]);
  const isSummed = [sum.outputs[0], ...casts].some((tensor) => last.inputs.includes(tensor));
  return isSummed && readers.some((reader) => reader !== last && (scopeOf(reader) ?? []).includes(scope));
}

/** The scopes of a node that are a layer or a module directly in it, outer first. Null outside layers. */
function scopeOf(node: GraphNode): string[] | null {
  const path = node.name.includes('/') ? node.name : (node.outputs[0] ?? '');
  if (!path.startsWith('/')) return null;
  const parts = path.split('/').slice(1, -1); // the last is the operator
  const at = parts.findIndex((part) => /^(?:layers|layer|blocks|h)\.\d+$/.test(part));
  if (at < 0) return null;
  const layer = `/${parts.slice(0, at + 1).join('/')}`;
  return parts.length > at + 1 ? [layer, `${layer}/${parts[at + 1]}`] : [layer];
}

function lastUsedOutside(nodes: readonly GraphNode[], users: Map<string, GraphNode[]>): string | null {
  const inside = new Set(nodes);
  for (const node of nodes.toReversed())
    for (const tensor of node.outputs) if ((users.get(tensor) ?? []).some((user) => !inside.has(user))) return tensor;
  return null;
}

/** The width that most of the named hookpoints have. */
function residualWidth(named: readonly Hookpoint[]): number | null {
  const counts = new Map<number, number>();
  for (const { width } of named) if (width !== null) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
