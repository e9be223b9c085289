import { expect, it } from 'vitest';
import { adaptiveLifConductance, adaptiveLifConductanceImplicit, lifConductance } from '../../src/neurons/index.ts';
import type { NeuronModel } from '../../src/neurons/model.ts';
import { type Names, steppedNeuron } from './step.ts';

const never = { vTh: 1e300 };
const after = (model: NeuronModel, values: Names, dt: number, ms: number, initial: Names = {}): Names => {
  const neuron = steppedNeuron(model, values, dt, initial);
  for (let k = 1; k <= Math.round(ms / dt); k++) neuron.step(0, 0);
  return neuron.names;
};
const { model } = adaptiveLifConductanceImplicit;

it('converges to the Runge–Kutta neuron with the step, in proportion to it', () => {
  const values = { ...never, tauSynE: 5, tauSynI: 10 };
  const initial = { gE: 20, gI: 10 };
  const exact = after(adaptiveLifConductance.model, values, 1 / 160, 20, initial).v as number;
  const [coarse, fine] = [0.02, 0.01].map((dt) => Math.abs((after(model, values, dt, 20, initial).v as number) - exact)) as [number, number];
  expect(fine).toBeLessThan(0.01);
  expect(coarse / fine).toBeGreaterThan(1.9);
  expect(coarse / fine).toBeLessThan(2.1);
});

it('moves the charge of a synaptic event whatever the step', () => {
  const values = { ...never, cM: 1e6, gL: 0, eL: -60, tauSynE: 1 };
  for (const dt of [0.1, 0.5, 2]) expect(((after(model, values, dt, 40, { gE: 1 }).v as number) + 60) * 1e6).toBeCloseTo(60, 2);
});

it('stays between the reversal potentials where a Runge–Kutta step flies apart', () => {
  const values = { ...never, cM: 100, gL: 1, eL: -65, eInh: -100, tauSynI: 2 };
  const v = (of: NeuronModel): number => after(of, values, 0.5, 1, { gI: 6800 }).v as number;
  expect(v(model)).toBeGreaterThan(-100);
  expect(v(model)).toBeLessThan(-99);
  expect(Math.abs(v(lifConductance.model))).toBeGreaterThan(1e6);
});

it('lets its threshold relax to vTh + thetaRest', () => {
  const values = { ...never, thetaRest: -20, tauTheta: 100 };
  expect(after(model, values, 0.5, 50, { theta: 5 }).theta).toBeCloseTo(-20 + 25 * Math.exp(-50 / 100), 12);
});
