/**
 * WebGPU for tests: on the GPU of this machine where RESEED_TEST_PROVIDER is webgpu, else in software by SwiftShader's Vulkan driver out of
 * Debian's package chromium-common, with libvulkan1. Import it before anything opens a session: the loader reads its environment once.
 */
import { existsSync } from 'node:fs';
import { probeExecutionProvider } from '../../src/compute/execution-provider.ts';

const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Whether somebody chose the device: a GPU, or a driver in software by `.ci/vulkan`. What takes minutes in software waits for that. */
const deviceChosen = process.env['RESEED_TEST_PROVIDER'] === 'webgpu' || process.env['VK_ICD_FILENAMES'] !== undefined;

/** Null where WebGPU computes here; else why its tests are left out, for their titles. */
export const webGpuMissing: string | null = await findWhy();

/** The same for tests that take minutes in software. */
export const longRunMissing: string | null =
  webGpuMissing ?? (deviceChosen ? null : 'LEFT OUT: minutes in software; run the file with .ci/vulkan npx vitest run');

async function findWhy(): Promise<string | null> {
  if (process.env['RESEED_TEST_PROVIDER'] !== 'webgpu') {
    const driver = process.env['VK_ICD_FILENAMES'] ?? SWIFTSHADER;
    if (!existsSync(driver))
      return `LEFT OUT: no Vulkan driver "${driver}" (apt-get install chromium-common libvulkan1)`;
    process.env['VK_ICD_FILENAMES'] = driver;
  }
  return probeExecutionProvider('webgpu').then(
    () => null,
    (error: unknown) => `LEFT OUT: ${(error as Error).message}`,
  );
}
