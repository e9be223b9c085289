import seedrandom from 'seedrandom';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileEntry } from '../../src/kernels/build.mjs';
import { exp } from '../../src/math.ts';
import { bernoulli, normal, philox4x32, uniform } from '../../src/random.ts';

type Block = (key0: number, key1: number, c0: number, c1: number, c2: number, c3: number, out: number) => void;
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly philox: Block;
  readonly philoxOverC0: Block;
  readonly philoxOverC1: Block;
  readonly uniform: (word: number) => number;
  readonly bernoulli: (word: number, p: number) => number;
  readonly normal: (word1: number, word2: number) => number;
  readonly expPair: (at: number) => void;
}

const entry = `
export { philox, philoxOverC0, philoxOverC1, uniform, bernoulli, normal } from './philox';
import { expV } from './math';
/** Replaces the two doubles at \`at\` by their exponentials. */
export function expPair(at: usize): void {
  v128.store(at, expV(v128.load(at)));
}
`;

let kernel: Kernel;
beforeAll(async () => {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(await compileEntry(entry, ['--initialMemory', '1'])));
  kernel = instance.exports as unknown as Kernel;
});

const draw = seedrandom('kernel words');
const words = (n: number): number[] => Array.from({ length: n }, () => draw.int32() >>> 0);

describe('kernel randomness', () => {
  it('makes the blocks of the host, singly and four at a time over either counter', () => {
    const found = new Uint32Array(kernel.memory.buffer, 1024, 16);
    for (let i = 0; i < 2000; i++) {
      const [k0, k1, c0, c1, c2, c3] = words(6) as [number, number, number, number, number, number];
      const [first0, first1] = i < 10 ? [0xfffffffe, 0xfffffffd] : [c0, c1];
      const expected = new Uint32Array(16);
      kernel.philox(k0, k1, first0, first1, c2, c3, 1024);
      philox4x32(k0, k1, first0, first1, c2, c3, expected);
      expect([...found.subarray(0, 4)]).toEqual([...expected.subarray(0, 4)]);
      kernel.philoxOverC0(k0, k1, first0, first1, c2, c3, 1024);
      for (let j = 0; j < 4; j++) philox4x32(k0, k1, first0 + j, first1, c2, c3, expected, 4 * j);
      expect([...found]).toEqual([...expected]);
      kernel.philoxOverC1(k0, k1, first0, first1, c2, c3, 1024);
      for (let j = 0; j < 4; j++) philox4x32(k0, k1, first0, first1 + j, c2, c3, expected, 4 * j);
      expect([...found]).toEqual([...expected]);
    }
  });

  it('makes the numbers of the host of them', () => {
    const pairs = Array.from({ length: 5000 }, () => words(2) as [number, number]);
    pairs.push([0, 0], [0xffffffff, 0xffffffff], [0, 0xffffffff], [0x80000000, 0x80000000]);
    const different = pairs.filter(([a, b]) => {
      const p = uniform(b);
      return (
        kernel.uniform(a) !== uniform(a) ||
        kernel.normal(a, b) !== normal(a, b) ||
        [p, 0, 1, 1.5].some((chance) => kernel.bernoulli(a, chance) !== Number(bernoulli(a, chance)))
      );
    });
    expect(different).toEqual([]);
  });
});

it('expV gives the bits of exp in both lanes, also where one lane overflows, underflows or is no number', () => {
  const lanes = new Float64Array(kernel.memory.buffer, 0, 2);
  const special = [0, -0, 1, -1, 708, 709.7, 710, -708, -740, -746, Infinity, -Infinity, Number.NaN, 1e-320];
  const pairs = special.flatMap((a) => special.map((b): [number, number] => [a, b]));
  for (let i = 0; i < 20_000; i++) pairs.push([(draw() - 0.9) * 100, (draw() - 0.5) * 1500]);
  const different = pairs.filter(([a, b]) => {
    lanes.set([a, b]);
    kernel.expPair(0);
    return !Object.is(lanes[0], exp(a)) || !Object.is(lanes[1], exp(b));
  });
  expect(different).toEqual([]);
});
