import { expect, it } from 'vitest';
import { trainedStdp } from '../../src/rules/trained-stdp.ts';
import { adamSteps, learningTask, runTask, trialMs } from './learning-task.ts';

const trials = 6;

it('learns by Adam what a pair counts for: down the gradient times the pairs of the trial before', () => {
  const [eta, delta, lambda0] = [0.05, 0.99, 0.01];
  const synapse = [trainedStdp({ signed: true, eta, delta, lambda0 })];
  const task = learningTask({ synapse, weight: { distribution: 'uniform', low: 0.2, high: 1.2 } }, trials);
  const columns = ['w', 'gradient', 'trainedStdp.lambda', 'trainedStdp.last'];
  const { states, spikes } = runTask(task, trials, columns);
  const firings = (id: number) => spikes.filter((spike) => spike.id === id).map(({ tick }) => tick);
  let learned = 0;
  states[0]!.w!.forEach((first, s) => {
    const [source, target] = [Math.floor(s / 4), s % 4];
    const arrivals = firings(source).map((tick) => tick + 1);
    const posts = firings(6 + target);
    // At one instant the arrival is before the spike it may cause, and neither counts with the other's trace.
    const pairsOf = (trial: number): number => {
      const within = (tick: number) => tick > trial * trialMs && tick <= (trial + 1) * trialMs;
      const sum = (later: number[], earlier: number[]) =>
        later.filter(within).reduce((total, at) => total + earlier.reduce((inner, t) => inner + (t < at ? Math.exp((t - at) / 20) : 0), 0), 0);
      return 0.01 * sum(posts, arrivals) - 0.0105 * sum(arrivals, posts);
    };
    const step = adamSteps(eta);
    let [w, lambda, last] = [first, lambda0, 0];
    states.slice(1).forEach((after, trial) => {
      lambda -= step(after.gradient![s]! * last);
      last = pairsOf(trial);
      w = delta * w + lambda * last;
      expect(after['trainedStdp.last']![s]).toBeCloseTo(last, 12);
      expect(after['trainedStdp.lambda']![s]).toBeCloseTo(lambda, 10);
      expect(after.w![s]).toBeCloseTo(w, 10);
    });
    if (lambda !== lambda0) learned++;
  });
  expect(learned).toBeGreaterThan(10);
});
