/** Synapses alone, for tests of rules: listed arrivals and spikes of the target in, weights or deliveries out. Reference engine. */
import type { PartitionEngine } from '../../src/engines/engine.ts';
import { spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll } from '../../src/network/describe/wirings.ts';
import type { Network } from '../../src/network/description.ts';
import { network } from '../../src/network/network.ts';
import type { ClockName, Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { integrator } from '../../src/neurons/index.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { makeReference } from '../conformance/engine.ts';

export interface OneSynapse {
  readonly uses: readonly RuleUse[];
  /** Times at which spikes arrive at the synapse, from 0.1 ms on [ms]. */
  readonly arrivals?: readonly number[];
  /** Times at which the target fires [ms]. */
  readonly spikes?: readonly number[];
  readonly weight?: number;
  readonly bounds?: readonly [number, number];
  readonly signals?: readonly (readonly [time: number, name: string, value: number])[];
  readonly clock?: ClockName;
  /** Axonal delay [ms], before which nothing can arrive; long ones make long runs fast. */
  readonly delay?: number;
}

const shortest = 0.1;
const emissions = (arrivals: readonly number[], delay: number) => arrivals.map((time) => Number((time - delay).toFixed(6)));

const run = (engine: PartitionEngine, plan: Plan, from: number, until: number): void => {
  for (let now = from; now < until; ) {
    const ruleTick = engine.nextRuleTick();
    now = Math.min(until, ruleTick, now + plan.epochTicks);
    engine.receive(engine.advance(now));
    if (now === ruleTick) engine.tick(engine.partialSums());
  }
};

/** The weight, or another column such as `plasticRelease.p`, at the given times, ascending [ms]; what happens at a time has happened. */
export const weightAt = (synapse: OneSynapse, times: readonly number[], column = 'w'): number[] => {
  const { uses, arrivals = [], spikes = [], weight = 0.5, bounds = [0, 1], signals = [], clock = 'event', delay = shortest } = synapse;
  const described = network({
    populations: {
      pre: { size: 1, neuron: spikeSource({ times: [emissions(arrivals, delay)] }) },
      post: { size: 1, neuron: spikeSource({ times: [[...spikes]] }) },
    },
    projections: { w: { from: 'pre', to: 'post', wiring: allToAll(), weight, bounds: [...bounds], delay, synapse: [...uses] } },
  }) as Network;
  const plan = planNetwork(described, { clock, seed: 1 });
  const engine = makeReference(plan);
  let now = 0;
  const goTo = (time: number): void => {
    const until = Math.round(time * plan.perMs);
    run(engine, plan, now, until);
    now = until;
  };
  const waiting = [...signals];
  return times.map((time) => {
    for (let next = waiting[0]; next !== undefined && next[0] <= time; next = waiting[0]) {
      goTo(next[0]);
      engine.signal(next[1], next[2], engine.partialSums());
      waiting.shift();
    }
    goTo(time);
    engine.flush();
    return engine.columns().find(({ name }) => name === `w.${column}`)?.data[0] as number;
  });
};

/** What arrives at each of `targets` neurons at each arrival of one source: rows of one arrival. `frozen`: plasticity is. */
export const delivered = (uses: readonly RuleUse[], arrivals: readonly number[], weight = 1, targets = 1, frozen = false): number[][] => {
  // A neuron that forgets within a step shows at each arrival what has just been delivered, and nothing else.
  const described = network({
    populations: {
      pre: { size: 1, neuron: spikeSource({ times: [emissions(arrivals, shortest)] }) },
      post: { size: targets, neuron: integrator({ tauM: 0.002 }) },
    },
    projections: { w: { from: 'pre', to: 'post', wiring: allToAll(), weight, delay: shortest, synapse: [...uses] } },
  }) as Network;
  const plan = planNetwork(described, { clock: 'grid', seed: 1 });
  const engine = makeReference(plan);
  engine.freeze(0, frozen);
  const volts = new Float64Array(targets);
  let now = 0;
  return arrivals.map((time) => {
    const until = Math.round(time * plan.perMs);
    run(engine, plan, now, until);
    now = until;
    engine.voltages(1, volts);
    return [...volts];
  });
};
