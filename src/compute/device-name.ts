/**
 * An execution provider -> the device it computes on: name and memory, each null where nothing on this machine says it.
 *
 * onnxruntime-node names no device. CUDA's is what NVIDIA's own tool lists first, which honours CUDA_VISIBLE_DEVICES as the library does only by
 * number; WebGPU's is known where the environment names one Vulkan driver, as it must for a software one.
 */
import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionProvider } from './onnx/onnx-session.ts';

export interface Device {
  readonly name: string | null;
  /** The device's own memory; the machine's for the processor. */
  readonly memoryMb: number | null;
}

/** Milliseconds that NVIDIA's tool may take; it answers in tens of them unless its driver hangs. */
const TOOL_MS = 5_000;
const MEGABYTE = 2 ** 20;

/** The device of `provider`. Never throws. `environment` names drivers and visible devices as the provider's libraries read them. */
export async function findDevice(
  provider: ExecutionProvider,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Device> {
  if (provider === 'cpu')
    return { name: os.cpus()[0]?.model.trim() ?? null, memoryMb: Math.floor(os.totalmem() / MEGABYTE) };
  if (provider === 'cuda') return findNvidia(environment);
  const drivers = (environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES'] ?? '').split(path.delimiter);
  return {
    name: drivers.length === 1 && drivers[0] !== '' ? `Vulkan driver ${path.basename(drivers[0], '.json')}` : null,
    memoryMb: null,
  };
}

async function findNvidia(environment: Readonly<Record<string, string | undefined>>): Promise<Device> {
  const visible = environment['CUDA_VISIBLE_DEVICES']?.split(',')[0];
  const which = visible === undefined || visible === '' ? [] : ['-i', visible];
  try {
    const args = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits', ...which];
    const { stdout } = await promisify(execFile)('nvidia-smi', args, { timeout: TOOL_MS });
    return parseNvidiaLine(stdout.split('\n')[0]);
  } catch {
    return { name: null, memoryMb: null };
  }
}

/** One line of `nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits`: a name, and MiB. */
export function parseNvidiaLine(line: string): Device {
  const [, name, memory] = /^(.+), *(\d+)/.exec(line.trim()) ?? [];
  return { name: name ?? null, memoryMb: memory === undefined ? null : Number(memory) };
}
