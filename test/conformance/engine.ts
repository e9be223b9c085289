/**
 * What every engine owes, on every clock: the reference engine's spikes and state, bit for bit, however the work is split,
 * cut, saved and taken up again. An engine that cannot do something says so with a reason in `skip`.
 */
import { describe, expect, it } from 'vitest';
import type { PartitionEngine, Spikes } from '../../src/engines/engine.ts';
import { createReferenceEngine } from '../../src/engines/reference/index.ts';
import { buildPartition } from '../../src/network/build.ts';
import type { ClockName, Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { drive, nothing, type Recorded, recentSpikes } from './drive.ts';
import { type RulePool, randomNetwork } from './random-network.ts';

export interface EngineSuite {
  readonly name: string;
  readonly clock: ClockName;
  /** Absent: the reference engine itself, which is held only against itself, cut and taken up again. */
  make?(plan: Plan, index: number, count: number): Promise<PartitionEngine> | PartitionEngine;
  /** Worker counts to split over. */
  readonly counts?: readonly number[];
  readonly rules: RulePool;
  /** Which random networks to draw. */
  readonly networks: readonly number[];
}

const duration = 120;

export const makeReference = (plan: Plan): PartitionEngine => createReferenceEngine(plan, buildPartition(plan, 0, 1));

/** Everything two runs are compared by: spikes, and the synapses' weights in (source, delay, target, ordinal) order. */
interface Outcome {
  readonly spikes: Recorded;
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

/** Weights of every projection with rules, rows merged over partitions. */
export const weightsOf = (engines: readonly PartitionEngine[], plan: Plan): Outcome['weights'] => {
  for (const engine of engines) engine.flush();
  const ruled = plan.projections.filter(({ program }) => program !== null);
  return Object.fromEntries(
    ruled.map(({ name, index }) => {
      const parts = engines.map((engine) => ({
        rowStart: engine.partition.projections[index]!.rowStart,
        w: engine.columns().find((column) => column.name === `${name}.w`)!.data,
      }));
      const merged: number[] = [];
      for (let row = 0; row + 1 < parts[0]!.rowStart.length; row++) {
        for (const { rowStart, w } of parts) for (let s = rowStart[row]!; s < rowStart[row + 1]!; s++) merged.push(Number(w[s]));
      }
      return [name, merged];
    }),
  );
};

/** Where two outcomes first differ, in words; null if nowhere. */
const firstDifference = (actual: Outcome, expected: Outcome): string | null => {
  const columns = (outcome: Outcome): Readonly<Record<string, readonly number[]>> => ({ ...outcome.spikes, ...outcome.weights });
  const [left, right] = [columns(actual), columns(expected)];
  for (const [name, values] of Object.entries(right)) {
    const at = values.findIndex((value, i) => !Object.is(value, left[name]?.[i]));
    if (at >= 0) return `${name}[${at}] is ${left[name]?.[at]}, not ${values[at]} (${left[name]?.length} values, ${values.length} expected)`;
    if (left[name]?.length !== values.length) return `${name} has ${left[name]?.length} values, not ${values.length}`;
  }
  return null;
};

const outcome = (engines: readonly PartitionEngine[], plan: Plan, longest?: number): Outcome => {
  const spikes = nothing();
  drive(engines, plan, 0, duration * plan.perMs, spikes, longest);
  return { spikes, weights: weightsOf(engines, plan) };
};

/** The first population is silent from 40 to 60.1 ms, no synapse learns from 70 to 75 ms, and homeostasis stands still from 50 to 75 ms. */
const outcomeWithInterventions = (engines: readonly PartitionEngine[], plan: Plan): Outcome => {
  const spikes = nothing();
  const ticks = (ms: number) => Math.round(ms * plan.perMs);
  const freeze = (engine: PartitionEngine, frozen: boolean) => {
    for (const { index, program } of plan.projections) if (program) engine.freeze(index, frozen);
  };
  const hold = (engine: PartitionEngine, frozen: boolean) => {
    for (const { index, homeostasis } of plan.populations) if (homeostasis) engine.freezeHomeostasis(index, frozen);
  };
  const course: readonly (readonly [number, (engine: PartitionEngine) => void])[] = [
    [40, (engine) => engine.silence(0, true)],
    [50, (engine) => hold(engine, true)],
    [60.1, (engine) => engine.silence(0, false)],
    [70, (engine) => freeze(engine, true)],
    [
      75,
      (engine) => {
        freeze(engine, false);
        hold(engine, false);
      },
    ],
    [90, () => {}],
  ];
  let from = 0;
  for (const [until, intervene] of course) {
    drive(engines, plan, from, ticks(until), spikes);
    engines.forEach(intervene);
    from = ticks(until);
  }
  return { spikes, weights: weightsOf(engines, plan) };
};

/** What interventions write: columns whose names end so, the time [ms], and what becomes of neuron i's value. */
const writings: readonly (readonly [string, number, (value: number, i: number) => number])[] = [
  ['.v', 20, (v) => 0.8 * v + 1],
  ['.rate', 30.1, (rate, i) => rate * (0.5 + (i % 3))],
  ['.w', 45, (w) => 1.3 * w],
  ['.v', 50, (v, i) => (i % 3 === 0 ? 60 : v)],
  ['.rate', 60, (rate, i) => (i % 2 === 0 ? 0 : rate)],
  ['.theta', 65.2, (theta) => 0.3 * theta],
  ['.rate', 80, (rate, i) => (i % 2 === 0 ? 150 : rate)],
  ['.w', 90, (w) => 0.4 * w],
];

/** As whoever drives engines does it: flush, write, restore, give back what is under way; what fires at once is exchanged before the next. */
const outcomeOfWriting = (engines: readonly PartitionEngine[], plan: Plan): Outcome => {
  const spikes = nothing();
  let now = 0;
  for (const [suffix, ms, become] of writings) {
    const tick = Math.round(ms * plan.perMs);
    drive(engines, plan, now, tick, spikes);
    now = tick;
    for (const { name } of engines[0]!.columns().filter((column) => column.name.endsWith(suffix))) {
      for (const engine of engines) {
        engine.flush();
        const { data, of, owner } = engine.columns().find((column) => column.name === name)!;
        const lo = of === 'neuron' ? engine.partition.slices[owner]!.lo : 0;
        for (let i = 0; i < data.length; i++) (data as Float64Array)[i] = become(Number(data[i]), lo + i);
        engine.restored(now, name);
        engine.requeue(recentSpikes(spikes, now - plan.horizonTicks));
      }
      drive(engines, plan, now, now, spikes);
    }
  }
  drive(engines, plan, now, duration * plan.perMs, spikes);
  return { spikes, weights: weightsOf(engines, plan) };
};

/** Copies every column of one engine into another of the same partition, and gives it the recent spikes. */
export const takeUp = (from: PartitionEngine, to: PartitionEngine, now: number, recent: Spikes): void => {
  from.flush();
  const saved = new Map(from.columns().map((column) => [column.name, column.data.slice()]));
  for (const column of to.columns()) (column.data as Float64Array).set(saved.get(column.name) as Float64Array);
  to.restored(now);
  to.requeue(recent);
};

/** What a network comes to in the reference engine: found once, where it is first asked for. */
const once = <T>(find: () => T): (() => T) => {
  let found: { readonly value: T } | null = null;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
};

export const engineSuite = (suite: EngineSuite): void => {
  const { name, clock, make = makeReference, counts = [1], rules, networks } = suite;
  const engines = (plan: Plan, count: number) => Promise.all(Array.from({ length: count }, (_, index) => make(plan, index, count)));

  describe(`${name}, random networks`, () => {
    for (const number of networks) {
      const network = randomNetwork(number, clock, rules);
      const planned = once(() => planNetwork(network, { clock, seed: network.name ?? 'suite' }));
      const expected = once(() => outcome([makeReference(planned())], planned()));

      it(`network ${number}: does not depend on where intervals end`, async () => {
        expect(firstDifference(outcome(await engines(planned(), 1), planned(), 1), expected())).toBeNull();
      });

      it(`network ${number}: goes on from saved columns as if never stopped`, async () => {
        const plan = planned();
        const half = Math.round((duration * plan.perMs) / 2) + 3;
        const [first, second] = [await make(plan, 0, 1), await make(plan, 0, 1)];
        const spikes = nothing();
        drive([first], plan, 0, half, spikes);
        takeUp(first, second, half, recentSpikes(spikes, half - plan.horizonTicks));
        drive([second], plan, half, duration * plan.perMs, spikes);
        expect(firstDifference({ spikes, weights: weightsOf([second], plan) }, expected())).toBeNull();
      });

      // The reference engine is what it is.
      if (suite.make === undefined) continue;

      it(`network ${number}: gives the reference engine's spikes and weights on any number of partitions`, async () => {
        for (const count of counts) expect(firstDifference(outcome(await engines(planned(), count), planned()), expected())).toBeNull();
      });

      it(`network ${number}: is silenced and frozen as the reference engine is`, async () => {
        const plan = planned();
        const silenced = outcomeWithInterventions([makeReference(plan)], plan);
        for (const count of counts) expect(firstDifference(outcomeWithInterventions(await engines(plan, count), plan), silenced)).toBeNull();
      });

      it(`network ${number}: is written to by interventions as the reference engine is`, async () => {
        const plan = planned();
        const written = outcomeOfWriting([makeReference(plan)], plan);
        for (const count of counts) expect(firstDifference(outcomeOfWriting(await engines(plan, count), plan), written)).toBeNull();
      });
    }
  });
};
