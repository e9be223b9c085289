/**
 * A validated network with everything resolved to indices and numbers for one clock and one seed: what building and the engines read.
 * A worker makes the same plan from the same description, so a plan is never sent.
 */
import type { NeuronModel, Reset } from '../neurons/model.ts';
import type { Program } from '../rules/program.ts';
import type { Projection, Wiring } from './description.ts';

export type ClockName = 'event' | 'grid';

/** A parameter common to a population, or one value per neuron of it (in neuron order). */
export type PerNeuron = number | Float64Array;

export type PlannedDrive =
  /** `rate` [1/ms]. */
  | { readonly kind: 'poisson'; readonly rate: PerNeuron; readonly weight: PerNeuron }
  /** Per neuron, ascending times as (tick, frac); `common` means one list for all. */
  | { readonly kind: 'spikeList'; readonly trains: readonly Train[]; readonly common: boolean; readonly weight: number }
  /** Piecewise constant: from `ticks[i]` on the current is `values[i]` [pA] (a `constant` with PerNeuron values has one piece). */
  | { readonly kind: 'pieces'; readonly ticks: Float64Array; readonly values: readonly PerNeuron[] }
  /** Grid clock only. `amplitude·sin(2π·frequency·t + phase) + offset` [pA], frequency [1/ms], taken at the start of the step. */
  | { readonly kind: 'sine'; readonly amplitude: number; readonly frequency: number; readonly phase: number; readonly offset: number }
  /** Rate of neuron i during image m: `rates[m][i]` [1/ms]; image m lasts from m·durationTicks, the sequence repeats. */
  | { readonly kind: 'images'; readonly rates: readonly Float64Array[]; readonly durationTicks: number; readonly weight: number };

/** Times in ascending order: `ticks` whole, `fracs` the remainder [ms] (0 on the grid). */
export interface Train {
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}

export interface PlannedPopulation {
  readonly name: string;
  readonly index: number;
  /** Global id of its first neuron. */
  readonly first: number;
  readonly size: number;
  /** Null for sources. */
  readonly model: NeuronModel | null;
  readonly source: PlannedSource | null;
  readonly reset: Reset;
  readonly params: Readonly<Record<string, PerNeuron>>;
  /** Initial state per state variable of the model. */
  readonly initial: Readonly<Record<string, PerNeuron>>;
  readonly drives: readonly PlannedDrive[];
  /** Neuron-owned rules, composed; null if none. */
  readonly homeostasis: Program | null;
  readonly branches: number;
  readonly domains: number;
  readonly positions: readonly (readonly number[])[] | null;
}

export type PlannedSource =
  /** `repeatTicks`: the trains begin anew after so many ticks; null: they are over. */
  | { readonly kind: 'spikes'; readonly trains: readonly Train[]; readonly repeatTicks: number | null }
  | { readonly kind: 'poisson'; readonly rate: PerNeuron }
  | { readonly kind: 'images'; readonly rates: readonly Float64Array[]; readonly durationTicks: number };

export interface PlannedProjection {
  readonly name: string;
  readonly index: number;
  /** Population indices. */
  readonly from: number;
  readonly to: number;
  readonly wiring: Wiring;
  readonly weight: Projection['weight'];
  /** Bounds as rules see them: of the magnitude, or of the signed weight where the program is `signed`. */
  readonly wMin: number;
  readonly wMax: number;
  /** +1 or −1: sign applied at delivery, `w` stored as magnitude; 0: weights of both signs (or a signed program), stored signed. */
  readonly sign: 1 | -1 | 0;
  readonly single: boolean;
  /** The one weight all synapses have and keep (static, a plain number): signed as delivered, count × weight, and not stored. Else null. */
  readonly commonWeight: number | null;
  /** Distinct axonal delays in use, ascending [ticks]. */
  readonly delays: readonly number[];
  readonly delay: Projection['delay'];
  readonly dendriticTicks: number;
  /** How many more synapses than were built each target has room for. */
  readonly spare: number;
  readonly program: Program | null;
}

/** Learning from whole trials: what is archived meanwhile, and how errors reach those who learn. Where no rule reads `gradient` there is none. */
export interface PlannedEpisode {
  /** The broadcast that ends a trial. */
  readonly signal: string;
  /** Longest trial [ticks]: as long as the targets. */
  readonly ticks: number;
  /** In order of populations. */
  readonly readouts: readonly PlannedReadout[];
  /** Populations that learn by the surrogate derivative of their neurons, in order. */
  readonly learners: readonly PlannedLearner[];
  /** Projections whose rules read `gradient`. */
  readonly projections: readonly number[];
}

export interface PlannedReadout {
  readonly population: number;
  /** Values per neuron, one per ms. */
  readonly length: number;
  /** By neuron, then ms. */
  readonly targets: Float64Array;
}

export interface PlannedLearner {
  readonly population: number;
  /** `rate` in spikes per ms. */
  readonly rateTarget: { readonly rate: number; readonly strength: number } | null;
  /** Projections that bring errors: `back` against their direction. */
  readonly feedback: readonly { readonly projection: number; readonly back: boolean }[];
}

export interface Plan {
  readonly name: string;
  readonly clock: ClockName;
  /** Seed as given, and the two words of its Philox key. */
  readonly seed: string;
  readonly key: readonly [number, number];
  /** Ticks per ms: grid 1/dt, event 1/delayStep. A tick is the unit of all delays. */
  readonly perMs: number;
  /** Least axonal delay [ticks]: the longest time that partitions may run without exchange. */
  readonly epochTicks: number;
  /** Longest time a spike can still act after its emission [ticks]: axonal delay plus `after` delays, or dendritic delay. */
  readonly horizonTicks: number;
  readonly neurons: number;
  readonly populations: readonly PlannedPopulation[];
  readonly projections: readonly PlannedProjection[];
  readonly signals: readonly string[];
  /** Whether engines add up what synapses transmit. */
  readonly energy: boolean;
  readonly episode: PlannedEpisode | null;
}
