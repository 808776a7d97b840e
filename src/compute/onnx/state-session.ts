/**
 * A model that is run again and again on its own results, in the calling thread: output `next.x` of one run is input `x` of the next.
 *
 * On WebGPU that state stays on the device: a run uploads its inputs and downloads nothing; `read` downloads what it names, through a model
 * of one Identity. On other providers a run reads and writes arrays: onnxruntime-node has no binding that would keep them on
 * a CUDA device, so a model for one does many steps in one run, by a Loop.
 */
import { GraphBuilder } from './graph-builder.ts';
import { buildOnnxModel } from './onnx-model.ts';
import {
  type Blocks,
  type DeviceTensor,
  openRuntimeSession,
  type RuntimeOptions,
  type RuntimeSession,
} from './runtime-session.ts';

/** Bytes that crossed between processor and device. Nothing crosses on the processor; what is counted there is what would. */
export interface Traffic {
  up: number;
  down: number;
}

export interface StateSession {
  /** Sets tensors of the state; all must be set before the first run. The arrays may be changed afterwards. */
  write(state: Blocks): Promise<void>;
  /** Runs once for each of `runs`, its inputs. Results other than the state, where the model has any, go to `outputs`; WebGPU takes none. */
  advance(runs: readonly Blocks[], outputs: Blocks): Promise<void>;
  /** Copies tensors of the state to these arrays. */
  read(state: Blocks): Promise<void>;
  traffic(): Promise<Traffic>;
  close(): Promise<void>;
}

/** A session over `model`, whose state has the tensors of `state`, by name: their shapes. */
export async function openLocalStateSession(
  model: Uint8Array,
  options: RuntimeOptions & { state: Record<string, readonly number[]> },
): Promise<StateSession> {
  const names = Object.keys(options.state);
  const onDevice = options.provider === 'webgpu';
  const keepOnDevice = onDevice ? names.map((name) => `next.${name}`) : undefined;
  const session = await openRuntimeSession(model, { ...options, keepOnDevice });
  return onDevice ? keepOnWebGpu(session, options) : keepInArrays(session, options.state);
}

function keepInArrays(session: RuntimeSession, shapes: Record<string, readonly number[]>): StateSession {
  const allocate = (): Map<string, Float32Array> =>
    new Map(Object.entries(shapes).map(([name, shape]) => [name, new Float32Array(count(shape))]));
  let [current, spare] = [allocate(), allocate()];
  const traffic: Traffic = { up: 0, down: 0 };
  const blocksOf = (arrays: ReadonlyMap<string, Float32Array>, prefix: string): Blocks =>
    Object.fromEntries([...arrays].map(([name, values]) => [`${prefix}${name}`, { values, shape: shapes[name] }]));
  return {
    async write(state) {
      for (const [name, { values }] of Object.entries(state)) find(current, name).set(values as Float32Array);
    },
    async advance(runs, outputs) {
      for (const inputs of runs) {
        const [before, after] = [blocksOf(current, ''), blocksOf(spare, 'next.')];
        await session.run({ ...inputs, ...before }, { ...outputs, ...after });
        traffic.up += countBytes(inputs) + countBytes(before);
        traffic.down += countBytes(outputs) + countBytes(after);
        [current, spare] = [spare, current];
      }
    },
    async read(state) {
      for (const [name, { values }] of Object.entries(state)) (values as Float32Array).set(find(current, name));
    },
    traffic: async () => ({ ...traffic }),
    close: () => session.close(),
  };
}

async function keepOnWebGpu(session: RuntimeSession, { threads, provider }: RuntimeOptions): Promise<StateSession> {
  const upload = await openRuntimeSession(buildIdentity(), { threads, provider, keepOnDevice: ['y'] });
  const download = await openRuntimeSession(buildIdentity(), { threads, provider });
  const state = new Map<string, DeviceTensor>();
  const traffic: Traffic = { up: 0, down: 0 };
  const put = (name: string, tensor: DeviceTensor): void => {
    state.get(name)?.dispose();
    state.set(name, tensor);
  };
  return {
    async write(blocks) {
      for (const [name, block] of Object.entries(blocks)) put(name, find(await upload.runKeeping({ x: block }), 'y'));
      traffic.up += countBytes(blocks);
    },
    async advance(runs) {
      for (const inputs of runs) {
        for (const [name, tensor] of await session.runKeeping(inputs, state)) put(name.replace('next.', ''), tensor);
        traffic.up += countBytes(inputs);
      }
    },
    async read(blocks) {
      for (const [name, block] of Object.entries(blocks))
        await download.run({}, { y: block }, new Map([['x', find(state, name)]]));
      traffic.down += countBytes(blocks);
    },
    traffic: async () => ({ ...traffic }),
    async close() {
      for (const tensor of state.values()) tensor.dispose();
      for (const one of [session, upload, download]) await one.close();
    },
  };
}

/** [a, b, c] -> the same: what moves a tensor between processor and device. */
function buildIdentity(): Uint8Array {
  const g = new GraphBuilder();
  g.input({ name: 'x', type: 'float32', shape: ['s', 'rows', 'columns'] });
  g.ops('Identity', { inputs: ['x'], results: ['y'] });
  g.output({ name: 'y', type: 'float32', shape: ['s', 'rows', 'columns'] });
  return buildOnnxModel(g.build());
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function countBytes(blocks: Blocks): number {
  return Object.values(blocks).reduce((sum, { values }) => sum + values.byteLength, 0);
}

function find<T>(from: ReadonlyMap<string, T>, name: string): T {
  const value = from.get(name);
  if (value === undefined) throw new TypeError(`no tensor "${name}" in the state`);
  return value;
}
