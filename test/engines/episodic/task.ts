/** A network that learns from trials, small enough to follow by hand, and whoever runs its partitions through trials. */
import type { PartitionEngine } from '../../../src/engines/engine.ts';
import { spikeSource } from '../../../src/network/describe/sources.ts';
import { allToAll, fixedProbability } from '../../../src/network/describe/wirings.ts';
import type { Carries, Network, Projection, RateTarget } from '../../../src/network/description.ts';
import { network } from '../../../src/network/network.ts';
import type { Plan } from '../../../src/network/plan.ts';
import { adaptiveLif, integrator, lif } from '../../../src/neurons/index.ts';
import { defineRule } from '../../../src/rules/define-rule.ts';
import { merge, nothing, type Recorded } from '../../conformance/drive.ts';

export const trialMs = 150;
export const trials = 3;

/** The simplest rule that descends: it shows the gradient and changes what the next trial does. */
export const descend = defineRule({
  name: 'descend',
  cite: 'doi:10.1038/s41467-020-17236-y',
  params: { eta: { value: 1e-3, unit: 'weight', doc: 'step' } },
  onSignal: { trialEnd: ['w -= eta * gradient'] },
  signed: true,
});

/** The same by magnitudes. */
export const descendMagnitude = defineRule({ ...descend.rule, name: 'descendMagnitude', signed: false } as const);

/** Numbers between 0 and 1 that look random, the same each time. */
const pseudo = (i: number): number => {
  const x = Math.sin(12.9898 * i + 4.1) * 43_758.5453;
  return x - Math.floor(x);
};

const times = (neurons: number) =>
  Array.from({ length: neurons }, (_, n) =>
    Array.from({ length: trials * trialMs }, (_, t) => t + 1).filter((t) => pseudo(1000 * n + t) < (n < 2 ? 0.3 : 0.07)),
  );

const targets = (neurons: number, length: number) =>
  Array.from({ length: neurons }, (_, k) => Array.from({ length }, (_, t) => 3 * Math.sin(((k + 1) * t) / 20) + pseudo(7 * k)));

export interface TaskOptions {
  readonly rateTarget?: RateTarget;
  /** How errors reach R: by a projection of their own, or back along RY. */
  readonly feedback?: Exclude<Carries, 'spikes'>;
}

const spread = { distribution: 'normal', mean: 0.4, sd: 1.5 } as const;
const learn = { synapse: [descend()] };

/** Inputs S; LIF neurons R and adaptive ones A, coupled with several delays; readouts Y and Z of different time constants. */
export const task = ({ rateTarget, feedback = 'error' }: TaskOptions = {}): Network => {
  const led = rateTarget === undefined ? {} : { rateTarget };
  const own = feedback === 'both' ? {} : { YR: { from: 'Y', to: 'R', wiring: allToAll(), weight: spread, delay: 2, carries: 'error' } };
  const hidden = { tauM: 15, vTh: 4, vReset: 0.5, eL: 0.25, reset: 'subtract' } as const;
  return network({
    name: 'task',
    clock: 'grid',
    populations: {
      S: { size: 9, neuron: spikeSource({ times: times(9) }) },
      R: { size: 7, neuron: lif({ ...hidden, tRef: 3 }), ...led },
      A: { size: 5, neuron: adaptiveLif({ ...hidden, tauM: [10, 12, 14, 16, 18], tRef: 2, dTheta: 1.1, tauTheta: 60 }), ...led },
      Y: { size: 3, neuron: integrator({ tauM: 20 }), targets: targets(3, trialMs) },
      Z: { size: 2, neuron: integrator({ tauM: [8, 30] }), targets: targets(2, trialMs - 20) },
    },
    projections: {
      SR: { from: 'S', to: 'R', wiring: allToAll(), weight: spread, delay: 1, ...learn },
      SA: { from: 'S', to: 'A', wiring: fixedProbability(0.7), weight: spread, delay: 2, ...learn },
      RR: { from: 'R', to: 'R', wiring: allToAll(), weight: spread, delay: { distribution: 'uniform', low: 1, high: 3 }, ...learn },
      RA: { from: 'R', to: 'A', wiring: allToAll(), weight: 0.7, bounds: [0, 3], delay: 1, synapse: [descendMagnitude()] },
      AR: { from: 'A', to: 'R', wiring: allToAll(), weight: -0.6, bounds: [-3, 0], delay: 2, synapse: [descendMagnitude()] },
      RY: { from: 'R', to: 'Y', wiring: allToAll(), weight: spread, delay: 2, ...learn, carries: feedback === 'both' ? 'both' : 'spikes' },
      AZ: { from: 'A', to: 'Z', wiring: allToAll(), weight: spread, delay: 1, ...learn },
      ...(own as { readonly YR: Projection<'Y' | 'R'> }),
      ZA: {
        from: 'Z',
        to: 'A',
        wiring: fixedProbability(0.8),
        weight: spread,
        delay: { distribution: 'uniform', low: 1, high: 2 },
        carries: 'error',
      },
      YA: { from: 'Y', to: 'A', wiring: allToAll(), weight: 0.3, delay: 1, carries: 'error' },
    },
  }) as Network;
};

export interface Course {
  readonly spikes: Recorded;
  /** By trial, then projection: gradients in (source, delay, target) order. */
  readonly gradients: readonly Readonly<Record<string, readonly number[]>>[];
}

/** A column of synapses, rows merged over partitions. */
export const synapseColumn = (engines: readonly PartitionEngine[], plan: Plan, projection: string, column: string): number[] => {
  const index = plan.projections.findIndex(({ name }) => name === projection);
  const parts = engines.map((engine) => ({
    rowStart: engine.partition.projections[index]!.rowStart,
    data: engine.columns().find(({ name }) => name === `${projection}.${column}`)!.data,
  }));
  const merged: number[] = [];
  for (let row = 0; row + 1 < parts[0]!.rowStart.length; row++) {
    for (const { rowStart, data } of parts) for (let s = rowStart[row]!; s < rowStart[row + 1]!; s++) merged.push(Number(data[s]));
  }
  return merged;
};

/** Goes on to tick `until`, ending trials on the way. */
export const runTrials = (engines: readonly PartitionEngine[], plan: Plan, from: number, until: number, spikes = nothing()): Course => {
  const every = trialMs * plan.perMs;
  const gradients: Readonly<Record<string, readonly number[]>>[] = [];
  const learning = plan.projections.filter((_, index) => plan.episode?.projections.includes(index));
  for (let now = from; now < until; ) {
    now = Math.min(now + plan.epochTicks, until, (Math.floor(now / every) + 1) * every);
    const all = merge(engines.map((engine) => engine.advance(now)));
    for (const engine of engines) engine.receive(all);
    spikes.ids.push(...all.ids);
    spikes.ticks.push(...all.ticks);
    spikes.fracs.push(...all.fracs);
    if (now % every !== 0) continue;
    const shares = engines.map((engine) => engine.partialSums('trialEnd'));
    const sums = shares.reduce((total, share) => total.map((sum, i) => sum + share[i]!));
    for (const engine of engines) engine.signal('trialEnd', 1, sums);
    gradients.push(Object.fromEntries(learning.map(({ name }) => [name, synapseColumn(engines, plan, name, 'gradient')])));
  }
  return { spikes, gradients };
};
