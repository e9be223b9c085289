/**
 * Gradients against differences of the error itself, where e-prop has the whole gradient: onto readouts, and onto one layer that feeds readouts alone, its spikes made
 * differentiable: each spike z becomes z + Ψ(v − threshold) − Ψ(v₀ − threshold₀), Ψ the integral of psi, v₀ as run. At v₀ nothing changes but that it has a slope.
 */
import { expect, it } from 'vitest';
import type { PartitionEngine } from '../../../src/engines/engine.ts';
import { spikeSource } from '../../../src/network/describe/sources.ts';
import { allToAll } from '../../../src/network/describe/wirings.ts';
import type { Network } from '../../../src/network/description.ts';
import { network } from '../../../src/network/network.ts';
import { planNetwork } from '../../../src/network/plan-network.ts';
import { adaptiveLif, integrator, lif } from '../../../src/neurons/index.ts';
import { makeReference } from '../../conformance/engine.ts';
import { descend, synapseColumn } from './task.ts';

const steps = 120;
const inputs = 8;
const readouts = 2;
const learn = { synapse: [descend({ eta: 0 })] };
const hidden = { tauM: 15, vTh: 4, vReset: 0, reset: 'subtract' } as const;
const [rate, strength] = [20, 2e4];
const [dTheta, tauTheta, tRef, tauOut] = [1.5, 40, 2, 25];
const targets = Array.from({ length: readouts }, (_, k) => Array.from({ length: steps }, (_, t) => 2 * Math.sin((t * (k + 1)) / 12)));
const times = Array.from({ length: inputs }, (_, i) => Array.from({ length: steps }, (_, t) => t + 1).filter((t) => (t * (i + 3)) % (7 + i) < 2));

const layer = (adapts: boolean, w?: { readonly SR: readonly number[]; readonly RY: readonly number[] }): Network =>
  network({
    clock: 'grid',
    populations: {
      S: { size: inputs, neuron: spikeSource({ times }) },
      R: { size: 4, neuron: adapts ? adaptiveLif({ ...hidden, tRef, dTheta, tauTheta }) : lif({ ...hidden, tRef }), rateTarget: { rate, strength } },
      Y: { size: readouts, neuron: integrator({ tauM: tauOut }), targets },
    },
    projections: {
      SR: { from: 'S', to: 'R', wiring: allToAll(), weight: w?.SR ?? { distribution: 'normal', mean: 0.5, sd: 1 }, delay: 1, ...learn },
      RY: {
        from: 'R',
        to: 'Y',
        wiring: allToAll(),
        weight: w?.RY ?? { distribution: 'normal', mean: 0, sd: 1 },
        delay: 2,
        ...learn,
        carries: 'both',
      },
    },
  }) as Network;

/** Runs a trial; everything that is needed of it, by neuron and step (from 0). */
const run = (net: Network) => {
  const plan = planNetwork(net, { dt: 1, seed: 'differences' });
  const engine: PartitionEngine = makeReference(plan);
  const fired: boolean[][] = Array.from({ length: plan.neurons }, () => new Array<boolean>(steps).fill(false));
  const y: number[][] = Array.from({ length: readouts }, () => []);
  const volts = new Float64Array(readouts);
  for (let now = 1; now <= steps; now++) {
    const spikes = engine.advance(now);
    engine.receive(spikes);
    for (const id of spikes.ids) fired[id]![now - 1] = true;
    engine.voltages(2, volts);
    volts.forEach((v, k) => void y[k]!.push(v));
  }
  engine.signal('trialEnd', 1, engine.partialSums('trialEnd'));
  const [SR, RY] = ['SR', 'RY'].map((name) => synapseColumn([engine], plan, name, 'w')) as [number[], number[]];
  const [gSR, gRY] = ['SR', 'RY'].map((name) => synapseColumn([engine], plan, name, 'gradient')) as [number[], number[]];
  return { fired, y, SR, RY, gSR, gRY };
};

const squares = (y: readonly (readonly number[])[]): number =>
  y.reduce((sum, course, k) => course.reduce((inner, value, t) => inner + (value - targets[k]![t]!) ** 2 / 2, sum), 0);

it('is the slope of the error by the weights onto readouts', () => {
  const { SR, RY, gRY } = run(layer(false));
  const h = 1e-3;
  const slopes = RY.map((_, s) => {
    const error = (by: number) => squares(run(layer(false, { SR, RY: RY.map((w, i) => (i === s ? w + by : w)) })).y);
    return (error(h) - error(-h)) / (2 * h);
  });
  const size = Math.max(...slopes.map(Math.abs));
  expect(size).toBeGreaterThan(1);
  // The error is a square of these weights, so central differences are exact but for rounding.
  slopes.forEach((slope, s) => void expect(Math.abs(gRY[s]! - slope) / size).toBeLessThan(1e-8));
});

/** Integral of psi, 0 at 0: psi is a triangle of height 0.3 / vTh and half its width vTh. */
const integralOfPsi = (x: number): number => {
  const u = Math.min(1, Math.max(-1, x / hidden.vTh));
  return 0.3 * (u - (Math.sign(u) * u * u) / 2);
};

/** Error of a trial as a smooth function of the weights onto the layer, its spikes held where they were. */
const smoothError = (adapts: boolean, { fired, RY }: ReturnType<typeof run>) => {
  const [decay, slow, out] = [15, tauTheta, tauOut].map((tau) => Math.exp(-1 / tau)) as [number, number, number];
  const course = (w: readonly number[], j: number, basis: readonly number[] | null): { readonly z: number[]; readonly excess: number[] } => {
    let [v, theta, since] = [0, 0, Number.POSITIVE_INFINITY];
    const z: number[] = [];
    const excess: number[] = [];
    for (let t = 0; t < steps; t++) {
      const spike = fired[inputs + j]![t]!;
      const held = since < tRef;
      theta *= adapts ? slow : 0;
      if (!held) for (let i = 0; i < inputs; i++) v = (i === 0 ? v * decay : v) + (t > 0 && fired[i]![t - 1]! ? w[i * 4 + j]! : 0);
      excess.push(v - hidden.vTh - theta);
      const smooth = Number(spike) + (basis === null || held ? 0 : integralOfPsi(excess[t]!) - integralOfPsi(basis[t]!));
      if (adapts) theta += dTheta * smooth;
      if (spike) v -= hidden.vTh;
      since = spike ? 0 : since + 1;
      z.push(smooth);
    }
    return { z, excess };
  };
  return (w: readonly number[], w0: readonly number[]): number => {
    const z = [0, 1, 2, 3].map((j) => course(w, j, course(w0, j, null).excess).z);
    const y = Array.from({ length: readouts }, (_, k) => {
      let v = 0;
      return Array.from({ length: steps }, (_, t) => {
        v = out * v + z.reduce((sum, spikes, j) => sum + RY[j * readouts + k]! * (spikes[t - 2] ?? 0), 0);
        return v;
      });
    });
    const byRate = z.reduce((sum, spikes) => sum + (strength / 2) * (spikes.reduce((n, one) => n + one, 0) / steps - rate / 1000) ** 2, 0);
    return squares(y) + byRate;
  };
};

it.each([
  ['LIF', false],
  ['adaptive LIF', true],
] as const)('is the slope of the error by the weights onto a layer of %s neurons, made smooth', (_, adapts) => {
  const ran = run(layer(adapts));
  const { SR, gSR, fired } = ran;
  expect(
    fired
      .slice(inputs, inputs + 4)
      .flat()
      .filter(Boolean).length,
  ).toBeGreaterThan(10);
  const error = smoothError(adapts, ran);
  const h = 1e-5;
  const slopes = SR.map((_, s) => {
    const shifted = (by: number) =>
      error(
        SR.map((w, i) => (i === s ? w + by : w)),
        SR,
      );
    return (shifted(h) - shifted(-h)) / (2 * h);
  });
  const size = Math.max(...slopes.map(Math.abs));
  expect(size).toBeGreaterThan(1);
  // Central differences of a piecewise quadratic psi: 1e-5 of the largest slope is what its kinks may leave.
  slopes.forEach((slope, s) => void expect(Math.abs(gSR[s]! - slope) / size).toBeLessThan(1e-5));
});
