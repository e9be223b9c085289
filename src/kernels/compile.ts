/**
 * Compiles AssemblyScript to WebAssembly modules at run time and keeps the result in a cache named by content.
 *
 * A kernel holds no static data and no allocator: every instance shares its partition's memory with others, and a
 * second instantiation would reset static data under the feet of the first. The host lays out memory (engines/wasm/memory.ts).
 */
import { InternalError } from '../errors.ts';

/** Where compiled kernels and the texts of the hand-written ones are kept: files on the host, given by whoever may touch files. */
export interface KernelHost {
  /** Version of the AssemblyScript compiler: part of every cache key. (Asking the compiler itself takes 0.3 s of loading it.) */
  readonly compilerVersion: string;
  /** Text of a file of `kernels/assembly`, such as `math.ts`. */
  source(file: string): Promise<string>;
  /** Bytes stored under a key, or null. */
  read(key: string): Promise<Uint8Array | null>;
  /** Stores bytes under a key; a failure (disk full, read-only) is not an error. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}

const options = [
  ...['-O3', '--noAssert', '--uncheckedBehavior', 'always', '--runtime', 'stub'],
  ...['--enable', 'simd,threads'],
  '--noColors',
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--noExportMemory'],
];

/** Cached bytes end with their own SHA-256, so that a torn or damaged entry is seen and compiled again. */
const digestLength = 32;

const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));

const keyOf = async (sources: Readonly<Record<string, string>>, entry: string, host: KernelHost): Promise<string> => {
  const files = Object.keys(sources).sort();
  const text = JSON.stringify([host.compilerVersion, options, entry, files.map((file) => [file, sources[file]])]);
  const digest = await sha256(new TextEncoder().encode(text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

const sealed = async (wasm: Uint8Array): Promise<Uint8Array> => {
  const out = new Uint8Array(wasm.length + digestLength);
  out.set(wasm);
  out.set(await sha256(wasm), wasm.length);
  return out;
};

const unsealed = async (bytes: Uint8Array | null): Promise<Uint8Array | null> => {
  if (bytes === null || bytes.length <= digestLength) return null;
  const wasm = bytes.slice(0, -digestLength);
  const digest = await sha256(wasm);
  return digest.every((byte, i) => byte === bytes[wasm.length + i]) ? wasm : null;
};

const unsignedLeb = (bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } => {
  let value = 0;
  let end = at;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[end++] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end };
  }
};

/** Whether a module has a data section (id 11) with segments. */
const hasStaticData = (wasm: Uint8Array): boolean => {
  for (let at = 8; at < wasm.length; ) {
    const size = unsignedLeb(wasm, at + 1);
    if (wasm[at] === 11 && unsignedLeb(wasm, size.end).value > 0) return true;
    at = size.end + size.value;
  }
  return false;
};

const compileSources = async (sources: Readonly<Record<string, string>>, entry: string): Promise<Uint8Array> => {
  const { default: asc } = await import('assemblyscript/asc');
  const files = new Map<string, Uint8Array>();
  const messages: string[] = [];
  const listener = { write: (text: string) => void messages.push(text) };
  const { error } = await asc.main([entry, '--outFile', 'kernel.wasm', ...options], {
    stdout: listener as never,
    stderr: listener as never,
    readFile: (file: string) => sources[file] ?? null,
    writeFile: (file: string, contents: unknown) => void files.set(file, contents as Uint8Array),
    listFiles: () => [],
  });
  const wasm = files.get('kernel.wasm');
  if (error !== null || wasm === undefined) {
    throw new InternalError(`The kernel ${entry} does not compile:\n${messages.join('') || String(error)}\n`, { entry, source: sources[entry] });
  }
  if (hasStaticData(wasm)) {
    throw new InternalError(`The kernel ${entry} holds static data, which instances that share a memory must not.`, { entry });
  }
  return wasm;
};

const modules = new WeakMap<KernelHost, Map<string, Promise<WebAssembly.Module>>>();

const moduleOf = async (sources: Readonly<Record<string, string>>, entry: string, key: string, host: KernelHost): Promise<WebAssembly.Module> => {
  const cached = await unsealed(await host.read(key));
  if (cached !== null) return WebAssembly.compile(cached as Uint8Array<ArrayBuffer>);
  const wasm = await compileSources(sources, entry);
  await host.write(key, await sealed(wasm));
  return WebAssembly.compile(wasm as Uint8Array<ArrayBuffer>);
};

/**
 * Compiles `sources[entry]`, which may import other `sources` (`import { exp } from './math'` is the file `math.ts`), importing its memory
 * as `env.memory`, shared. Threads and SIMD are on, assertions off.
 *
 * @throws InternalError if the sources do not compile or need static data.
 */
export const compileKernel = async (sources: Readonly<Record<string, string>>, entry: string, host: KernelHost): Promise<WebAssembly.Module> => {
  const key = await keyOf(sources, entry, host);
  const known = modules.get(host) ?? new Map<string, Promise<WebAssembly.Module>>();
  modules.set(host, known);
  // Populations and projections of one shape ask at the same time, and compiling is what a first run waits for.
  const module = known.get(key) ?? moduleOf(sources, entry, key, host);
  known.set(key, module);
  return module;
};

/** Reads hand-written kernel files by name, adds generated texts, and compiles: `compileFiles({ 'grid.ts': printed }, ['math.ts'], 'grid.ts', host)`. */
export const compileFiles = async (
  generated: Readonly<Record<string, string>>,
  files: readonly string[],
  entry: string,
  host: KernelHost,
): Promise<WebAssembly.Module> => {
  const read = await Promise.all(files.map(async (file) => [file, await host.source(file)] as const));
  return compileKernel({ ...Object.fromEntries(read), ...generated }, entry, host);
};
