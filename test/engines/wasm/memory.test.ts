import { describe, expect, it } from 'vitest';
import { PartitionMemory } from '../../../src/engines/wasm/memory.ts';
import { compileKernel } from '../../../src/kernels/compile.ts';
import { printGlobals } from '../../../src/kernels/globals.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';

describe('PartitionMemory', () => {
  it('gives zeroed columns at multiples of 64 bytes that do not touch, and grows', () => {
    const memory = new PartitionMemory(1);
    const columns = [
      memory.allocate(Float64Array, 3),
      memory.allocate(Uint8Array, 1),
      memory.allocate(Uint16Array, 3_000_000),
      memory.allocate(Float32Array, 0),
    ];
    columns.forEach((column, i) => {
      expect(column.byteOffset % 64).toBe(0);
      expect(column.every((x) => x === 0)).toBe(true);
      column.fill(i + 1);
      const next = columns[i + 1];
      if (next) expect(next.byteOffset - (column.byteOffset + column.byteLength)).toBeGreaterThanOrEqual(64);
    });
    expect(columns.map((column) => column.every((x, _, all) => x === all[0]))).toEqual([true, true, true, true]);
    expect(memory.used).toBeGreaterThan(6_000_000);
  });

  it('says how many workers a partition beyond 4 GiB would need', () => {
    expect(() => new PartitionMemory(1).allocate(Float64Array, 2 ** 29 * 1.3)).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: A partition of this network needs at least 5.2 GiB, and one worker can hold 4.0 GiB; use --workers 2 or more, or weightPrecision: 'single'.]`,
    );
    expect(() => new PartitionMemory(2).allocate(Float64Array, 2 ** 30)).toThrow(/use --workers 6 or more/);
  });

  it('tells each instance of a kernel its own addresses and numbers', async () => {
    const globals = { column: 'usize', n: 'i32', scale: 'f64' } as const;
    const text = `${printGlobals(globals)}
export function total(): f64 {
  let sum: f64 = 0;
  for (let i: i32 = 0; i < n; ++i) sum += scale * f64.load(column + (<usize>i << 3));
  return sum;
}`;
    const module = await compileKernel({ 'total.ts': text }, 'total.ts', kernelHost());
    const memory = new PartitionMemory(1);
    const totals = [2, 10].map((scale) => {
      const column = memory.allocate(Float64Array, 3);
      column.set([1, 2, scale]);
      return memory.instantiate<{ total(): number }>(module, globals, { column, n: 3, scale });
    });
    expect(totals.map(({ total }) => total())).toEqual([10, 130]);
    expect(() => memory.instantiate(module, globals, { n: 3, scale: 1 })).toThrow(/asks for “column”/);
  });
});
