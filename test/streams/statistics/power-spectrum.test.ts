import { expect, it } from 'vitest';
import { normals, uniforms } from '../../../src/random.ts';
import { powerSpectrum } from '../../../src/streams/statistics/power-spectrum.ts';
import { renewal } from '../trains.ts';

const sum = (values: Float64Array) => values.reduce((total, x) => total + x, 0);

it('of a wave is a line that holds its variance', () => {
  const signal = Float64Array.from({ length: 4096 }, (_, t) => 5 + 3 * Math.sin((2 * Math.PI * t) / 32));
  const { frequency, power, stretches } = powerSpectrum(signal, { step: 2, segment: 256 });
  expect(stretches).toBe(31);
  // 64 ms a turn. The Hann window spreads the line over its neighbours: 1/4, 1, 1/4.
  const line = 1000 / 64;
  const top = power.indexOf(Math.max(...power));
  expect(frequency[top]).toBeCloseTo(line, 12);
  expect((power[top - 1] as number) / (power[top] as number)).toBeCloseTo(1 / 4, 10);
  expect((power[top + 2] as number) / (power[top] as number)).toBeLessThan(1e-20);
  expect(2 * sum(power) * (frequency[0] as number)).toBeCloseTo(9 / 2, 10);
});

it('of white noise is flat and integrates to its variance', () => {
  const random = normals('white');
  const signal = Float64Array.from({ length: 2 ** 17 }, () => 4 + 3 * random());
  const { frequency, power, stretches } = powerSpectrum(signal, { step: 0.5, segment: 256 });
  // 9 per 2,000 Hz, each value with a relative error 1.03/√1023 = 0.032: of 128, one in 50,000 seeds is five of them off.
  expect(Math.max(...power.subarray(1, -1).map((p) => Math.abs((p * 2000) / 9 - 1)))).toBeLessThan((5 * 1.03) / Math.sqrt(stretches));
  expect(frequency.at(-1)).toBe(1000);
  expect(Math.abs((2 * sum(power) * (frequency[0] as number)) / 9 - 1)).toBeLessThan(0.02);
});

it('of Poisson neurons with refractoriness is r(1 + 2·Re f/(1 − f)), f the transform of their intervals’ density', () => {
  const [rate, dead, duration, step, neurons] = [50, 10, 4e5, 0.5, 4];
  const random = uniforms('refractory');
  const total = new Float64Array(duration / step);
  for (let neuron = 0; neuron < neurons; neuron++) for (const time of renewal(random, duration, rate, 1, dead)) total[Math.ceil(time / step) - 1]!++;
  const { frequency, power, stretches } = powerSpectrum(
    total.map((count) => count / neurons / (step / 1000)),
    { step, segment: 1024 },
  );
  /** f = λ·e^(−iωd)/(λ + iω): a dead time and then a constant hazard. */
  const expected = (f: number): number => {
    const [omega, hazard] = [(2 * Math.PI * f) / 1000, 1 / (1000 / rate - dead)];
    const [x, y] = [(hazard * hazard) / (hazard ** 2 + omega ** 2), (-hazard * omega) / (hazard ** 2 + omega ** 2)];
    const [c, s] = [Math.cos(omega * dead), -Math.sin(omega * dead)];
    const [re, im] = [x * c - y * s, x * s + y * c];
    return rate * (1 + (2 * (re * (1 - re) - im * im)) / ((1 - re) ** 2 + im * im));
  };
  // Below 250 Hz, where bins of 0.5 ms still see every wave; 128 frequencies from the second on, stretches 1,561: five deviations, false alarms below one in 10,000 seeds.
  for (let k = 1; (frequency[k] as number) < 250; k++)
    expect(Math.abs(((power[k] as number) * neurons) / expected(frequency[k] as number) - 1)).toBeLessThan((5 * 1.03) / Math.sqrt(stretches) + 0.01);
});

it('of an Ornstein–Uhlenbeck signal falls off as 2τ/(1 + (2πfτ)²)', () => {
  const [tau, step] = [20, 1];
  const random = normals('lorentz');
  const rho = Math.exp(-step / tau);
  let x = random();
  const signal = Float64Array.from({ length: 2 ** 17 }, () => (x = rho * x + Math.sqrt(1 - rho * rho) * random()));
  const { frequency, power, stretches } = powerSpectrum(signal, { step, segment: 512 });
  for (let k = 2; (frequency[k] as number) < 60; k++) {
    const turn = (2 * Math.PI * (frequency[k] as number) * step) / 1000;
    // Sampled every step: (1 − ρ²)/(1 − 2ρ·cos + ρ²), which is the Lorentzian far below 1/step.
    const sampled = ((1 - rho * rho) / (1 - 2 * rho * Math.cos(turn) + rho * rho)) * (step / 1000);
    expect(Math.abs((power[k] as number) / sampled - 1)).toBeLessThan((5 * 1.03) / Math.sqrt(stretches) + 0.02);
    const lorentz = (2 * tau) / 1000 / (1 + (turn * (tau / step)) ** 2);
    expect(Math.abs(sampled / lorentz - 1)).toBeLessThan(0.02);
  }
});

it('chooses stretches, and refuses what are none', () => {
  expect([1020, 1024, 40].map((samples) => powerSpectrum(new Float64Array(samples), { step: 1 }).stretches)).toEqual([30, 15, 19]);
  expect(() => powerSpectrum(new Float64Array(100), { step: 1, segment: 48 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: powerSpectrum: 100 samples, step 1 ms, stretches of 48 samples. A stretch is a power of two (4, 8, …) no longer than the signal, the step is positive.]`,
  );
  expect(() => powerSpectrum(new Float64Array(3), { step: 1 })).toThrow('3 samples');
  expect(() => powerSpectrum(new Float64Array(10), { step: 0 })).toThrow('step 0 ms');
});
