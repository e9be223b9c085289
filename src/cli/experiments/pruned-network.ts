/** Neurons that listen to sources which fall silent for a while: their synapses are pruned and come anew. What theory says of their number. */
import { poisson } from '../../network/describe/drives.ts';
import { poissonSource } from '../../network/describe/sources.ts';
import { fixedInDegree } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { lif } from '../../neurons/lif.ts';
import { keyOf, philox4x32, uniform } from '../../random.ts';
import { bernoulliRelease } from '../../rules/bernoulli-release.ts';
import { microglialPruning } from '../../rules/microglial-pruning.ts';
import { synapticScaling } from '../../rules/synaptic-scaling.ts';
import { Hz, s } from '../../units.ts';

/** Sources; synapses that a neuron begins with and forms at each visit of microglia; time between visits [s]. */
export const [sources, initially, perVisit, period] = [150, 25, 1, 2] as const;
/** Probabilities that a source falls silent, and that it speaks again, from one visit to the next. */
const [silencing, returning] = [0.03, 0.12] as const;
/** Probability that a synapse tagged twice is eaten. */
export const eating = 0.5;
/** Rate that scaling holds [Hz]. */
export const target = 20;

/** Which sources speak between visits, visit by visit: a chain of two states for each. */
export const activity = (seed: string, visits: number): boolean[][] => {
  const [key0, key1] = keyOf(`activity ${seed}`);
  const words = new Uint32Array(4);
  const chance = (source: number, visit: number): number => {
    philox4x32(key0, key1, source, visit, 0, 0, words);
    return uniform(words[0] as number);
  };
  let speaks = Array.from({ length: sources }, (_, source) => chance(source, 0) < returning / (silencing + returning));
  return Array.from({ length: visits }, (_, visit) => {
    const now = speaks;
    speaks = speaks.map((on, source) => (on ? chance(source, visit + 1) >= silencing : chance(source, visit + 1) < returning));
    return now;
  });
};

export interface Pruned {
  readonly neurons: number;
  readonly speaks: readonly (readonly boolean[])[];
  /** Probability of being eaten; 0: no microglia. */
  readonly pE: number;
}

export const prunedNetwork = ({ neurons, speaks, pE }: Pruned) =>
  network({
    name: 'pruned',
    clock: 'grid',
    populations: {
      S: {
        size: sources,
        neuron: poissonSource({ images: { pixels: speaks.map((now) => now.map((on) => (on ? 255 : 0))), maxRate: 100 * Hz, duration: period * s } }),
      },
      E: {
        size: neurons,
        neuron: lif(),
        drive: poisson({ rate: 500 * Hz, weight: 1.2 }),
        homeostasis: [synapticScaling({ target: target * Hz, tauH: 40 * s, tauC: 1 * s })],
      },
    },
    projections: {
      SE: {
        ...{ from: 'S', to: 'E', wiring: fixedInDegree(initially, { multapses: false }), weight: 0.1, delay: 5, spare: sources },
        synapse: [bernoulliRelease({ p: 0.5 }), microglialPruning({ period: period * s, tauU: (period / 4) * s, rC: (perVisit / period) * Hz, pE })],
      },
    },
  });

/**
 * Mean number of synapses per neuron after each visit, given who spoke: a source has one synapse or none, tagged while the source is silent. The chances that it is
 * there untagged, or tagged, go from visit to visit; every free source is as likely to be taken. All usage of who speaks lies above the threshold, all other below.
 */
export const expectedNumber = (speaks: readonly (readonly boolean[])[], pE: number): number[] => {
  const untagged = new Float64Array(sources).fill(initially / sources);
  const tagged = new Float64Array(sources);
  return speaks.map((now) => {
    let present = 0;
    now.forEach((on, source) => {
      const [fresh, old] = [untagged[source] as number, tagged[source] as number];
      untagged[source] = on ? fresh + old : 0;
      tagged[source] = on ? 0 : fresh + (1 - pE) * old;
      present += (untagged[source] as number) + (tagged[source] as number);
    });
    const born = perVisit / (sources - present);
    untagged.forEach((there, source) => {
      untagged[source] = there + born * (1 - there - (tagged[source] as number));
    });
    return present + perVisit;
  });
};

/** Whether one of `low` lies below one of `high`, on average over all pairs (the area under the curve of hits against false alarms). */
export const separation = (low: readonly number[], high: readonly number[]): number => {
  const sorted = Float64Array.from(high).sort();
  const below = (value: number, inclusive: boolean): number => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const each = sorted[middle] as number;
      if (each < value || (inclusive && each === value)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const wins = low.reduce((sum, value) => sum + sorted.length - (below(value, false) + below(value, true)) / 2, 0);
  return wins / (low.length * high.length);
};
