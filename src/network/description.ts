/**
 * A network as data: what `network({ … })` returns, what JSON holds, what `check`, `build` and every export read.
 * Plain values only, so that it can be compared, cloned, sent to a worker and stored.
 */
import type { Distribution, NeuronUse, NeuronValue } from '../neurons/model.ts';
import type { RuleUse } from '../rules/rule.ts';

export type { Distribution, NeuronUse, NeuronValue };

/** Poisson input to each neuron separately, delivered as events of `weight` (in the unit of the neuron's input). */
export interface PoissonDrive {
  readonly drive: 'poisson';
  /** Rate per neuron [Hz]. */
  readonly rate: NeuronValue;
  readonly weight: NeuronValue;
}
/** Listed input times [ms], common (one list) or per neuron (a list of lists). */
export interface SpikeListDrive {
  readonly drive: 'spikeList';
  readonly times: readonly number[] | readonly (readonly number[])[];
  readonly weight: number;
}
/** A current [pA]: constant; steps (`times` [ms] with `amplitudes`); a sine; or an array sampled every `every` ms. */
export interface CurrentDrive {
  readonly drive: 'current';
  readonly shape:
    | { readonly kind: 'constant'; readonly amplitude: NeuronValue }
    | { readonly kind: 'step'; readonly times: readonly number[]; readonly amplitudes: readonly number[] }
    | { readonly kind: 'sine'; readonly amplitude: number; readonly frequency: number; readonly phase: number; readonly offset: number }
    | { readonly kind: 'array'; readonly every: number; readonly values: readonly number[] };
}
/** Poisson input whose rate follows pixels: neuron i sees `pixels[image][i] / 255 · maxRate`, each image for `duration` ms. */
export interface ImagesDrive {
  readonly drive: 'images';
  readonly pixels: readonly (readonly number[])[];
  readonly maxRate: number;
  readonly duration: number;
  readonly weight: number;
}
export type Drive = PoissonDrive | SpikeListDrive | CurrentDrive | ImagesDrive;

/** Populations that ignore input and emit spikes: listed times [ms] per neuron (again after every `repeat` ms), or Poisson at a rate [Hz] or from images. */
export type Source =
  | { readonly source: 'spikes'; readonly times: readonly (readonly number[])[]; readonly repeat?: number }
  | { readonly source: 'poisson'; readonly rate: NeuronValue }
  | { readonly source: 'images'; readonly pixels: readonly (readonly number[])[]; readonly maxRate: number; readonly duration: number };

export interface Population {
  readonly size: number;
  readonly neuron: NeuronUse | Source;
  readonly initial?: Readonly<Record<string, NeuronValue>>;
  readonly drive?: Drive | readonly Drive[];
  readonly homeostasis?: readonly RuleUse[];
  /** Coordinates [mm], one pair or triple per neuron, for `distanceDependent`. */
  readonly positions?: readonly (readonly number[])[];
  /** Number of dendritic branches per neuron: synapse k of a neuron (in source order) lies on branch k mod branches. */
  readonly branches?: number;
  /** Number of glial domains: neuron i is in domain floor(i · domains / size). */
  readonly domains?: number;
  /**
   * What integrators are to show during a trial [the unit of v, mV]: one list per neuron, a value per ms from the end of the last trial on, all lists of one length,
   * which no trial may exceed. The error of a trial is ½ Σ (v − target)² over readouts and time [ms].
   */
  readonly targets?: readonly (readonly number[])[];
  /** What else belongs to the error of a trial: ½ strength (f − rate)² for each neuron, f being its rate in the trial in spikes per ms, `rate` in Hz. */
  readonly rateTarget?: RateTarget;
}

export interface RateTarget {
  readonly rate: number;
  readonly strength: number;
}

/**
 * What travels along a projection. `error`: not spikes but the errors of a population with targets, to neurons that learn; an error meets what they did
 * `delay` before (the delay with which their spikes reach the readout). `both`: spikes forward and errors back, by the same weights.
 */
export type Carries = 'spikes' | 'error' | 'both';

export type Wiring =
  | { readonly wiring: 'allToAll'; readonly selfConnections?: boolean }
  | { readonly wiring: 'oneToOne' }
  | { readonly wiring: 'fixedProbability'; readonly p: number; readonly selfConnections?: boolean }
  | { readonly wiring: 'fixedInDegree'; readonly degree: number; readonly multapses?: boolean; readonly selfConnections?: boolean }
  | { readonly wiring: 'fixedOutDegree'; readonly degree: number; readonly multapses?: boolean; readonly selfConnections?: boolean }
  | { readonly wiring: 'fixedTotal'; readonly total: number; readonly selfConnections?: boolean }
  /** Listed pairs [source, target], in any order; repeats are multapses, in the order listed. */
  | { readonly wiring: 'edges'; readonly edges: readonly (readonly [number, number])[] }
  /** Probability pMax · exp(−d²/2σ²) (gaussian) or pMax · exp(−d/σ) (exponential) of the distance d between positions [mm]. */
  | {
      readonly wiring: 'distanceDependent';
      readonly kernel: 'gaussian' | 'exponential';
      readonly pMax: number;
      readonly sigma: number;
      readonly selfConnections?: boolean;
    };

/** One number, a distribution, or one number per synapse (arrays go with `edges`, in its order; otherwise with `oneToOne`/`allToAll` in source-major order). */
export type SynapseValue = number | Distribution | readonly number[];

export interface Projection<P extends string = string> {
  readonly from: P;
  readonly to: P;
  readonly wiring: Wiring;
  /** In the unit of the target's input: mV, pA or nS. */
  readonly weight: SynapseValue;
  /** Hard bounds of the weight, in its unit. */
  readonly bounds?: readonly [number, number];
  /** Axonal delay [ms]. */
  readonly delay: SynapseValue;
  /** Delay with which the synapse sees its target's spikes [ms]. */
  readonly dendriticDelay?: number;
  readonly weightPrecision?: 'double' | 'single';
  /** Where a rule creates synapses: how many more of them than were built each target has room for; default 0. */
  readonly spare?: number;
  readonly synapse?: readonly RuleUse[];
  /** Default: spikes. */
  readonly carries?: Carries;
}

/** A network. `P` and `J` are the literal names of its populations and projections. */
export interface Network<P extends string = string, J extends string = string> {
  readonly name?: string;
  readonly doc?: string;
  /** The clock to run on unless told otherwise: `grid` for dense networks with much input. Default: `event` where the models allow it. */
  readonly clock?: 'event' | 'grid';
  readonly populations: Readonly<Record<P, Population>>;
  readonly projections: Readonly<Record<J, Projection<P>>>;
}
