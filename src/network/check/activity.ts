/** Events per second that a network will have, if its neurons fire as supposed. */
import { exp } from '../../math.ts';
import type { Drive, ImagesDrive, NeuronValue, Population, Source } from '../description.ts';
import { drivesOf, isSource } from '../parts.ts';
import { valueRange } from '../planning/sign.ts';
import type { Sized } from './bytes.ts';

export interface Activity {
  /** Presynaptic arrivals and, at synapses that learn from them, postsynaptic spikes, per biological second. */
  readonly synapticEventsPerSecond: number;
  /** Events of Poisson and image drives, per biological second. */
  readonly driveEventsPerSecond: number;
}

export const activityOf = (populations: readonly (readonly [string, Population])[], projections: readonly Sized[], rate: number): Activity => ({
  synapticEventsPerSecond: projections.reduce((sum, { planned, from, to, synapses }) => {
    const post = planned.program !== null && planned.program.onPost.length > 0 ? rateOf(to, rate) : 0;
    return sum + synapses * (rateOf(from, rate) + post);
  }, 0),
  driveEventsPerSecond: populations.reduce(
    (sum, [, population]) => sum + population.size * drivesOf(population).reduce((all, drive) => all + driveRate(drive), 0),
    0,
  ),
});

/** Mean rate of a population's neurons [Hz]: what its source says, or what is supposed. */
const rateOf = ({ neuron }: Population, supposed: number): number => (isSource(neuron) ? sourceRate(neuron) : supposed);

const sourceRate = (source: Source): number => {
  switch (source.source) {
    case 'poisson':
      return mean(source.rate);
    case 'images':
      return imageRate(source);
    case 'spikes': {
      const last = source.repeat ?? source.times.reduce((latest, times) => Math.max(latest, times.at(-1) ?? 0), 0);
      const spikes = source.times.reduce((sum, times) => sum + times.length, 0);
      return last === 0 ? 0 : spikes / Math.max(1, source.times.length) / (last / 1000);
    }
  }
};

const driveRate = (drive: Drive): number => {
  if (drive.drive === 'poisson') return mean(drive.rate);
  return drive.drive === 'images' ? imageRate(drive) : 0;
};

const imageRate = ({ pixels, maxRate }: Pick<ImagesDrive, 'pixels' | 'maxRate'>): number => {
  const count = pixels.reduce((sum, image) => sum + image.length, 0);
  return (maxRate * pixels.reduce((sum, image) => sum + image.reduce((all, pixel) => all + pixel, 0), 0)) / 255 / Math.max(1, count);
};

/** Mean of what a value gives: of a distribution, the middle of its bulk. */
const mean = (value: NeuronValue): number => {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.reduce((sum: number, each: number) => sum + each, 0) / Math.max(1, value.length);
  const of = value as Exclude<NeuronValue, number | readonly number[]>;
  if (of.distribution === 'normal') return Math.min(Math.max(of.mean, of.min ?? of.mean), of.max ?? of.mean);
  const [low, high] = valueRange(of);
  return of.distribution === 'uniform' ? (low + high) / 2 : Math.min(Math.max((of.scale ?? 1) * exp(of.mu + (of.sigma * of.sigma) / 2), low), high);
};
