/**
 * The memory of one partition: one shared WebAssembly memory, given out once and for all in order (nothing is ever freed),
 * as typed arrays whose `byteOffset` is the address that kernels see.
 */
import { InternalError, ModelError } from '../../errors.ts';
import type { KernelGlobals } from '../../kernels/globals.ts';

/** Cache lines, and any SIMD load. */
const alignment = 64;
const pageSize = 65_536;
const maximumPages = 65_536;
/** Address 0 stays unused, so that a forgotten address shows. */
const firstAddress = 1024;

export type Column = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Int16Array | Uint8Array | BigInt64Array | BigUint64Array;
export interface ColumnType<T extends Column> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

export class PartitionMemory {
  /** What kernels import as `env.memory`. */
  readonly memory: WebAssembly.Memory;
  readonly #partitions: number;
  #next = firstAddress;
  /** By a kernel's exports: where its globals stand. */
  readonly #tables = new WeakMap<object, { readonly view: DataView; readonly names: readonly string[] }>();

  /** @param partitions Number of partitions of the run: for the message when this one does not fit. */
  constructor(partitions: number) {
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: maximumPages, shared: true });
    this.#partitions = partitions;
  }

  /** Bytes given out so far. */
  get used(): number {
    return this.#next;
  }

  /**
   * A zeroed column, aligned to 64 bytes and followed by at least 64 bytes that belong to nobody else, so that SIMD loops may run over its end.
   * @throws ModelError `partition-too-large` beyond 4 GiB.
   */
  allocate<T extends Column>(type: ColumnType<T>, length: number): T {
    const address = this.#next;
    const end = Math.ceil((address + length * type.BYTES_PER_ELEMENT) / alignment) * alignment + alignment;
    this.#reach(end);
    this.#next = end;
    // A shared memory grows in place, but a buffer taken before shows the old length only: take the newest.
    return new type(this.memory.buffer as ArrayBufferLike, address, length);
  }

  #reach(end: number): void {
    if (end > maximumPages * pageSize) {
      const workers = this.#partitions * Math.ceil((1.05 * end) / (maximumPages * pageSize));
      throw new ModelError(
        'partition-too-large',
        `A partition of this network needs at least ${gib(end)}, and one worker can hold 4.0 GiB; use --workers ${workers} or more, or weightPrecision: 'single'.`,
        { bytes: end, workers },
      );
    }
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / pageSize);
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch {
      throw new ModelError('out-of-memory', `The machine has no memory for a partition of ${gib(end)}; make the network smaller.`, { bytes: end });
    }
  }

  /**
   * A kernel's functions, its globals set to `values`: the `byteOffset` of a column for an address, a number otherwise.
   * @param imports What the kernel calls in return, by module and name.
   */
  instantiate<F>(
    module: WebAssembly.Module,
    globals: KernelGlobals,
    values: Readonly<Record<string, Column | number>>,
    imports: WebAssembly.Imports = {},
  ): F {
    const instance = new WebAssembly.Instance(module, { ...imports, env: { memory: this.memory } });
    const names = Object.keys(globals);
    if (names.length === 0) return instance.exports as F;
    const table = this.allocate(Float64Array, names.length);
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
    for (const [i, name] of names.entries()) {
      const value = values[name];
      if (value === undefined) throw new InternalError(`A kernel asks for “${name}”, which its engine does not provide.`, { name });
      if (globals[name] === 'f64') view.setFloat64(8 * i, value as number, true);
      else view.setUint32(8 * i, typeof value === 'number' ? value : value.byteOffset, true);
    }
    (instance.exports.init as (table: number) => void)(table.byteOffset);
    this.#tables.set(instance.exports, { view, names });
    return instance.exports as F;
  }

  /** Gives a kernel another value for one of its `f64` globals. */
  change(kernel: object, name: string, value: number): void {
    const { view, names } = this.#tables.get(kernel) ?? { view: new DataView(new ArrayBuffer(0)), names: [] };
    const place = names.indexOf(name);
    if (place < 0) throw new InternalError(`No kernel global “${name}” can be changed.`, { name });
    view.setFloat64(8 * place, value, true);
    (kernel as { init(table: number): void }).init(view.byteOffset);
  }
}
