/**
 * How fast is dense linear algebra for rate models, against what a core can do?
 *
 * Products of matrices: against multiplying and adding in registers. Passes over matrices, which a step of `coupledRates` is made of: against
 * reading as many bytes and, of matrices that change, reading and writing them (x ← a·x + b), in a memory of the same size.
 */
import { Dense, type Precision } from 'spikeloom';
import { question, type Row, secondsOf, sized } from './harness.ts';
import { arithmeticLimit, readLimit, streamLimit } from './measuring/limits.ts';

const precisions: readonly Precision[] = ['float32', 'float64'];
const sizes = sized([100, 500, 1000], [40]);

const filled = (dense: Dense, n: number) =>
  dense.matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, i) => Math.sin(i) / n),
  );

const gemm = async (precision: Precision, n: number, limit: number): Promise<Row> => {
  const dense = new Dense(precision);
  const [a, b, c] = [filled(dense, n), filled(dense, n), filled(dense, n)];
  const gflops = (2 * n ** 3) / 1e9 / (await secondsOf(() => dense.gemm(a, b, c)));
  return {
    what: `A·B, ${precision}`,
    n,
    µs: (2 * n ** 3) / 1e3 / gflops,
    'GFLOP/s': gflops,
    'limit (µs)': (2 * n ** 3) / 1e3 / limit,
    'times the limit': limit / gflops,
  };
};

/** What a pass reads of matrices, and how many it changes. */
interface Pass {
  readonly what: string;
  readonly reads: number;
  readonly changes: number;
  readonly flops: number;
  run(): void;
}

const passesOf = (dense: Dense, n: number): readonly Pass[] => {
  const [j, a, d] = [filled(dense, n), filled(dense, n), filled(dense, n)].map(({ values }) => values.byteOffset) as [number, number, number];
  const vector = () =>
    dense.vector(
      n,
      Float64Array.from({ length: n }, (_, i) => Math.cos(i)),
    ).values.byteOffset;
  const [phi, psi, y, z] = [vector(), vector(), vector(), vector()];
  const { kernels } = dense;
  return [
    { what: 'A·x', reads: 1, changes: 0, flops: 2, run: () => kernels.multiply(n, n, j, phi, y) },
    { what: 'A·x and A·y (frozen, with a small difference)', reads: 1, changes: 0, flops: 4, run: () => kernels.multiplyBoth(n, j, phi, psi, y, z) },
    { what: 'step of plastic weights', reads: 2, changes: 1, flops: 6, run: () => kernels.advanceCoupled(n, j, a, phi, 0.98, 1e-5, y) },
    { what: '… with a small difference', reads: 3, changes: 2, flops: 15, run: () => kernels.advanceTangent(n, j, a, d, phi, psi, 0.98, 1e-5, y, z) },
  ];
};

const pass = async (precision: Precision, n: number, arithmetic: number, { what, reads, changes, flops, run }: Pass): Promise<Row> => {
  const bytes = Math.ceil(((precision === 'float32' ? 4 : 8) * n * n) / 64) * 64;
  const µs = 1e6 * (await secondsOf(run));
  const reading = ((reads - changes) * bytes) / 1e3 / (await readLimit(reads * bytes));
  const limit = reading + (changes === 0 ? 0 : (((await streamLimit(reads * bytes)) * bytes) / 8 / 1e3) * changes);
  return {
    what: `${what}, ${precision}`,
    n,
    µs,
    'GFLOP/s': (flops * n * n) / 1e3 / µs,
    'limit (µs)': Math.max(limit, (flops * n * n) / 1e3 / arithmetic),
    'times the limit': µs / Math.max(limit, (flops * n * n) / 1e3 / arithmetic),
  };
};

await question('dense', async () => {
  const rows: Row[] = [];
  for (const precision of precisions) {
    const arithmetic = await arithmeticLimit(precision);
    rows.push({ what: `multiplying and adding, ${precision}`, 'GFLOP/s': arithmetic });
    for (const n of sizes) rows.push(await gemm(precision, n, arithmetic));
    for (const n of sizes) for (const each of passesOf(new Dense(precision), n)) rows.push(await pass(precision, n, arithmetic, each));
  }
  return rows;
});
