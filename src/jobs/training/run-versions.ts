/** What trains: its versions and its device, which it takes, with settings and data, to repeat a run bit by bit. */
import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:process';

/** Versions by name, the kind of machine, and the device if it is known. */
export function buildRunVersions(device: string | null): Record<string, string> {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version, dependencies } = JSON.parse(text) as { version: string; dependencies: Record<string, string> };
  return {
    reseed: version,
    onnxruntime: dependencies['onnxruntime-node'],
    node: process.versions.node,
    machine: `${platform} ${arch}`,
    ...(device !== null && { device }),
  };
}
