import fc from 'fast-check';
import { from, lastValueFrom, type OperatorFunction, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import {
  binnedRates,
  correlations,
  fanoFactor,
  isiCv,
  participation,
  populationCorrelation,
  powerSpectrum,
  rateAutocorrelation,
  type Spikes,
} from '../../../src/index.ts';

const operators: Readonly<Record<string, OperatorFunction<Spikes, unknown>>> = {
  binnedRates: binnedRates({ bin: 0.3 }),
  isiCv: isiCv({ every: 7, least: 1 }),
  fanoFactor: fanoFactor({ window: 0.7, every: 7 }),
  correlations: correlations({ bin: 1, every: 10 }),
  populationCorrelation: populationCorrelation({ bin: 0.1, every: 5 }),
  rateAutocorrelation: rateAutocorrelation({ bin: 0.5, every: 8 }),
  powerSpectrum: powerSpectrum({ bin: 0.5, every: 8 }),
  participation: participation({ bin: 0.2, every: 6 }),
};

/** Four neurons on a grid of tenths and between, so that spikes lie on edges as often as not. */
const spikes = fc
  .array(
    fc.tuple(
      fc.nat(3),
      fc.oneof(
        fc.nat(300).map((tick) => tick / 10),
        fc.double({ min: 0.001, max: 30, noNaN: true }),
      ),
    ),
    { maxLength: 60 },
  )
  .map((all) => all.filter(([, time]) => time > 0).sort((a, b) => a[1] - b[1] || a[0] - b[0]));
const cuts = fc.array(
  fc.oneof(
    fc.nat(300).map((tick) => tick / 10),
    fc.double({ min: 0, max: 30, noNaN: true }),
  ),
  { maxLength: 8 },
);

const blocks = (all: readonly (readonly [number, number])[], begin: number, at: readonly number[]): Spikes[] => {
  const edges = [begin, ...at.filter((edge) => edge > begin).sort((a, b) => a - b), 30];
  return edges.slice(1).map((upTo, i) => {
    const start = edges[i] as number;
    const rows = all.filter(([, time]) => time > start && time <= upTo);
    return { of: 'E', from: start, upTo, size: 4, neuron: Uint32Array.from(rows, ([n]) => n), time: Float64Array.from(rows, ([, t]) => t) };
  });
};

it.each(Object.entries(operators))('%s does not depend on how the stream is cut into blocks', async (_, operator) => {
  await fc.assert(
    fc.asyncProperty(spikes, cuts, fc.constantFrom(0, 0.1, 7, 7.77), async (all, at, begin) => {
      const of = (blocks: Spikes[]) => lastValueFrom(from(blocks).pipe(operator, toArray()));
      expect(await of(blocks(all, begin, at))).toEqual(await of(blocks(all, begin, [])));
    }),
    { numRuns: 60, seed: 1 },
  );
});
