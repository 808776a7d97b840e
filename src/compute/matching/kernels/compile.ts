/**
 * Compiles scan.as.ts and codes.as.ts and writes scan.wasm and codes.wasm next to them: `node
 * src/compute/matching/kernels/compile.ts`. A test compiles again and compares the bytes.
 *
 * In: AssemblyScript source. Out: WebAssembly bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createMemoryStream, main } from 'assemblyscript/asc';

const sources = {
  scan: new URL('./scan.as.ts', import.meta.url),
  codes: new URL('./codes.as.ts', import.meta.url),
};
/** The kernels: each name is that of its source and of its bytes. */
export const kernels = ['scan', 'codes'] as const;

/** The WebAssembly bytes of a kernel's source as it stands. Throws with the compiler's messages. */
export async function compileKernel(name: (typeof kernels)[number]): Promise<Uint8Array> {
  const source = `${name}.as.ts`;
  const target = `${name}.wasm`;
  const outputs = new Map<string, Uint8Array>();
  const stderr = createMemoryStream();
  const { error } = await main(
    [source, '--outFile', target, '-O3', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--noAssert'],
    {
      readFile: (file) => (file === source ? readFileSync(sources[name], 'utf8') : null),
      writeFile: (file, contents) => void outputs.set(file, contents as Uint8Array),
      listFiles: () => [],
      stderr,
    },
  );
  const bytes = outputs.get(target);
  if (error || !bytes) throw new Error(stderr.toString(), { cause: error });
  return bytes;
}

if (import.meta.main)
  for (const name of kernels) writeFileSync(new URL(`${name}.wasm`, import.meta.url), await compileKernel(name));
