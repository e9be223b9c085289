/**
 * The spiking network: slow synaptic currents are the x of the rate model, spikes relative to a rate r0 its φ.
 *
 * Random and plastic weights are two projections between the same neurons. What they bring while all fire at r0 is taken off: for random weights by a constant current,
 * for plastic ones by a clock, whose spikes deliver minus the sum of the weights as it is by then, into the same slow current.
 */

import { uniform } from '../../../network/describe/distributions.ts';
import { current } from '../../../network/describe/drives.ts';
import { spikeSource } from '../../../network/describe/sources.ts';
import { allToAll, edges } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { lifExponential } from '../../../neurons/index.ts';
import type { RuleUse } from '../../../rules/rule.ts';
import { freezePlasticity, set } from '../../../simulation/interventions.ts';
import { type Simulation, simulate } from '../../../simulation/simulate.ts';
import { Hz, ms } from '../../../units.ts';
import type { Model } from './rates.ts';
import { activityProduct, centred, weightSum } from './rules.ts';
import type { System } from './system.ts';

const tauM = 10 * ms;
/** Time constant of synaptic currents: the time unit of the rate model. */
const tauS = 100 * ms;
/** Between changes of plastic weights, and between spikes of the clock. */
const period = 5 * ms;
const dt = 0.25 * ms;

/** What is numbers to a rule of plastic weights. */
export interface Learning {
  /** Weight between two neurons that fire at twice r0 [pA]. */
  readonly strength: number;
  readonly r0: number;
  readonly tauA: number;
  readonly period: number;
}

export interface SpikingModel extends Model {
  /** Synapses onto a neuron, to which plastic weights are scaled; n if absent. */
  readonly inputs?: number;
  /** How plastic weights learn: by the product of activities if absent. The rule keeps the filtered spikes of the target as `v`. */
  readonly learning?: (numbers: Learning) => RuleUse;
  /** Rules of transmission, on random and plastic synapses alike. */
  readonly release?: readonly RuleUse[];
}

/** Input that each unit has throughout, in units of x. */
const constantInput = ({ n, J, bias }: SpikingModel): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (bias?.[i] ?? 0) - J.subarray(i * n, (i + 1) * n).reduce((sum, each) => sum + each, 0));

/** What x follows of input that goes to and fro: amplitude and phase behind cos. */
const waveOf = ({ wave = { amplitude: 0, omega: 1 } }: SpikingModel) => ({
  amplitude: wave.amplitude / Math.sqrt(1 + wave.omega ** 2),
  omega: wave.omega,
  lag: Math.atan(wave.omega),
});

/** Pairs [source, target], source by source. */
const synapsesOf = ({ n, J, inputs = n }: SpikingModel): (readonly [number, number])[] =>
  Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const).filter(([j, i]) => inputs === n || J[i * n + j] !== 0);

const learningOf = ({ n, k, p, gain, inputs = n, learning = activityProduct }: SpikingModel, unit: number): RuleUse =>
  learning({ strength: (unit * k) / inputs, r0: gain.r0 * Hz, tauA: p * tauS, period });

export const spikingNetwork = (model: SpikingModel) => {
  const { n, J, gain, inputs = n, release = [], wave } = model;
  const [r0, perX] = [gain.r0 * Hz, gain.gamma];
  // A spike through a synapse with W = 1 moves x by 1 / (tauS r0).
  const unit = perX / (tauS * (gain.r0 / 1000));
  const pairs = synapsesOf(model);
  const wiring = inputs === n ? allToAll() : edges(pairs);
  const { amplitude, omega, lag } = waveOf(model);
  const sine = current.sine({ amplitude: perX * amplitude, frequency: (omega / (2 * Math.PI * tauS)) * 1000, phase: Math.PI / 2 - lag });
  const sums = weightSum({ period });
  return network({
    name: 'spiking-chaos',
    clock: 'grid',
    populations: {
      E: {
        size: n,
        neuron: lifExponential({ tauM, eL: 0, vTh: 1, vReset: 0, tRef: 500 / gain.r0, cM: tauM, tauSynE: tauS, tauSynI: tauS, iE: gain.i0 }),
        initial: { v: uniform(0, 1), iSynE: uniform(0, 2 * perX) },
        drive: [current.constant(Array.from(constantInput(model), (each) => perX * each)), ...(wave ? [sine] : [])],
      },
      clock: { size: 1, neuron: spikeSource({ times: [[period]], repeat: period }) },
    },
    projections: {
      random: { from: 'E', to: 'E', wiring, weight: pairs.map(([j, i]) => unit * (J[i * n + j] as number)), delay: dt, synapse: release },
      plastic: { from: 'E', to: 'E', wiring, weight: 0, delay: dt, synapse: [...release, learningOf(model, unit), sums] },
      mean: { from: 'clock', to: 'E', wiring: allToAll(), weight: 0, delay: dt, synapse: [sums, centred({ r0, period })] },
    },
  });
};

const systemOf = (sim: Simulation, model: SpikingModel): System => {
  const { n, gain } = model;
  const constant = constantInput(model);
  const { amplitude, omega, lag } = waveOf(model);
  const filtered = `plastic.${learningOf(model, 1).rule.name}.v`;
  return {
    n,
    run: async (time) => {
      await sim.run(time * tauS);
    },
    x: async () => {
      const [excitatory, inhibitory] = [await sim.read('E.iSynE'), await sim.read('E.iSynI')];
      const outside = amplitude * Math.cos((omega * sim.timeMs) / tauS - lag);
      return excitatory.map((each, i) => (each + (inhibitory[i] as number)) / gain.gamma + (constant[i] as number) + outside);
    },
    activity: async () => (await sim.read(filtered)).map((rate) => (1000 * rate) / gain.r0 - 1),
    push: async (by) => {
      const now = await sim.read('E.iSynE');
      sim.at(
        sim.timeMs,
        set(
          'E.iSynE',
          Array.from(now, (each, i) => each + gain.gamma * (by[i] as number)),
        ),
      );
    },
    freeze: (frozen) => sim.at(sim.timeMs, freezePlasticity('plastic', frozen)),
    fork: async () => systemOf(await sim.fork(), model),
    [Symbol.asyncDispose]: () => sim.close(),
  };
};

export const spikingSystem = (model: SpikingModel, seed: string): System =>
  systemOf(simulate(spikingNetwork(model), { seed, clock: 'grid', dt }), model);
