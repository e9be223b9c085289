import { expect, it } from 'vitest';
import { eprop } from '../../src/rules/eprop.ts';
import { switching } from '../../src/rules/switching.ts';
import { trialStdp } from '../../src/rules/trial-stdp.ts';
import { adamSteps, learningTask, runTask } from './learning-task.ts';

const uniform = (low: number, high: number) => ({ distribution: 'uniform', low, high }) as const;

it('takes the steps of Adam down the gradient', () => {
  const eta = 0.02;
  const onto = { synapse: [eprop({ signed: true, eta })], weight: uniform(-0.5, 1.5) };
  const { states } = runTask(learningTask(onto, 8), 8, ['w', 'gradient']);
  states[0]!.w!.forEach((first, s) => {
    const step = adamSteps(eta);
    let w = first;
    for (const after of states.slice(1)) {
      w -= step(after.gradient![s]!);
      expect(after.w![s]!).toBeCloseTo(w, 12);
    }
  });
  expect(states[1]!.gradient!.some((slope) => Math.abs(slope) > 0.1)).toBe(true);
});

it('makes the error of trials smaller', () => {
  const onto = { synapse: [eprop({ signed: true, eta: 0.03 })], weight: uniform(0, 1.2) };
  const { errors } = runTask(learningTask(onto, 60, [eprop({ signed: true, eta: 0.03 })]), 60, []);
  expect(errors.at(-1)! / errors[0]!).toBeLessThan(0.4);
});

it("keeps Dale's law where bounds have one sign: what inhibits learns its strength", () => {
  const onto = { synapse: [eprop({ eta: 0.1 })], weight: uniform(-0.3, -0.1), bounds: [-1, 0] } as const;
  const excited = learningTask(onto, 1);
  const drive = { drive: 'poisson', rate: 900, weight: 0.8 } as const;
  const driven = { ...excited, populations: { ...excited.populations, R: { ...excited.populations.R!, drive } } };
  const { states } = runTask(driven, 1, ['w', 'gradient']);
  const [before, after] = states as [(typeof states)[0], (typeof states)[0]];
  expect(after.gradient!.some((slope) => slope > 0)).toBe(true);
  after.w!.forEach((w, s) => {
    const slope = after.gradient![s]!;
    // A first step of Adam has the size eta.
    expect(w).toBeCloseTo(slope === 0 ? before.w![s]! : Math.max(0, before.w![s]! - 0.1 * Math.sign(slope)), 6);
  });
});

it('learns in strong spines only, where it is the strong rule', () => {
  const weak = trialStdp({ lambda: 0, delta: 1, signed: true });
  const synapse = switching({ weak, strong: eprop({ signed: true, eta: 0.02 }), up: 0.8, down: 0.1, period: 60 });
  const { states } = runTask(learningTask({ synapse, weight: uniform(0, 1.5) }, 4), 4, ['w', 'switching.strong']);
  const strongAt = states.map((state) => state['switching.strong']!);
  const changes = states.slice(1).map(({ w }, trial) => w!.map((value, s) => value - states[trial]!.w![s]!));
  expect(strongAt[1]!.some((strong) => strong === 1) && strongAt[1]!.some((strong) => strong === 0)).toBe(true);
  changes.forEach((change, trial) => {
    change.forEach((by, s) => void (strongAt[trial + 1]![s] === 0 && expect(by).toBe(0)));
    expect(change.some((by) => by !== 0)).toBe(true);
  });
});
