import { firstValueFrom, from, lastValueFrom, type OperatorFunction, Subject, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import {
  type Block,
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
import { uniforms } from '../../../src/random.ts';
import { autocorrelation } from '../../../src/streams/statistics/autocorrelation.ts';
import { correlation, fanoFactor as fanoOf, populationCorrelation as populationOf } from '../../../src/streams/statistics/counts.ts';
import { cvIsi, localVariation } from '../../../src/streams/statistics/intervals.ts';
import { participationRatio } from '../../../src/streams/statistics/participation-ratio.ts';
import { powerSpectrum as spectrumOf } from '../../../src/streams/statistics/power-spectrum.ts';
import { asBlock, commonSource, countsOf, renewal } from '../trains.ts';

const values = <V>(operator: OperatorFunction<Spikes, V>, ...blocks: Spikes[]): Promise<V[]> => lastValueFrom(from(blocks).pipe(operator, toArray()));
const one = async <V>(operator: OperatorFunction<Spikes, V>, block: Spikes): Promise<V> => firstValueFrom(from([block]).pipe(operator));
const block = (from: number, upTo: number, spikes: readonly (readonly [neuron: number, time: number])[], more: Partial<Spikes> = {}): Spikes => ({
  ...{ of: 'E', from, upTo, size: 3, ...more },
  neuron: Uint32Array.from(spikes, ([neuron]) => neuron),
  time: Float64Array.from(spikes, ([, time]) => time),
});

const duration = 40_000;
const trains = commonSource('operators', 6, duration, 20, 0.3);
const whole = asBlock(trains, duration);
const counts = (bin: number) => trains.map((times) => countsOf(times, bin, duration));

it('rates: every spike is in one bin, and one on an edge in the bin that ends there', async () => {
  const spikes = [0.1, 0.3, 0.7, 0.8, 1.2, 1.9, 2].map((time) => [0, time] as const);
  const rates = await values(binnedRates({ bin: 0.1 }), block(0, 2, spikes));
  expect(rates).toHaveLength(20);
  // 3 · 0.1 and 7 · 0.1 are not the doubles 0.3 and 0.7.
  expect(rates.flatMap(({ upTo, spikes }) => (spikes > 0 ? [upTo] : []))).toEqual([0.1, 0.3, 0.7, 0.8, 1.2, 1.9, 2]);
  expect(rates[2]).toEqual({ of: 'E', from: 0.2, upTo: 0.3, spikes: 1, rate: 1000 / (3 * 0.1) });
  expect((await values(binnedRates({ bin: 1.5 }), block(0, 2, spikes))).map(({ spikes }) => spikes)).toEqual([5]);
  const all = await values(binnedRates({ bin: 10 }), whole);
  expect(all.map(({ spikes }) => spikes)).toEqual(Array.from(countsOf(whole.time, 10, duration)));
});

it('a stream that begins, ends or has a gap within a bin loses that bin and no other', async () => {
  const early = block(3, 21, [
    [0, 4],
    [0, 10],
    [1, 11],
    [1, 20],
    [1, 21],
  ]);
  const late = block(
    24,
    40,
    [
      [2, 29],
      [2, 31],
    ],
    { dropped: { blocks: 1, rows: 7 } },
  );
  const rates = await values(binnedRates({ bin: 10 }), early, late);
  expect(rates.map(({ from, upTo, spikes, dropped }) => [from, upTo, spikes, dropped])).toEqual([
    [10, 20, 2, undefined],
    [30, 40, 1, { blocks: 1, rows: 7 }],
  ]);
});

it('intervals are not measured across a gap, and belong to the value in whose stretch they end', async () => {
  const found = await values(
    isiCv({ every: 10, least: 1 }),
    block(2, 14, [
      [0, 3],
      [0, 5],
      [0, 9],
      [0, 12],
    ]),
    block(17, 25, [
      [0, 18],
      [0, 19],
      [0, 22],
    ]),
  );
  expect(found.map(({ from, upTo, intervals }) => [from, upTo, intervals])).toEqual([
    [2, 10, 2],
    [10, 14, 1],
    [17, 20, 1],
    [20, 25, 1],
  ]);
  expect(found[0]?.cv[0]).toBeCloseTo(1 / 3, 14);
  expect(found[0]?.population.cv).toEqual({ mean: found[0]?.cv[0], error: Number.NaN, known: 1 });
});

it('every statistic is the one of the samples', async () => {
  const cv = await one(isiCv({ every: Number.POSITIVE_INFINITY }), whole);
  expect(Array.from(cv.cv)).toEqual(trains.map(cvIsi));
  expect(Array.from(cv.lv)).toEqual(trains.map(localVariation));
  expect([cv.from, cv.upTo]).toEqual([0, duration]);

  const fano = await one(fanoFactor({ window: 100, every: Number.POSITIVE_INFINITY }), whole);
  expect(Array.from(fano.fano)).toEqual(counts(100).map(fanoOf));
  expect([fano.windows, fano.known]).toEqual([400, 6]);

  const pairs = await one(correlations({ bin: 50, every: duration }), whole);
  expect(pairs.correlation).toHaveLength(15);
  pairs.correlation.forEach((found, i) => {
    const [a, b] = [counts(50)[pairs.first[i] as number], counts(50)[pairs.second[i] as number]] as [Float64Array, Float64Array];
    expect(found).toBeCloseTo(correlation(a, b), 12);
  });
  expect((await one(populationCorrelation({ bin: 50, every: duration }), whole)).correlation).toBeCloseTo(populationOf(counts(50)), 12);
  expect((await one(participation({ bin: 50, every: duration }), whole)).ratio).toBeCloseTo(participationRatio(counts(50)), 10);

  const rate = countsOf(whole.time, 5, duration).map((count) => (1000 * count) / 6 / 5);
  const spectrum = await one(powerSpectrum({ bin: 5, every: duration, resolution: 1 }), whole);
  const expected = spectrumOf(rate, { step: 5, segment: 256 });
  expect(spectrum.frequency).toEqual(expected.frequency);
  expect(Math.max(...spectrum.power.map((power, k) => Math.abs(power / (expected.power[k] as number) - 1)))).toBeLessThan(1e-10);
  const memory = await one(rateAutocorrelation({ bin: 5, every: duration, lags: 20 }), whole);
  expect(Array.from(memory.lag)).toEqual([0, 5, 10, 15, 20]);
  expect(Math.max(...autocorrelation([rate], { lags: 4 }).map((c, lag) => Math.abs((memory.total[lag] as number) - c)))).toBeLessThan(1e-8);
});

it('private noise has no part in what neurons share', async () => {
  // Fifty neurons, Poisson at 20 Hz, 30 % of it in common: at lag 0 the shared part is 0.3·r/bin, the rest 0.7·r/(N·bin) more, at other lags nothing.
  const [neurons, long] = [50, 1e5];
  const { total, shared, halfWidth } = await one(
    rateAutocorrelation({ bin: 5, every: long, lags: 50 }),
    asBlock(commonSource('shared', neurons, long, 20, 0.3), long),
  );
  const [common, own] = [(0.3 * 20) / 0.005, (0.7 * 20) / (neurons * 0.005)];
  // Relative deviation of a variance of rare counts (0.03 common spikes per bin): √((1/m + 2)/n) = 0.042; five.
  expect(Math.abs((shared[0] as number) / common - 1)).toBeLessThan(0.21);
  expect(Math.abs(((total[0] as number) - (shared[0] as number)) / own - 1)).toBeLessThan(0.21);
  expect(Math.max(...shared.subarray(1).map(Math.abs))).toBeLessThan((5 * common) / Math.sqrt(long / 5));
  expect(halfWidth).toBeLessThan(5);
});

it('what a window holds is its own, in values at multiples of `every` and what remains', async () => {
  const each = await values(fanoFactor({ window: 100, every: 15_000 }), whole);
  expect(each.map(({ from, upTo, windows }) => [from, upTo, windows])).toEqual([
    [0, 15_000, 150],
    [15_000, 30_000, 150],
    [30_000, 40_000, 100],
  ]);
  const last = trains.map((times) => countsOf(times, 100, duration).subarray(300));
  expect(Array.from(each[2]?.fano ?? [])).toEqual(last.map(fanoOf));
  // Windows too short for the stretches of a spectrum have none.
  expect(await values(powerSpectrum({ bin: 5, every: 15_000, resolution: 0.1 }), whole)).toHaveLength(2);
});

it('pairs are drawn, or as told', async () => {
  const large = asBlock(
    Array.from({ length: 100 }, (_, i) => renewal(uniforms(`pair ${i}`), 2000, 20)),
    2000,
  );
  const drawn = await one(correlations({ bin: 50, every: 2000, pairs: 60 }), large);
  expect(new Set(Array.from(drawn.first, (a, i) => `${a} ${drawn.second[i]}`)).size).toBe(60);
  expect(drawn.first.every((a, i) => a < (drawn.second[i] as number))).toBe(true);
  const told = await one(
    correlations({
      bin: 50,
      every: 2000,
      pairs: [
        [7, 3],
        [3, 3],
      ],
    }),
    large,
  );
  expect([Array.from(told.first), Array.from(told.second)]).toEqual([
    [7, 3],
    [3, 3],
  ]);
  expect(told.correlation[1]).toBeCloseTo(1, 14);
  await expect(one(correlations({ bin: 50, every: 2000, pairs: [[7, 100]] }), large)).rejects.toThrow("population 'E' has no neuron 100");
});

it('nothing is left of a subscription that has ended', () => {
  const source = new Subject<Spikes>();
  const rates: number[] = [];
  const operator = fanoFactor({ window: 1, every: 2 });
  const first = source.pipe(operator).subscribe(({ windows }) => rates.push(windows));
  source.next(block(0, 1, []));
  first.unsubscribe();
  expect(source.observed).toBe(false);
  // Another one of the same operator begins anew.
  source.pipe(operator).subscribe(({ from, windows }) => rates.push(from, windows));
  source.next(block(1, 2, []));
  expect(rates).toEqual([1, 1]);
});

it('bins and windows that cannot be are refused, and so are two populations in one stream', async () => {
  expect(() => binnedRates({ bin: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: binnedRates: bins must have a positive width in ms, not 0.]`,
  );
  expect(() => fanoFactor({ window: 100, every: 250 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: fanoFactor: a value every 250 ms cannot be had of bins of 100 ms. Take a multiple of the bin, or Infinity for one value at the end.]`,
  );
  expect(() => rateAutocorrelation({ bin: 1, every: Number.POSITIVE_INFINITY })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: rateAutocorrelation: a value every Infinity ms cannot be had of bins of 1 ms. Take a multiple of the bin.]`,
  );
  expect(() => rateAutocorrelation({ bin: 1, every: 10, lags: 10 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: rateAutocorrelation: lags of 10 ms do not fit into windows of 10 ms.]`,
  );
  expect(() => powerSpectrum({ bin: 1, every: 100, resolution: 5 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: powerSpectrum: a window of 100 bins of 1 ms is too short for frequencies 5 Hz apart. Take longer windows or shorter bins.]`,
  );
  expect(() => participation({ bin: 1, every: 100, neurons: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: participation: 0 neurons cannot be looked at; take a whole number from 1 on.]`,
  );
  expect(() => isiCv({ every: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: isiCv: a value every 0 ms of 4 intervals or more: both must be positive.]`,
  );
  await expect(one(participation({ bin: 0.001, every: 1e6 }), whole)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: participation: 1000000000 bins of 6 units are more than the 33554432 numbers that a window may hold. Take wider bins, shorter windows or fewer neurons.]`,
  );
  await expect(values(binnedRates({ bin: 1 }), block(0, 1, []), block(1, 2, [], { of: 'I' }))).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: A statistic follows the spikes of one population: 'E' here, but then came 'I'.]`,
  );
  const silent: readonly Block[] = await values(binnedRates({ bin: 1 }));
  expect(silent).toEqual([]);
});
