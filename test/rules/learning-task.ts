/** A synaptic rule that learns from trials, in a small network of its own: what it makes of the gradients it is given. Reference engine. */
import { spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll } from '../../src/network/describe/wirings.ts';
import type { Network } from '../../src/network/description.ts';
import { network } from '../../src/network/network.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { integrator, lif } from '../../src/neurons/index.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { makeReference } from '../conformance/engine.ts';

export const trialMs = 60;

export interface Synapses {
  readonly synapse: readonly RuleUse[];
  readonly weight: number | { readonly distribution: 'uniform'; readonly low: number; readonly high: number };
  readonly bounds?: readonly [number, number];
}

const inputs = 6;
const targets = [0, 1].map((k) => Array.from({ length: trialMs }, (_, t) => (t > 20 + 10 * k ? 2 : -1)));

/** Listed input, the same in every trial, onto LIF neurons and from there onto readouts. */
export const learningTask = (onto: Synapses, trials: number, readout: readonly RuleUse[] = []): Network => {
  const times = Array.from({ length: inputs }, (_, i) =>
    Array.from({ length: trials * trialMs }, (_, t) => t + 1).filter((t) => ((t - 1) % trialMs) % (4 + i) === i % 3 && t % trialMs !== 0),
  );
  return network({
    clock: 'grid',
    populations: {
      S: { size: inputs, neuron: spikeSource({ times }) },
      R: { size: 4, neuron: lif({ tauM: 15, vTh: 3, vReset: 0, tRef: 2, reset: 'subtract' }) },
      Y: { size: 2, neuron: integrator({ tauM: 20 }), targets },
    },
    projections: {
      SR: { from: 'S', to: 'R', wiring: allToAll(), delay: 1, ...onto },
      RY: {
        from: 'R',
        to: 'Y',
        wiring: allToAll(),
        weight: { distribution: 'uniform', low: -1, high: 1 },
        delay: 1,
        synapse: readout,
        carries: 'both',
      },
    },
  }) as Network;
};

/** Columns of the projection SR, and the error, after each trial; the first entry is from before. */
export const runTask = (described: Network, trials: number, columns: readonly string[]) => {
  const plan = planNetwork(described, { dt: 1, seed: 'learning' });
  const engine = makeReference(plan);
  const read = (name: string) => Float64Array.from(engine.columns().find((column) => column.name === name)!.data as Float64Array);
  const show = () => Object.fromEntries(columns.map((name) => [name, read(`SR.${name}`)])) as Readonly<Record<string, Float64Array>>;
  const states = [show()];
  const errors: number[] = [];
  const spikes: { readonly id: number; readonly tick: number }[] = [];
  for (let now = 1; now <= trials * trialMs; now++) {
    const ruleTick = engine.nextRuleTick();
    const fired = engine.advance(now);
    engine.receive(fired);
    if (now === ruleTick) engine.tick(engine.partialSums());
    for (const id of fired.ids) spikes.push({ id, tick: now });
    if (now % trialMs !== 0) continue;
    errors.push(read('Y.error').reduce((sum, error) => sum + (error * error) / 2, 0));
    engine.signal('trialEnd', 1, engine.partialSums('trialEnd'));
    states.push(show());
  }
  return { states, errors, spikes };
};

/** Adam by itself (Kingma & Ba 2015, algorithm 1), one number at a time: steps for slopes. */
export const adamSteps = (eta = 1e-3, [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8] as const): ((slope: number) => number) => {
  let [m, v, t] = [0, 0, 0];
  return (slope) => {
    t++;
    m = beta1 * m + (1 - beta1) * slope;
    v = beta2 * v + (1 - beta2) * slope * slope;
    return (eta * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
  };
};
