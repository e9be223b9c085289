/** The step texts against closed forms and finer steps. */
import { describe, expect, it } from 'vitest';
import {
  adaptiveLif,
  adaptiveLifConductance,
  adaptiveLifExponential,
  integrator,
  lif,
  lifConductance,
  lifExponential,
} from '../../src/neurons/index.ts';
import type { NeuronModel } from '../../src/neurons/model.ts';
import { evaluateText, type Names, steppedNeuron } from './step.ts';

/** v after `steps` steps; `arrivals[k]` is what arrives at the end of step k. */
const run = (model: NeuronModel, values: Names, dt: number, steps: number, arrivals: Record<number, number> = {}, initial: Names = {}) => {
  const neuron = steppedNeuron(model, values, dt, initial);
  const spikes: number[] = [];
  for (let k = 1; k <= steps; k++) {
    const weight = arrivals[k] ?? 0;
    if (neuron.step(Math.max(weight, 0), Math.min(weight, 0))) spikes.push(k);
  }
  return { v: neuron.names.v as number, names: neuron.names, spikes };
};

const never = { vTh: 1e9 };

describe('lif and integrator', () => {
  it('relax to eL + (tauM/cM)·iE exactly, in steps of any size', () => {
    for (const model of [lif.model, integrator.model]) {
      const expected = 3 + 8 * (1 - Math.exp(-30 / 20));
      for (const steps of [1, 10, 300]) expect(run(model, { ...never, eL: 3, iE: 100, cM: 250 }, 30 / steps, steps).v).toBeCloseTo(expected, 11);
    }
  });

  it('add each arrival whole at the end of its step', () => {
    for (const model of [lif.model, integrator.model]) {
      expect(run(model, {}, 0.1, 1, { 1: 5 }).v).toBe(5);
      expect(run(model, {}, 0.1, 101, { 1: 5, 51: -2 }).v).toBeCloseTo(5 * Math.exp(-10 / 20) - 2 * Math.exp(-5 / 20), 12);
    }
  });

  it('lif fires where the closed form crosses; the integrator never does', () => {
    // v∞ = 24 mV, threshold 20 mV, from 0: tauM·log(6) = 35.84 ms; again from the reset after 2 ms: tauM·log(14/4) = 25.06 ms.
    const { spikes } = run(lif.model, { iE: 300 }, 0.1, 700);
    expect(spikes).toEqual([359, 359 + 20 + 251]);
    expect(run(integrator.model, { iE: 1e6 }, 0.1, 700).spikes).toEqual([]);
  });
});

describe('lifExponential', () => {
  const shape = (t: number, tauM: number, tauS: number, cM: number): number =>
    tauM === tauS ? (t / cM) * Math.exp(-t / tauM) : ((tauM * tauS) / (cM * (tauM - tauS))) * (Math.exp(-t / tauM) - Math.exp(-t / tauS));

  it.each([2, 9, 9.99, 9.999999, 10, 10.0001, 12, 40])('has the postsynaptic potential of the closed form (tauSyn %d ms, tauM 10 ms)', (tauS) => {
    const near = Math.abs(tauS - 10) < 1e-3;
    const values = { ...never, tauM: 10, tauSynE: tauS, tauSynI: tauS, eL: 0 };
    for (const steps of [10, 100, 400]) {
      const expected = 1000 * shape(steps / 10, 10, near ? 10 : tauS, 250);
      const precision = near ? 3 : 10;
      expect(run(lifExponential.model, values, 0.1, steps + 1, { 1: 1000 }).v).toBeCloseTo(expected, precision);
      expect(run(lifExponential.model, values, 0.1, steps + 1, { 1: -1000 }).v).toBeCloseTo(-expected, precision);
    }
  });

  it('is the same for any size of step, also next to equal time constants', () => {
    for (const tauS of [9, 9.9999999, 10]) {
      const values = { ...never, tauM: 10, tauSynE: tauS, eL: 0, iE: 50 };
      const initial = { iSynE: 500 };
      const once = run(lifExponential.model, values, 20, 1, {}, initial).v;
      expect(run(lifExponential.model, values, 0.1, 200, {}, initial).v).toBeCloseTo(once, 11);
    }
  });
});

describe('lifConductance', () => {
  it('converges with the fourth power of the step', () => {
    const initial = { gE: 20, gI: 10 };
    const values = { ...never, tauSynE: 5, tauSynI: 10 };
    const at = (dt: number): number => run(lifConductance.model, values, dt, Math.round(20 / dt), {}, initial).v;
    const exact = at(1 / 160);
    const [coarse, fine] = [Math.abs(at(0.8) - exact), Math.abs(at(0.4) - exact)];
    expect(coarse / fine).toBeGreaterThan(14);
    expect(coarse / fine).toBeLessThan(18.5);
    expect(Math.abs(at(0.1) - exact)).toBeLessThan(1e-6);
  });

  it('is drawn to the reversal potentials, inhibitory weights being negative', () => {
    expect(run(lifConductance.model, { ...never, tauSynE: 1e6 }, 0.1, 1000, { 1: 1e3 }).v).toBeGreaterThan(-2);
    expect(run(lifConductance.model, { ...never, tauSynI: 1e6 }, 0.1, 1000, { 1: -1e3 }).v).toBeLessThan(-84);
  });
});

describe('adaptive neurons', () => {
  it('raise the threshold by dTheta at a spike and let it relax', () => {
    const { names, spikes } = run(adaptiveLif.model, { dTheta: 3, tauTheta: 100 }, 0.1, 201, { 1: 25 });
    expect(spikes).toEqual([1]);
    expect(names.theta).toBeCloseTo(3 * Math.exp(-20 / 100), 12);
  });

  it('fire ever more slowly under a constant current, as the last threshold says', () => {
    const { spikes } = run(adaptiveLif.model, { iE: 500, dTheta: 4, tauTheta: 500 }, 0.1, 3000);
    const intervals = spikes.slice(1).map((spike, i) => spike - spikes[i]!);
    expect(intervals.length).toBeGreaterThan(3);
    expect(intervals.slice(1).every((interval, i) => interval > intervals[i]!)).toBe(true);
  });

  it.each([
    ['adaptiveLif', adaptiveLif.model, lif.model],
    ['adaptiveLifExponential', adaptiveLifExponential.model, lifExponential.model],
    ['adaptiveLifConductance', adaptiveLifConductance.model, lifConductance.model],
  ] as const)('%s is the plain neuron where dTheta is 0', (_, adaptive, plain) => {
    const arrivals = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [7 * i + 1, i % 3 === 0 ? -100 : 300]));
    expect(run(adaptive, { dTheta: 0 }, 0.1, 700, arrivals).spikes).toEqual(run(plain, {}, 0.1, 700, arrivals).spikes);
  });
});

it('psi is a triangle about the threshold of the moment, 0.3 per threshold high', () => {
  const psi = (v: number, theta: number): number => evaluateText(adaptiveLif.model.psi as string, { v, theta, vTh: 20, eL: 0 });
  expect(psi(20, 0)).toBeCloseTo(0.015, 15);
  expect(psi(22, 2)).toBeCloseTo(0.015, 15);
  expect(psi(10, 0)).toBeCloseTo(0.0075, 15);
  expect([psi(0, 0), psi(-10, 0), psi(45, 2)]).toEqual([0, 0, 0]);
});
