/**
 * An error of a GPU provider -> what its user can do about it.
 *
 * In: whatever onnxruntime threw. Out: `DEVICE_OUT_OF_MEMORY` where the device had no room, `PROVIDER_UNAVAILABLE` where there is no
 * device, both of which each provider says in words of its own; `PROVIDER_FAILED` where a run failed for another reason.
 */
import { ReseedError } from '../../errors.ts';
import type { DeviceFailure } from './device-protocol.ts';
import type { ExecutionProvider } from './runtime-session.ts';

/**
 * Words of Dawn (Vulkan, D3D12, Metal), of onnxruntime's allocators and of CUDA for a failed allocation. Dawn's buffer is then invalid and is
 * complained of at its first use; onnxruntime splits one that is far too long among more bindings than there are.
 */
const NO_ROOM = [
  /out[ _]of[ _](device[ _]|host[ _])?memory/i,
  /exceeds the max buffer size/i,
  /allocation size too large/i,
  /failed to allocate memory/i,
  /available memory of .* is smaller than requested/i,
  /\[invalid buffer/i,
  /too many storage buffers in shader/i,
];

/** Words of a provider that is not there: no adapter, no library, none built in. */
const NOT_THERE = [
  /adapter/i,
  /execution provider/i,
  /backend/i,
  /shared library/i,
  /libonnxruntime_providers/i,
  /cuda/i,
];

const hints: Record<ExecutionProvider, string> = {
  cpu: 'Reinstall the dependencies with npm ci.',
  cuda: 'Install the CUDA libraries of onnxruntime (ONNXRUNTIME_NODE_INSTALL=true node node_modules/onnxruntime-node/script/install.js) with CUDA and cuDNN, or set RESEED_EXECUTION_PROVIDER=cpu.',
  webgpu:
    'WebGPU needs a graphics driver; on Linux also the Vulkan loader (libvulkan1). Install them, or set RESEED_EXECUTION_PROVIDER=cpu.',
};

/** `error` of a session that was `opening` or running, in the form that travels between threads. */
export function describeDeviceFailure(
  error: unknown,
  { provider, opening }: { provider: ExecutionProvider; opening: boolean },
): DeviceFailure {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.split('\n')[0].replace(/^\/\S+\.cc:\d+ .* was false\. /, ''); // its source line says nothing to a user
  if (NO_ROOM.some((words) => words.test(text)))
    return {
      code: 'DEVICE_OUT_OF_MEMORY',
      message: `Cannot compute on "${provider}": its device has no room (${reason}); expected room for every array of the job`,
      hint: 'Train fewer seeds or latents at once, lower batchSize, end what else uses the device, or set RESEED_EXECUTION_PROVIDER=cpu.',
    };
  if (opening && NOT_THERE.some((words) => words.test(text)))
    return {
      code: 'PROVIDER_UNAVAILABLE',
      message: `Cannot compute on "${provider}": onnxruntime does not open it here (${reason}); expected a provider that this machine has`,
      hint: hints[provider],
    };
  if (opening || error instanceof TypeError) return { code: null, message: text, hint: '' }; // a bad model, or a bug of ours
  return {
    code: 'PROVIDER_FAILED',
    message: `Cannot compute on "${provider}": the provider failed (${reason}); expected a result`,
    hint: 'Check the device with: reseed work --check. The log of the worker has all that the provider says.',
  };
}

/** The error of `failure`. */
export function buildDeviceError({ code, message, hint }: DeviceFailure): Error {
  return code === null ? new Error(message) : new ReseedError(code, message, { hint });
}
