import { expect, it } from 'vitest';
import { metaplasticStdp } from '../../src/rules/metaplastic-stdp.ts';
import { weightAt } from './one-synapse.ts';
import { deviation, poissonTimes, quiet } from './statistics.ts';

const a2 = (6.5e-3 * 16.8 * 125 * 0.005) / 33.7;

it('depresses by the square of the low-passed rate, and potentiates post-pre-post triplets', () => {
  const uses = [metaplasticStdp({ tauTheta: 1000 })];
  const [afterPre, afterTriplet] = weightAt({ uses, spikes: [10, 35], arrivals: [25] }, [30, 40]) as [number, number];
  const rate = (0.005 * Math.exp(-10 / 1000) + 1 / 1000) * Math.exp(-15 / 1000);
  expect(afterPre).toBeCloseTo(0.5 - a2 * (rate / 0.005) ** 2 * Math.exp(-15 / 33.7), 14);
  expect(afterTriplet).toBeCloseTo(afterPre + 6.5e-3 * Math.exp(-10 / 16.8) * Math.exp(-25 / 125), 14);
});

// The threshold all but stands still. 60 intervals of 10 s; 4 standard errors of 59 degrees of freedom: each fails by chance in 2e-4 of seeds.
it.each([2.5, 5, 10])('drifts, under Poisson spikes of the target at %f Hz, as BCM theory says', (rate) => {
  const uses = [metaplasticStdp({ tauTheta: 1e9, target: 5 })];
  const spiking = { arrivals: poissonTimes(10, 602_000, `pre ${rate}`), spikes: poissonTimes(rate, 602_000, `post ${rate}`) };
  const times = Array.from({ length: 61 }, (_, i) => 1000 + 10_000 * i);
  const weights = weightAt({ ...spiking, uses, weight: 1000, bounds: [0, 2000], delay: quiet }, times);
  const changes = weights.slice(1).map((w, i) => w - (weights[i] as number));
  const nu = rate / 1000;
  expect(deviation(changes, 6.5e-3 * 16.8 * 125 * 0.01 * nu * (nu - 0.005) * 10_000)).toBeLessThan(4);
});

it('follows the rate of the target: what it was before no longer counts', () => {
  const uses = [metaplasticStdp({ tauTheta: 200 })];
  const regular = (from: number, gap: number, count: number) => Array.from({ length: count }, (_, i) => from + gap * i);
  // After 4 s at 100 Hz the sawtooth of c is what a geometric series says, whatever c began with.
  const spikes = regular(10, 10, 400);
  const weights = weightAt({ uses, spikes, arrivals: [4005], weight: 1000, bounds: [0, 2000] }, [4001, 4006]) as [number, number];
  const c = (1 / 200 / (1 - Math.exp(-10 / 200))) * Math.exp(-5 / 200);
  const y = (1 / (1 - Math.exp(-10 / 33.7))) * Math.exp(-5 / 33.7);
  expect(weights[1] - weights[0]).toBeCloseTo(-a2 * (c / 0.005) ** 2 * y, 6);
});
