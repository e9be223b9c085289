import { from, lastValueFrom, type OperatorFunction, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { bimodality, symmetry, type Weights, weightHistogram, weightSpectrum } from '../../../src/index.ts';
import { normals } from '../../../src/random.ts';

const values = <V>(operator: OperatorFunction<Weights, V>, ...blocks: Weights[]): Promise<V[]> =>
  lastValueFrom(from(blocks).pipe(operator, toArray()));

/** A full matrix with row i onto neuron i. */
const snapshot = (n: number, upTo: number, entry: (i: number, j: number) => number): Weights => ({
  ...{ of: 'EE', from: upTo - 100, upTo },
  source: Uint32Array.from({ length: n * n }, (_, k) => Math.floor(k / n)),
  target: Uint32Array.from({ length: n * n }, (_, k) => k % n),
  w: Float64Array.from({ length: n * n }, (_, k) => entry(k % n, Math.floor(k / n))),
});

it('histograms count every weight once, between its extremes or in bins that stay', async () => {
  const weights = snapshot(2, 200, (i, j) => 2 * i + j);
  const [found] = await values(weightHistogram({ bins: 3 }), { ...weights, dropped: { blocks: 2, rows: 8 } });
  expect(found).toEqual({
    ...{ of: 'EE', from: 100, upTo: 200, dropped: { blocks: 2, rows: 8 } },
    ...{ histogram: { from: 0, width: 1, counts: Float64Array.of(1, 1, 2), below: 0, above: 0, total: 4 }, mean: 1.5, deviation: Math.sqrt(5 / 3) },
  });
  const [fixed] = await values(weightHistogram({ bins: { from: 1, width: 0.5, count: 2 } }), weights);
  expect([fixed?.histogram.below, Array.from(fixed?.histogram.counts ?? []), fixed?.histogram.above]).toEqual([1, [1, 1], 1]);
  const [alike] = await values(
    weightHistogram({ bins: 2 }),
    snapshot(2, 100, () => 5),
  );
  expect(Array.from(alike?.histogram.counts ?? [])).toEqual([4, 0]);
});

it('two groups of weights have two modes, one group has one', async () => {
  const random = normals('modes');
  const [two, one] = await values(
    bimodality({ synapses: 200, rounds: 99 }),
    snapshot(20, 100, (i) => random() + (i % 2 === 0 ? 0 : 6)),
    snapshot(20, 200, () => random()),
  );
  expect(two).toMatchObject({ p: 1 / 100, synapses: 200, upTo: 100 });
  // A bell's dip lies below most of those of uniform samples: of 200 seeds none had p < 0.1.
  expect(one?.p).toBeGreaterThan(0.1);
});

it('spectrum and symmetry are those of the matrix', async () => {
  const rotation = snapshot(2, 100, (i, j) => (i === j ? 0.5 : j > i ? -2 : 2));
  const [spectrum] = await values(weightSpectrum({ size: 2 }), rotation);
  expect(Array.from(spectrum?.re ?? [], (x) => Math.round(x * 1e12) / 1e12)).toEqual([0.5, 0.5]);
  expect(Array.from(spectrum?.im ?? [], Math.abs).map((x) => Math.round(x * 1e12) / 1e12)).toEqual([2, 2]);
  expect(spectrum?.radius).toBeCloseTo(Math.hypot(0.5, 2), 12);
  expect(spectrum?.abscissa).toBeCloseTo(0.5, 12);
  expect((await values(symmetry(), rotation))[0]).toMatchObject({ of: 'EE', upTo: 100, index: -1, reciprocal: 1 });
  // One synapse from neuron 0 onto neuron 1, twice: row 1, column 0, and nothing back.
  const [one] = await values(weightSpectrum({ size: 3 }), {
    ...{ of: 'EE', from: 0, upTo: 100 },
    ...{ source: Uint32Array.of(0, 0, 2), target: Uint32Array.of(1, 1, 2), w: Float64Array.of(1, 2, 3) },
  });
  expect([one?.radius, one?.abscissa]).toEqual([3, 3]);
});

it('what cannot be is refused', async () => {
  expect(() => weightHistogram({ bins: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: weightHistogram: 0 bins of width 1: take a whole number, and a positive width.]`,
  );
  expect(() => bimodality({ rounds: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: bimodality: 500 synapses and 0 rounds: both must be whole numbers from 1 on.]`,
  );
  expect(() => weightSpectrum({ size: 2000 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: weightSpectrum: size is 2000, but a matrix has 1 to 1,000 rows here.]`,
  );
  await expect(
    values(
      weightSpectrum({ size: 2 }),
      snapshot(3, 100, () => 1),
    ),
  ).rejects.toThrowErrorMatchingInlineSnapshot(`[ModelError: weightSpectrum: projection 'EE' has a synapse 0 → 2, but size is 2.]`);
});
