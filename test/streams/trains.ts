/** Spike trains of known statistics. */
import { uniforms } from '../../src/random.ts';
import type { Spikes } from '../../src/streams/blocks.ts';

/** An equilibrium renewal process to be: intervals are `dead` [ms] and the sum of `shape` exponential numbers, `rate` [Hz] in the mean. */
export const renewal = (random: () => number, duration: number, rate: number, shape = 1, dead = 0): Float64Array => {
  if (rate === 0) return new Float64Array(0);
  const scale = (1000 / rate - dead) / shape;
  const times: number[] = [];
  // A long way back the train has forgotten that it began with a spike.
  for (let t = -(1 + random()) * (20_000 / rate); ; ) {
    t += dead;
    for (let k = 0; k < shape; k++) t -= scale * Math.log(random());
    if (t > duration) return Float64Array.from(times);
    if (t > 0) times.push(t);
  }
};

/** Spikes in windows (0, window], (window, 2·window] … up to `duration`. */
export const countsOf = (times: ArrayLike<number>, window: number, duration: number): Float64Array => {
  const counts = new Float64Array(Math.floor(duration / window));
  for (let i = 0; i < times.length; i++) {
    const bin = Math.ceil((times[i] as number) / window) - 1;
    if (bin < counts.length) counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
};

/** Neurons that each copy a train of their own, and one that all share, so that counts correlate by `shared` in bins of any width; Poisson at `rate` [Hz]. */
export const commonSource = (seed: string, neurons: number, duration: number, rate: number, shared: number): Float64Array[] => {
  const random = uniforms(seed);
  const common = renewal(random, duration, rate * shared);
  return Array.from({ length: neurons }, () => Float64Array.from([...renewal(random, duration, rate * (1 - shared)), ...common]).sort());
};

/** Trains as one block of spikes, in (time, neuron) order. */
export const asBlock = (trains: readonly ArrayLike<number>[], upTo: number): Spikes => {
  const spikes = trains.flatMap((times, neuron) => Array.from(times, (time) => ({ neuron, time })));
  spikes.sort((a, b) => a.time - b.time || a.neuron - b.neuron);
  return {
    of: 'E',
    from: 0,
    upTo,
    size: trains.length,
    neuron: Uint32Array.from(spikes, ({ neuron }) => neuron),
    time: Float64Array.from(spikes, ({ time }) => time),
  };
};
