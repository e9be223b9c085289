/** Pairs of a trial, as parts of rules: what STDP would have changed, added up. */
import type { adam } from './adam.ts';

export const cite = 'bioRxiv 2026: Turcu, Cornford, Dorkenwald & Mihalas, Learning using switching synaptic plasticity rules';

export const pairs = {
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    aPlus: { value: 0.01, unit: '', doc: 'what a pair at zero lag adds, target last' },
    aMinus: { value: 0.0105, unit: '', doc: 'what a pair at zero lag takes away, target first' },
    delta: { value: 0.9999, unit: '', doc: 'what a trial leaves of w' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
    pairs: { of: 'synapse', doc: 'pairs of this trial' },
  },
  onPre: ['pairs -= aMinus * y', 'x += 1'],
  onPost: ['pairs += aPlus * x', 'y += 1'],
} as const;

type Options<P extends string> = { readonly [K in P]?: number } & {
  /** Whether w is the signed weight: for projections with weights of both signs. */
  readonly signed?: boolean;
};

/** Options of `trialStdp`. */
export type TrialStdpOptions = Options<keyof typeof pairs.params | 'lambda'>;
/** Options of `trainedStdp`. */
export type TrainedStdpOptions = Options<keyof typeof pairs.params | keyof typeof adam.params | 'lambda0'>;
