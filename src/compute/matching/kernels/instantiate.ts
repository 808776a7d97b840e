/** WebAssembly modules with the memory that they share with their caller. */

/** The part of the JavaScript interface that is used here; without the DOM library TypeScript knows it as a type only. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: unknown };
  };
};
const MAXIMUM_PAGES = 65536; // 4 GiB, the limit of 32-bit addresses
/** A page of WebAssembly's memory. */
export const PAGE_BYTES = 65536;

/** An instance of the kernel in `bytes`, with `pages` pages of 64 KiB at first. The caller knows what it exports. */
export function instantiateKernel(
  bytes: Uint8Array,
  { pages }: { pages: number },
): { memory: WasmMemory; exports: unknown } {
  const memory = new wasm.Memory({ initial: pages, maximum: MAXIMUM_PAGES });
  const { exports } = new wasm.Instance(new wasm.Module(bytes), { env: { memory } });
  return { memory, exports };
}
