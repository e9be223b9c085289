import { expect, it } from 'vitest';
import { lifGain } from '../../../src/comparators/coupled-rates/lif-gain.ts';

it('has the rate, the current and the scale that half of the highest rate asks for', () => {
  const { r0, i0, gamma, value: phi, slope } = lifGain();
  expect(r0).toBe(62.5);
  expect(i0).toBeCloseTo(1.816, 3);
  expect(gamma).toBeCloseTo(2.37, 2);
  expect(phi(0)).toBeCloseTo(0, 14);
  for (const x of [-0.1, 0, 1.5]) expect(slope(x, phi(x))).toBeCloseTo((phi(x + 1e-6) - phi(x - 1e-6)) / 2e-6, 7);
  expect(slope(0, 0)).toBeCloseTo(1, 14);
  expect(slope(-1, -1)).toBe(0);
  expect(-(i0 - 1) / gamma).toBeCloseTo(-0.344, 3);
  expect(phi(-0.345)).toBe(-1);
  expect(phi(1e6)).toBeLessThan(1);
  expect(lifGain({ tRef: 32 }).r0).toBe(15.625);
});

it('is the rate that a neuron takes which is integrated step by step', () => {
  const { i0, gamma, r0, value: phi } = lifGain();
  for (const x of [-0.2, 0.5, 2]) {
    let [v, since, spikes] = [0, 8, 0];
    const dt = 0.001;
    for (let t = 0; t < 2000; t += dt) {
      since += dt;
      if (since < 8) continue;
      v += (dt / 10) * (i0 + gamma * x - v);
      if (v < 1) continue;
      [v, since] = [0, 0];
      spikes++;
    }
    expect(Math.abs(spikes / 2 / r0 - 1 - phi(x))).toBeLessThan(0.02);
  }
});

it('refuses neurons without a refractory time', () => {
  expect(() => lifGain({ tRef: 0 })).toThrow('lifGain: tauM is 10 and tRef 0 ms; both must be above 0.');
});
