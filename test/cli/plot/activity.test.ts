import { expect, test } from 'vitest';
import { type ActivityOptions, measureActivity, minSpikes, type Recording, rasterRows } from '../../../src/cli/plot/activity.ts';

/** Neuron i of 10 fires every (i + 1) ms for 100 ms; neurons 0 … 7 are E, 8 and 9 are I. */
const regular = (): Recording => {
  const spikes: [number, number][] = [];
  for (let id = 0; id < 10; id++) for (let time = id + 1; time <= 100; time += id + 1) spikes.push([time, id]);
  spikes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const block = { ids: spikes.map(([, id]) => id), times: spikes.map(([time]) => time) };
  const populations = [
    { name: 'E', first: 0, size: 8 },
    { name: 'I', first: 8, size: 2 },
  ];
  return { name: 'regular', populations, from: 0, to: 100, spikes: spikes.length, blocks: [block] };
};

const measure = (options?: ActivityOptions) => measureActivity(regular(), options);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

test('bins hold every spike once, whatever their width', () => {
  for (const bin of [1, 3, 7, 10, 100, 1000]) {
    for (const { binned, size, spikes } of measure({ bin }).populations) {
      const widths = Array.from(binned, (_, i) => Math.min(100, (i + 1) * bin) - i * bin);
      expect(sum(binned.map((rate, i) => (rate * size * (widths[i] as number)) / 1000))).toBeCloseTo(spikes, 9);
    }
  }
});

test('a spike on an edge belongs to the bin that it ends', () => {
  const { populations } = measure({ bin: 50 });
  // Neuron 9 fires at 10, 20, 30, 40, 50 | 60 … 100 and neuron 8 at 9 … 45 | 54 … 99.
  expect(Array.from(populations[1]?.binned ?? [])).toEqual([100, 110]);
});

test('rates and interval statistics are those of the neurons', () => {
  const [E, I] = measure().populations;
  expect(E?.rates[0]).toBe(1000);
  expect(I?.rates[1]).toBe(100);
  expect(E?.rate).toBeCloseTo((1000 + 500 + 330 + 250 + 200 + 160 + 140 + 120) / 8, 9);
  expect(Array.from(E?.cvIsi ?? [])).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

test(`neurons with fewer than ${minSpikes} spikes have no CV`, () => {
  const few = { ...regular(), to: 40 };
  expect(Array.from(measureActivity(few).populations[1]?.cvIsi ?? [])).toEqual([Number.NaN, Number.NaN]);
});

test('a raster shows every spike where it fits', () => {
  const activity = measure();
  expect(activity.window).toEqual([0, 100]);
  expect(activity.populations.map(({ dots, spikes }) => dots.length / 2 - spikes)).toEqual([0, 0]);
});

test('a raster of many spikes shows the last nice stretch', () => {
  expect(measure({ maxDots: 60 }).window).toEqual([50, 100]);
});

test('rows are shared out in proportion to size, small populations seen, large ones sampled evenly', () => {
  expect(rasterRows([8000, 2000], 1000)).toEqual([800, 200]);
  expect(rasterRows([100_000, 50], 1000)).toEqual([1000, 10]);
  expect(rasterRows([80, 20], 1000)).toEqual([80, 20]);
  const { populations } = measureActivity({ ...regular(), populations: [{ name: 'all', first: 0, size: 10 }] }, { maxRows: 5, window: [60, 60] });
  const rows = Array.from(populations[0]?.dots.filter((_, i) => i % 2 === 0) ?? []);
  // 10 rows is the least; of ten neurons these fire at 60 ms: 0, 1, 2, 3, 4, 5 and 9.
  expect(rows).toEqual([0, 1, 2, 3, 4, 5, 9]);
});

test('blocks are read one after another and spikes of other populations ignored', () => {
  const whole = regular();
  const [block] = [...whole.blocks];
  const half = Math.floor((block?.ids.length ?? 0) / 2);
  const part = (from: number, to?: number) => ({
    ids: Array.from(block?.ids ?? []).slice(from, to),
    times: Array.from(block?.times ?? []).slice(from, to),
  });
  expect(measureActivity({ ...whole, blocks: [part(0, half), part(half), { ids: [99], times: [5] }] })).toEqual(measureActivity(whole));
});
