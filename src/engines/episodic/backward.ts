/** E-prop for a trial that has ended: errors back to those who caused them, and gradients to the synapses. */
import type { Learner } from './learner.ts';
import type { Members } from './members.ts';
import type { Readout } from './readout.ts';
import type { Shares } from './shares.ts';
import type { Synapses } from './synapses.ts';
import type { TrialSpikes } from './trial-spikes.ts';

/** The trial: `steps` steps after tick `start`, and the spikes of all partitions that arrive in it. */
export interface Trial {
  readonly start: number;
  readonly steps: number;
  readonly spikes: TrialSpikes;
}

/** Computes every gradient. @param shares - totals over partitions; overwritten */
export const learn = (members: Members, trial: Trial, { errors, back }: Shares): void => {
  const { readouts, learners, synapses, learning } = members;
  const { start, steps, spikes } = trial;
  /** By population: what a jump of v at a step adds to the error; by step, then neuron of the slice. */
  const jumps = new Map<number, Float64Array>();
  const settled = new Map<number, Float64Array>();
  readouts.forEach((readout, i) => {
    const whole = errors[i] as Float64Array;
    readout.settle(steps, whole);
    settled.set(readout.population.index, whole);
    jumps.set(readout.population.index, ownPart(readout, whole, steps));
  });
  for (const learner of learners) {
    const signals = new Float64Array(learner.size * steps);
    for (const { projection, back: against } of learner.planned.feedback) {
      const way = synapses.get(projection) as Synapses;
      const readout = settled.get((against ? way.to : way.from).index) as Float64Array;
      if (against) bringBack(learner, way, back.get(way) as Float64Array, readout, steps, signals);
      else way.forEach((source, target, weight, delay) => void credit(signals, target, weight, readout, source, delay, steps));
    }
    const { population, lo, size } = learner;
    jumps.set(population.index, learner.jumps(steps, signals, spikes.counts(population.first + lo, size, start)));
  }
  for (const way of learning) way.gradient(trial, jumps.get(way.to.index) as Float64Array);
};

/** Adds what a spike of a neuron at each step means for readout `k`, which it reaches `delay` later, by a weight. */
const credit = (signals: Float64Array, neuron: number, weight: number, readout: Float64Array, k: number, delay: number, steps: number): void => {
  const [to, from] = [neuron * steps, k * steps + delay];
  for (let t = 0; t + delay < steps; t++) signals[to + t] = (signals[to + t] as number) + weight * (readout[from + t] as number);
};

/** The same by the weights of the neurons onto the readouts. */
const bringBack = (learner: Learner, way: Synapses, weights: Float64Array, readout: Float64Array, steps: number, signals: Float64Array): void => {
  const delay = way.projection.delays[0] as number;
  for (let i = 0; i < learner.size; i++) {
    const row = (learner.lo + i) * way.to.size;
    for (let k = 0; k < way.to.size; k++) credit(signals, i, weights[row + k] as number, readout, k, delay, steps);
  }
};

/** Of what is known of all readouts that of the slice: by step, then neuron. */
const ownPart = ({ lo, size }: Readout, whole: Float64Array, steps: number): Float64Array => {
  const own = new Float64Array(size * steps);
  for (let i = 0; i < size; i++) for (let t = 0; t < steps; t++) own[t * size + i] = whole[(lo + i) * steps + t] as number;
  return own;
};
