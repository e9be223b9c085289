/** Learning from trials in whole simulations: workers, engines, checkpoints in the middle of a trial, other targets. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Network } from '../../src/network/description.ts';
import { eprop } from '../../src/rules/eprop.ts';
import { set, signal } from '../../src/simulation/interventions.ts';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { type Simulation, simulate } from '../../src/simulation/simulate.ts';
import { learningTask, trialMs } from '../rules/learning-task.ts';
import { temporary } from './fake.ts';

const trials = 5;
const learn = [eprop({ signed: true, eta: 0.03 })];
const net: Network = learningTask({ synapse: learn, weight: { distribution: 'uniform', low: 0, high: 1.2 } }, trials, learn);
const other = Array.from({ length: 2 * trialMs }, (_, i) => (i % 7) / 3);
const options = { dt: 1, seed: 'trials' } as const;
const middle = 2.5 * trialMs;
const base = temporary();

const teach = (sim: Simulation): void => {
  for (let trial = 1; trial <= trials; trial++) sim.at(trial * trialMs, signal('trialEnd', 1));
  sim.at(trialMs, set('Y.target', other));
};

const outcome = async (sim: Simulation) => {
  const { spikeDigest } = await sim.summary();
  return { spikeDigest, weights: await sim.weightDigests(), gradient: await sim.read('SR.gradient') };
};

/** Straight through. */
const whole = async (own: SimulateOptions) => {
  await using sim = simulate(net, { ...options, ...own });
  teach(sim);
  await sim.run(trials * trialMs);
  return await outcome(sim);
};

let expected: Awaited<ReturnType<typeof whole>>;
let checkpoint = '';
beforeAll(async () => {
  expected = await whole({});
  const sim = simulate(net, { ...options, workers: 2, out: join(base, 'run') });
  teach(sim);
  await sim.run(middle);
  checkpoint = await sim.checkpoint();
  await sim.close();
});

test('learns, and what it learns follows the targets that it is given', async () => {
  await using sim = simulate(net, options);
  for (let trial = 1; trial <= trials; trial++) sim.at(trial * trialMs, signal('trialEnd', 1));
  await sim.run(trials * trialMs);
  const untaught = await outcome(sim);
  expect(untaught.weights).not.toEqual(expected.weights);
  expect(expected.gradient.some((value) => value !== 0)).toBe(true);
});

test.each<[string, SimulateOptions]>([
  ['2 workers', { workers: 2 }],
  ['3 workers', { workers: 3 }],
  ['the reference engine', { engine: 'reference' }],
  ['energy measured', { record: { energy: true } }],
])('is the same with %s', async (_, own) => {
  expect(await whole('record' in own ? { ...own, out: join(base, 'energy') } : own)).toEqual(expected);
});

test.each([1, 2, 3])('goes on in the middle of a trial, on %i workers', async (workers) => {
  await using sim = simulate(net, { ...options, workers, resume: checkpoint, out: join(base, `on ${workers}`) });
  expect(sim.timeMs).toBe(middle);
  await sim.run(trials * trialMs - middle);
  expect(await outcome(sim)).toEqual(expected);
});

test('shows what it has archived', async () => {
  await using sim = simulate(net, options);
  await sim.run(trialMs);
  const [psi, error] = [await sim.read('R.psi'), await sim.read('Y.error')];
  expect([psi.length, error.length]).toEqual([4 * trialMs, 2 * trialMs]);
  expect(Math.max(...psi)).toBeGreaterThan(0.01);
  // Before any spike has come through, readouts are at 0, and the first target is -1.
  expect([error[0], error[trialMs]]).toEqual([1, 1]);
});

test('says which trial was too long', async () => {
  await using sim = simulate(net, options);
  sim.at(trialMs + 1, signal('trialEnd', 1));
  await expect(sim.run(trialMs + 1)).rejects.toThrow(/A trial has lasted 61 ms, but the longest targets last 60 ms/);
});
