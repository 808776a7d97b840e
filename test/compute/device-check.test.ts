/** The check of a device says what it is, that it computes in float32, and how fast it trains. */
import os from 'node:os';
import { describe, expect, test } from 'vitest';
import { webGpuMissing } from './software-vulkan.ts';
import { checkDevice } from '../../src/compute/device-check.ts';
import { findDevice, parseNvidiaLine } from '../../src/compute/device-name.ts';

test('the processor: its name, the memory of the machine, a rate', async () => {
  const { tokensPerSecond, ...report } = await checkDevice('cpu', {});
  expect(report).toMatchObject({
    provider: 'cpu',
    device: os.cpus()[0].model.trim(),
    memoryMb: Math.floor(os.totalmem() / 2 ** 20),
  });
  expect([256, 8192]).toContain(report.nLatents);
  expect(report.productError).toBeLessThanOrEqual(2 ** -22);
  expect(tokensPerSecond).toBeGreaterThan(0);
});

describe.skipIf(webGpuMissing !== null)(`WebGPU ${webGpuMissing ?? ''}`, () => {
  test('trains, and is named by its driver where the environment names one', async () => {
    const report = await checkDevice('webgpu', { VK_ICD_FILENAMES: '/usr/lib/chromium/vk_swiftshader_icd.json' });
    expect(report).toMatchObject({ provider: 'webgpu', device: 'Vulkan driver vk_swiftshader_icd', memoryMb: null });
    expect(report.productError).toBeLessThanOrEqual(2 ** -22);
    expect(report.tokensPerSecond).toBeGreaterThan(0);
  });
});

test('what is not known is null', async () => {
  expect(await findDevice('webgpu', {})).toEqual({ name: null, memoryMb: null });
  expect(await findDevice('webgpu', { VK_DRIVER_FILES: '/a/one.json:/b/two.json' })).toMatchObject({ name: null });
});

test.each([
  ['NVIDIA H100 80GB HBM3, 81559', { name: 'NVIDIA H100 80GB HBM3', memoryMb: 81559 }],
  ['Tesla T4, 15360\r', { name: 'Tesla T4', memoryMb: 15360 }],
  ['NVIDIA GB10, [N/A]', { name: null, memoryMb: null }],
  ['', { name: null, memoryMb: null }],
])('nvidia-smi answers %j', (line, device) => {
  expect(parseNvidiaLine(line)).toEqual(device);
});
