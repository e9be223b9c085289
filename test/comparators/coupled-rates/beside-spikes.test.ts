import { from, lastValueFrom, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { compareWith } from '../../../src/comparators/compare-with.ts';
import { besideSpikes } from '../../../src/comparators/coupled-rates/beside-spikes.ts';
import { lifGain } from '../../../src/comparators/coupled-rates/lif-gain.ts';
import { coupledRates } from '../../../src/comparators/coupled-rates/network.ts';
import { independentWeights } from '../../../src/comparators/coupled-rates/weights.ts';
import type { Spikes } from '../../../src/streams/blocks.ts';

const n = 100;
const gain = lifGain();
const weights = independentWeights(n, 2, 'beside');
const modelOf = (seed: string) => coupledRates({ n, weights, k: 0, phi: gain, seed });

/** Neurons without noise that fire as a rate model says: each adds up its rate and spikes at whole numbers. Blocks of 50 ms. */
const spikesOf = (seed: string, duration: number, factor = 1): Spikes[] => {
  const rates = modelOf(seed);
  const phase = Float64Array.from({ length: n }, (_, i) => i / n);
  return Array.from({ length: duration / 50 }, (_, b) => {
    const [neuron, time]: [number[], number[]] = [[], []];
    for (let step = 1; step <= 10; step++) {
      rates.step();
      rates.phi().forEach((activity, i) => {
        phase[i] = (phase[i] as number) + (factor * gain.r0 * (1 + activity) * 5) / 1000;
        if ((phase[i] as number) < 1) return;
        phase[i] = (phase[i] as number) - 1;
        neuron.push(i);
        time.push(50 * b + 5 * step);
      });
    }
    return { of: 'E', size: n, from: 50 * b, upTo: 50 * (b + 1), neuron: Uint32Array.from(neuron), time: Float64Array.from(time) };
  });
};

const compared = (blocks: readonly Spikes[], options = {}) =>
  lastValueFrom(from(blocks).pipe(compareWith(besideSpikes(modelOf('model'), { of: 'E', r0: gain.r0, bins: 50, ...options })), toArray()));

it('agrees with spikes that follow another course of the same model', async () => {
  const pairs = await compared(spikesOf('other', 60_000), { from: 10_000 });
  expect(pairs.map(({ t }) => t)).toEqual([15, 20, 25, 30, 35, 40, 45, 50, 55, 60].map((t) => 1000 * t));
  expect(pairs.some(({ alarm }) => alarm)).toBe(false);
  expect(pairs.slice(0, 3).every(({ standardError }) => Number.isNaN(standardError))).toBe(true);
  const mean = (of: 'spiking' | 'predicted') => pairs.reduce((sum, each) => sum + each[of], 0) / pairs.length;
  expect(mean('predicted')).toBeGreaterThan(0.3);
  // Both means are over 50 s of a correlation of half a second or so.
  expect(Math.abs(mean('spiking') / mean('predicted') - 1)).toBeLessThan(0.15);
});

it('says nothing of windows of which blocks were dropped', async () => {
  const blocks = spikesOf('other', 30_000);
  const [before, after] = [blocks.slice(0, 150), blocks.slice(310)];
  const holed = [...before, { ...(after[0] as Spikes), dropped: { blocks: 160, rows: 1000 } }, ...after.slice(1)];
  expect((await compared(holed)).map(({ t }) => t)).toEqual([5000, 25_000, 30_000]);
});

it('gives alarm where neurons fire twice as much', async () => {
  const pairs = await compared(spikesOf('other', 60_000, 2), { from: 10_000 });
  expect(pairs.slice(3).every(({ alarm }) => alarm)).toBe(true);
});

it('counts what spikes at rest count to: nothing but whole spikes', async () => {
  const quiet = coupledRates({ n, g: 0, k: 0, phi: gain, seed: 'rest', initial: 0 });
  const every = 1000 / gain.r0;
  const spikes = Array.from({ length: n }, (_, i) => Array.from({ length: 125 }, (__, s) => ({ t: every * (s + i / n + 0.001), i }))).flat();
  const sorted = spikes.filter(({ t }) => t <= 2000).sort((a, b) => a.t - b.t);
  const block = {
    of: 'E',
    size: n,
    from: 0,
    upTo: 2000,
    neuron: Uint32Array.from(sorted, ({ i }) => i),
    time: Float64Array.from(sorted, ({ t }) => t),
  };
  const [pair] = await lastValueFrom(from([block]).pipe(compareWith(besideSpikes(quiet, { of: 'E', r0: gain.r0 })), toArray()));
  expect(pair?.predicted).toBe(0);
  // 6 spikes in three bins of four, 7 in the fourth, where 6.25 are expected.
  expect(pair?.spiking).toBeCloseTo(0.1875 / 6.25 ** 2, 3);
});

it('says what cannot be', async () => {
  expect(() => besideSpikes(modelOf('model'), { of: 'E', r0: 0 })).toThrow('besideSpikes: r0 is 0 Hz');
  const small = spikesOf('other', 50).map((block) => ({ ...block, size: 3 }));
  await expect(compared(small)).rejects.toThrow("besideSpikes: population 'E' has 3 neurons, the rate model 100 units.");
});
