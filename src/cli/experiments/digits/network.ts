/** The network of Diehl & Cook (2015), parameters from their published code (github.com/peter-u-diehl/stdp-mnist). */

import { uniform } from '../../../network/describe/distributions.ts';
import { poissonSource } from '../../../network/describe/sources.ts';
import { allToAll, edges, oneToOne } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { adaptiveLifConductanceImplicit, lifConductance } from '../../../neurons/index.ts';
import { bernoulliRelease } from '../../../rules/bernoulli-release.ts';
import { nearestTripletStdp } from '../../../rules/nearest-triplet-stdp.ts';
import type { RuleUse } from '../../../rules/rule.ts';
import { synapticScaling } from '../../../rules/synaptic-scaling.ts';
import { weightNormalization } from '../../../rules/weight-normalization.ts';
import { Hz, ms, mV, nS, pF, s } from '../../../units.ts';

/** Scaling acts on rates: at the one at which the normalised network settles, 15 spikes an image (0.5 s). Its times are 40 and 1,000 images. */
const scaling = (neurons: number): RuleUse => synapticScaling({ target: (30 / neurons) * Hz, tauC: 20 * s, tauH: 500 * s });

/** How input synapses release, and what keeps them in bounds: a rule of the synapses, or a factor of the neurons on all that excites them. */
export const variants = {
  normalised: { name: 'weights normalised', release: [], bounding: [weightNormalization()], homeostasis: () => [] },
  release: { name: 'released with p = 0.5', release: [bernoulliRelease({ p: 0.5 })], bounding: [weightNormalization()], homeostasis: () => [] },
  scaled: { name: 'input scaled', release: [], bounding: [], homeostasis: (neurons) => [scaling(neurons)] },
} as const satisfies Record<
  string,
  {
    readonly name: string;
    readonly release: readonly RuleUse[];
    readonly bounding: readonly RuleUse[];
    readonly homeostasis: (neurons: number) => readonly RuleUse[];
  }
>;

export type Variant = keyof typeof variants;

/** What learning leaves: weights [nS] by source, then target, with the factor of each neuron in them, and how far thresholds have moved [mV]. */
export interface Learned {
  readonly weights: Float64Array;
  readonly theta: Float64Array;
}

export const imageTime = 350 * ms;
export const restTime = 150 * ms;
/**
 * The step, which is also every delay. Half of theirs: a spike takes a step to arrive and acts in the next, so that the loop through inhibition takes 1 ms, as there.
 * At 0.5 ms it takes 2 ms, volleys are four times as large, and less is learned (55 % instead of 64 % right at 100 neurons and 2,500 images).
 */
export const dt = 0.25 * ms;
export const pixels = 784;

const total = 78 * nS;
/** Conductances are in units of the leak there, so the leak is 1 nS here. */
const leak = { gL: 1 * nS, tauSynE: 1 * ms, tauSynI: 2 * ms, eExc: 0 * mV };

/** Input synapses onto each neuron start at 0.003 … 0.303, normalised as everything that learns is. */
const unlearned = (): { readonly weight: ReturnType<typeof uniform> } => {
  const scale = total / (pixels * 0.153);
  return { weight: uniform(0.003 * scale, 0.303 * scale) };
};

const lateral = (neurons: number): (readonly [number, number])[] =>
  Array.from({ length: neurons }, (_, from) => from).flatMap((from) =>
    Array.from({ length: neurons }, (_, to) => [from, to] as const).filter(([a, b]) => a !== b),
  );

const describe = (
  neurons: number,
  input: {
    readonly weight: ReturnType<typeof uniform> | readonly number[];
    readonly synapse: readonly RuleUse[];
    readonly bounds?: readonly [number, number];
  },
  homeostasis: readonly RuleUse[],
  threshold: { readonly dTheta: number; readonly tauTheta: number; readonly thetaRest: number; readonly theta: number | readonly number[] },
) => {
  const { theta, ...adaptation } = threshold;
  return network({
    clock: 'grid',
    populations: {
      input: { size: pixels, neuron: poissonSource({ rate: 0 }) },
      E: {
        size: neurons,
        neuron: adaptiveLifConductanceImplicit({
          ...{ ...leak, cM: 100 * pF, eL: -65 * mV, vReset: -65 * mV, vTh: -52 * mV, tRef: 5 * ms, eInh: -100 * mV },
          ...adaptation,
        }),
        initial: { v: -105 * mV, theta },
        ...(homeostasis.length > 0 ? { homeostasis } : {}),
      },
      I: {
        size: neurons,
        neuron: lifConductance({ ...leak, cM: 10 * pF, eL: -60 * mV, vReset: -45 * mV, vTh: -40 * mV, tRef: 2 * ms, eInh: -85 * mV }),
        initial: { v: -100 * mV },
      },
    },
    projections: {
      XE: { from: 'input', to: 'E', wiring: allToAll(), delay: dt, ...input },
      EI: { from: 'E', to: 'I', wiring: oneToOne(), weight: 10.4 * nS, delay: dt },
      IE: { from: 'I', to: 'E', wiring: edges(lateral(neurons)), weight: -17 * nS, delay: dt },
    },
  });
};

/** The network that learns. Thresholds relax towards −72 mV, from −52 mV: in their code `offset`, 20 mV. */
export const learning = (neurons: number, variant: Variant) => {
  const { release, bounding, homeostasis } = variants[variant];
  return describe(neurons, { ...unlearned(), bounds: [0, 1 * nS], synapse: [...release, nearestTripletStdp(), ...bounding] }, homeostasis(neurons), {
    dTheta: 0.05 * mV,
    tauTheta: 1e7 * ms,
    thetaRest: -20 * mV,
    theta: 0,
  });
};

/** The network that has learned: weights and thresholds stay. */
export const learned = ({ weights, theta }: Learned, variant: Variant) => {
  // Without bounds: the factors of scaling are in the weights.
  const input = { weight: Array.from(weights), synapse: variants[variant].release };
  return describe(theta.length, input, [], { dTheta: 0, tauTheta: 1e15 * ms, thetaRest: 0, theta: Array.from(theta) });
};
