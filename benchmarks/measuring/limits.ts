/** Limits of this machine, measured in the run whose figures are compared with them. */
import { PartitionMemory } from '../../src/engines/wasm/memory.ts';
import { compileFiles } from '../../src/kernels/compile.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { secondsOf, sized } from '../harness.ts';
import { limitsKernel } from './limits-kernel.ts';

type Deliver = (order: number, rows: number, length: number, targets: number, weights: number, sums: number) => void;

interface Kernel {
  readonly read: (from: number, cells: number) => number;
  readonly stream: (from: number, cells: number) => void;
  readonly update: (from: number, mask: number, start: number, count: number) => void;
  readonly addSingle: Deliver;
  readonly addDouble: Deliver;
  readonly count: Deliver;
  readonly multiplyAdd32: (turns: number, out: number) => void;
  readonly multiplyAdd64: (turns: number, out: number) => void;
}

const load = async (): Promise<{ readonly memory: PartitionMemory; readonly kernel: Kernel }> => {
  const memory = new PartitionMemory(1);
  const module = await compileFiles({ 'limits.ts': limitsKernel }, [], 'limits.ts', kernelHost());
  return { memory, kernel: memory.instantiate<Kernel>(module, {}, {}) };
};

/** Sequential reading [GB/s], over and over the same `bytes` (a multiple of 64). */
export const readLimit = async (bytes = sized(2 ** 28, 2 ** 21)): Promise<number> => {
  const { memory, kernel } = await load();
  const cells = memory.allocate(Float64Array, bytes / 8).fill(1);
  const passes = Math.ceil(2 ** 20 / bytes);
  const pass = (): void => {
    for (let i = 0; i < passes; i++) kernel.read(cells.byteOffset, cells.length);
  };
  return (passes * bytes) / 1e9 / (await secondsOf(pass));
};

/** Multiplying and adding in registers, without a fused instruction, which WebAssembly has not [GFLOP/s]. */
export const arithmeticLimit = async (precision: 'float32' | 'float64'): Promise<number> => {
  const { memory, kernel } = await load();
  const out = memory.allocate(Float64Array, 4).byteOffset;
  const [turns, lanes] = [20_000, precision === 'float32' ? 4 : 2];
  const work = precision === 'float32' ? kernel.multiplyAdd32 : kernel.multiplyAdd64;
  return (turns * 2 * 12 * 2 * lanes) / 1e9 / (await secondsOf(() => work(turns, out)));
};

/** x ← a·x + b over `bytes` of cells [ns a cell]. */
export const streamLimit = async (bytes: number): Promise<number> => {
  const { memory, kernel } = await load();
  const cells = memory.allocate(Float64Array, bytes / 8).fill(1);
  const passes = Math.ceil(2 ** 20 / bytes);
  const pass = (): void => {
    for (let i = 0; i < passes; i++) kernel.stream(cells.byteOffset, cells.length);
  };
  return (1e9 * (await secondsOf(pass))) / passes / cells.length;
};

/** Reading, adding to and writing a random cell among `bytes` [ns]; `bytes` a power of 2. */
export const updateLimit = async (bytes: number): Promise<number> => {
  const { memory, kernel } = await load();
  const cells = memory.allocate(Float64Array, bytes / 8).fill(1);
  const count = sized(2 ** 20, 2 ** 14);
  let start = 0;
  const seconds = await secondsOf(() => {
    kernel.update(cells.byteOffset, cells.length - 1, start, count);
    start = (start + count) % 2 ** 31;
  });
  return (1e9 * seconds) / count;
};

export type Weights = 'double' | 'single' | 'common';

/**
 * What `delivery` measures in the engine, by hand: `rows` rows of `length` random targets among `targets` neurons, a hundred visited at
 * random [ns a synapse]. `meanwhile` is what happens in between, and to the caches.
 */
export const deliveryLimit = async (weights: Weights, rows: number, length: number, targets: number, meanwhile = () => {}): Promise<number> => {
  const { memory, kernel } = await load();
  const wide = Math.ceil(length / 4) * 4;
  const target = memory.allocate(Uint16Array, rows * wide);
  const random = randomWords();
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < wide; i++) target[row * wide + i] = random() % targets;
    target.subarray(row * wide, (row + 1) * wide).sort();
  }
  const weight =
    weights === 'common'
      ? target
      : (weights === 'single' ? memory.allocate(Float32Array, rows * wide) : memory.allocate(Float64Array, rows * wide)).fill(0.1);
  const sums = memory.allocate(Float64Array, targets);
  const order = memory.allocate(Uint32Array, 100);
  const deliver = { double: kernel.addDouble, single: kernel.addSingle, common: kernel.count }[weights];
  const before = (): void => {
    meanwhile();
    for (let i = 0; i < order.length; i++) order[i] = random() % rows;
  };
  const seconds = await secondsOf(() => deliver(order.byteOffset, order.length, wide, target.byteOffset, weight.byteOffset, sums.byteOffset), {
    before,
    calls: 200,
  });
  return (1e9 * seconds) / order.length / wide;
};

/** Words for the choice of rows and cells: a linear congruential generator will do. */
export const randomWords = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 4;
  };
};
