/**
 * The task: a recurrent network of LIF neurons is to draw three courses after one frozen input (Bellec et al. 2020, pattern generation), its recurrent synapses
 * learning in one of four ways.
 */
import { exp } from '../../../math.ts';
import { normal, uniform } from '../../../network/describe/distributions.ts';
import { spikeSource } from '../../../network/describe/sources.ts';
import { allToAll } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { integrator, lif } from '../../../neurons/index.ts';
import { uniforms } from '../../../random.ts';
import { eprop } from '../../../rules/eprop.ts';
import type { RuleUse } from '../../../rules/rule.ts';
import { switching } from '../../../rules/switching.ts';
import { trainedStdp } from '../../../rules/trained-stdp.ts';
import { trialStdp } from '../../../rules/trial-stdp.ts';
import { Hz, ms } from '../../../units.ts';

export const neurons = 100;
const readouts = 3;
/** Length of a trial [ms]. */
export const trialMs = 1000;
const inputs = 100;
const tau = 30 * ms;

/** Half the width of the distribution of recurrent weights: standard deviation 1/√n, spectral radius about 1. */
export const half = Math.sqrt(3 / neurons);
/** Spines above `up` become strong, below `down` weak; at first they are strong above the middle. */
export const [down, up] = [0.3 * half, 0.8 * half];
export const middle = (down + up) / 2;

/** How recurrent synapses learn. */
export const models = ['e-prop everywhere', 'switching, λ trained', 'switching, λ = 0.002', 'weak synapses frozen'] as const;
export type Model = (typeof models)[number];

const learn = eprop({ signed: true });
const spines = (weak: RuleUse | readonly RuleUse[]) => switching({ weak, strong: learn, up, down, period: trialMs });
const rules: Readonly<Record<Model, readonly RuleUse[]>> = {
  'e-prop everywhere': [learn],
  'switching, λ trained': spines(trainedStdp({ signed: true })),
  'switching, λ = 0.002': spines(trialStdp({ signed: true, lambda: 0.002 })),
  'weak synapses frozen': spines([]),
};

/** A course: sines with periods of 1, 1/2, 1/3 and 1/5 s, weights from 0.5 to 2, random phases; from 0 on, its largest value 1. */
const courseOf = (random: () => number): number[] => {
  const parts = [1000, 500, 333, 200].map((period) => ({ period, weight: 0.5 + 1.5 * random(), phase: 2 * Math.PI * random() }));
  const raw = Array.from({ length: trialMs }, (_, t) =>
    parts.reduce((sum, { period, weight, phase }) => sum + weight * Math.sin((2 * Math.PI * t) / period + phase), 0),
  );
  const shifted = raw.map((value) => value - (raw[0] as number));
  const largest = Math.max(...shifted.map(Math.abs));
  return shifted.map((value) => value / largest);
};

/** The network of a seed: all models share input, courses and first weights. */
export const patternTask = (seed: string, model: Model) => {
  const random = uniforms(`${seed} task`);
  // The last ms is left out: what would arrive in the next trial is no part of the pattern.
  const times = Array.from({ length: inputs }, () => Array.from({ length: trialMs - 1 }, (_, t) => t + 1).filter(() => random() < 0.05));
  const targets = Array.from({ length: readouts }, () => courseOf(random));
  // A weight is what v jumps by; the paper's input is multiplied by 1 − α on the way, so its threshold of 0.03 is this one here.
  const vTh = 0.03 / (1 - exp(-1 / tau));
  return network({
    name: 'spine-switching',
    clock: 'grid',
    populations: {
      S: { size: inputs, neuron: spikeSource({ times, repeat: trialMs }) },
      R: {
        size: neurons,
        neuron: lif({ tauM: tau, vTh, vReset: 0, tRef: 5 * ms, reset: 'subtract' }),
        rateTarget: { rate: 10 * Hz, strength: 3e5 },
      },
      Y: { size: readouts, neuron: integrator({ tauM: tau }), targets },
    },
    projections: {
      SR: { from: 'S', to: 'R', wiring: allToAll(), weight: normal(0, 0.1), delay: 1 * ms, synapse: [learn] },
      RR: { from: 'R', to: 'R', wiring: allToAll({ selfConnections: false }), weight: uniform(-half, half), delay: 1 * ms, synapse: rules[model] },
      RY: { from: 'R', to: 'Y', wiring: allToAll(), weight: normal(0, 0.03), delay: 1 * ms, synapse: [learn] },
      YR: { from: 'Y', to: 'R', wiring: allToAll(), weight: normal(0, 0.1), delay: 1 * ms, carries: 'error' },
    },
  });
};
