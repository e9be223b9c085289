/**
 * What partitions tell each other when a trial has ended: errors of readouts, and weights that carry errors back. They go the way of fixed-point sums: as the bits of
 * each number, of which one partition has them and all others 0, so that totals are exact.
 */
import type { Members } from './members.ts';
import type { Synapses } from './synapses.ts';

export interface Shares {
  readonly all: Float64Array;
  /** By readout: of the whole population, by neuron, then step. */
  readonly errors: readonly Float64Array[];
  /** By projection that carries errors back: [source · size of target + target]. */
  readonly back: ReadonlyMap<Synapses, Float64Array>;
}

const weightsOf = ({ from, to }: Synapses): number => from.size * to.size;

export const sharesLength = ({ readouts, back }: Members, steps: number): number =>
  readouts.reduce((sum, { population }) => sum + population.size * steps, 0) + back.reduce((sum, synapses) => sum + weightsOf(synapses), 0);

/** Views of the parts of a trial's shares. */
export const split = (all: Float64Array, { readouts, back }: Members, steps: number): Shares => {
  let at = 0;
  const next = (length: number): Float64Array => {
    at += length;
    return all.subarray(at - length, at);
  };
  const errors = readouts.map(({ population }) => next(population.size * steps));
  return { all, errors, back: new Map(back.map((synapses) => [synapses, next(weightsOf(synapses))])) };
};

/** What this partition has to say. */
export const ownShares = (members: Members, steps: number): Shares => {
  const shares = split(new Float64Array(sharesLength(members, steps)), members, steps);
  members.readouts.forEach((readout, i) => void readout.share(steps, shares.errors[i] as Float64Array));
  for (const [synapses, weights] of shares.back) {
    const { to, lo } = synapses;
    synapses.forEach((source, target, weight) => {
      const at = source * to.size + lo + target;
      weights[at] = (weights[at] as number) + weight;
    });
  }
  return shares;
};
