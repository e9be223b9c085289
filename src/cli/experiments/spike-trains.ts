/** Spike trains of two runs side by side. */
import type { Network } from '../../network/description.ts';
import type { Simulation } from '../../simulation/simulate.ts';

/** All spikes of a run in order of time: global neuron ids, and times in whole ticks and a remainder [ms]. */
export interface Trains {
  readonly ids: number[];
  readonly ticks: number[];
  readonly fracs: number[];
  perMs: number;
}

/** Collects every spike from now on. */
export const collect = (sim: Pick<Simulation, 'onSpikes'>): Trains => {
  const trains: Trains = { ids: [], ticks: [], fracs: [], perMs: 1 };
  sim.onSpikes(({ ids, ticks, fracs, perMs }) => {
    trains.perMs = perMs;
    for (let i = 0; i < ids.length; i++) {
      trains.ids.push(ids[i] as number);
      trains.ticks.push(ticks[i] as number);
      trains.fracs.push(fracs[i] as number);
    }
  });
  return trains;
};

/** Time of a spike [ms]. */
const timeOf = ({ ticks, fracs, perMs }: Trains, i: number): number => (ticks[i] as number) / perMs + (fracs[i] as number);

/** How far apart two times are [ms], without the rounding of adding up. */
const apart = (a: Trains, i: number, b: Trains, k: number): number =>
  Math.abs(((a.ticks[i] as number) - (b.ticks[k] as number)) / a.perMs + ((a.fracs[i] as number) - (b.fracs[k] as number)));

/** Spikes of which one run has another number of bits, or none. 0: the runs are the same. */
export const differing = (a: Trains, b: Trains): number => {
  let count = Math.abs(a.ids.length - b.ids.length);
  for (let i = 0; i < Math.min(a.ids.length, b.ids.length); i++)
    if (a.ids[i] !== b.ids[i] || a.ticks[i] !== b.ticks[i] || a.fracs[i] !== b.fracs[i]) count++;
  return count;
};

export interface Comparison {
  /** Times of spikes of either run that have no partner in the other [ms], in order. */
  readonly alone: readonly number[];
  /** Distances of partners [ms]. */
  readonly distances: readonly number[];
}

/** Pairs spikes of the same neuron at most `tolerance` [ms] apart. */
export const compareTrains = (a: Trains, b: Trains, neurons: number, tolerance: number): Comparison => {
  const byNeuron = (trains: Trains): number[][] => {
    const lists: number[][] = Array.from({ length: neurons }, () => []);
    trains.ids.forEach((id, i) => {
      lists[id]?.push(i);
    });
    return lists;
  };
  const [ofA, ofB] = [byNeuron(a), byNeuron(b)];
  const [alone, distances]: [number[], number[]] = [[], []];
  ofA.forEach((own, neuron) => {
    const others = ofB[neuron] as number[];
    let [i, k] = [0, 0];
    while (i < own.length || k < others.length) {
      const [x, y] = [own[i], others[k]];
      if (x !== undefined && y !== undefined && apart(a, x, b, y) <= tolerance) {
        distances.push(apart(a, x, b, y));
        i++;
        k++;
      } else if (y === undefined || (x !== undefined && timeOf(a, x) < timeOf(b, y))) {
        alone.push(timeOf(a, x as number));
        i++;
      } else {
        alone.push(timeOf(b, y));
        k++;
      }
    }
  });
  return { alone: alone.sort((x, y) => x - y), distances };
};

/** Number of neurons of a network. */
export const neuronsOf = ({ populations }: Pick<Network, 'populations'>): number =>
  Object.values(populations).reduce((sum, { size }) => sum + size, 0);
