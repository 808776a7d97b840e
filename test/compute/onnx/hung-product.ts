/** A process that gives a product on WebGPU one millisecond: to whoever watches it, a device that does not answer. */
import { GraphBuilder } from '../../../src/compute/onnx/graph-builder.ts';
import { buildOnnxModel } from '../../../src/compute/onnx/onnx-model.ts';
import { openOnnxSession } from '../../../src/compute/onnx/onnx-session.ts';

const g = new GraphBuilder();
for (const name of ['x', 'y']) g.input({ name, type: 'float32', shape: [2048, 2048] });
g.ops('MatMul', { inputs: ['x', 'y'], results: ['z'] });
g.output({ name: 'z', type: 'float32', shape: [2048, 2048] });
const block = () => ({ values: new Float32Array(2048 * 2048).fill(1), shape: [2048, 2048] });
const session = await openOnnxSession(buildOnnxModel(g.build()), { threads: 1, provider: 'webgpu', callMs: 1 });
await session.run({ x: block(), y: block() }, { z: block() });
