/** Wirings: which neurons of a projection's source population reach which of its target population. */
import type { Wiring } from '../description.ts';

type Of<W extends Wiring['wiring']> = Extract<Wiring, { wiring: W }>;
type Options<W extends Wiring['wiring'], K extends string> = Pick<Of<W>, Extract<keyof Of<W>, K>>;

/** Every source reaches every target once; `selfConnections: false` leaves out i → i within a population. */
export const allToAll = (options: Options<'allToAll', 'selfConnections'> = {}): Of<'allToAll'> => ({ wiring: 'allToAll', ...options });

/** Source i reaches target i; both populations have the same size. */
export const oneToOne = (): Of<'oneToOne'> => ({ wiring: 'oneToOne' });

/** Every pair is connected, once, with probability `p` in [0, 1]. */
export const fixedProbability = (p: number, options: Options<'fixedProbability', 'selfConnections'> = {}): Of<'fixedProbability'> => ({
  wiring: 'fixedProbability',
  p,
  ...options,
});

/** Every target has `degree` synapses from sources drawn uniformly, with replacement unless `multapses: false`. */
export const fixedInDegree = (degree: number, options: Options<'fixedInDegree', 'multapses' | 'selfConnections'> = {}): Of<'fixedInDegree'> => ({
  wiring: 'fixedInDegree',
  degree,
  ...options,
});

/** Every source has `degree` synapses onto targets drawn uniformly, with replacement unless `multapses: false`. */
export const fixedOutDegree = (degree: number, options: Options<'fixedOutDegree', 'multapses' | 'selfConnections'> = {}): Of<'fixedOutDegree'> => ({
  wiring: 'fixedOutDegree',
  degree,
  ...options,
});

/** `total` synapses, each between a source and a target drawn uniformly and independently (multapses occur). */
export const fixedTotal = (total: number, options: Options<'fixedTotal', 'selfConnections'> = {}): Of<'fixedTotal'> => ({
  wiring: 'fixedTotal',
  total,
  ...options,
});

/** The listed pairs [source, target]; a repeated pair is a second synapse. Weight and delay arrays follow this order. */
export const edges = (pairs: readonly (readonly [number, number])[]): Of<'edges'> => ({ wiring: 'edges', edges: pairs });

/** Pairs at distance d [mm] connect with probability pMax · exp(−d²/2σ²) (`gaussian`) or pMax · exp(−d/σ) (`exponential`). */
export const distanceDependent = (options: Omit<Of<'distanceDependent'>, 'wiring'>): Of<'distanceDependent'> => ({
  wiring: 'distanceDependent',
  ...options,
});
