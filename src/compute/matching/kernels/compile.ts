/**
 * Compiles scan.as.ts and writes scan.wasm beside it: `node src/compute/matching/kernels/compile.ts`. A test compiles again and compares the bytes.
 *
 * In: AssemblyScript source. Out: WebAssembly bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createMemoryStream, main } from 'assemblyscript/asc';

const source = new URL('./scan.as.ts', import.meta.url);
const target = new URL('./scan.wasm', import.meta.url);

/** The WebAssembly bytes of the kernel's source as it stands. Throws with the compiler's messages. */
export async function compileKernel(): Promise<Uint8Array> {
  const outputs = new Map<string, Uint8Array>();
  const stderr = createMemoryStream();
  const { error } = await main(
    [
      'scan.as.ts',
      '--outFile',
      'scan.wasm',
      '-O3',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      '--noAssert',
    ],
    {
      readFile: (name) => (name === 'scan.as.ts' ? readFileSync(source, 'utf8') : null),
      writeFile: (name, contents) => void outputs.set(name, contents as Uint8Array),
      listFiles: () => [],
      stderr,
    },
  );
  const bytes = outputs.get('scan.wasm');
  if (error || !bytes) throw new Error(stderr.toString(), { cause: error });
  return bytes;
}

if (import.meta.main) writeFileSync(target, await compileKernel());
