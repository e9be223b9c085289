/** Synapses that come and go: the reference engine's spikes, synapses and state to the bit, on any number of partitions, cut anywhere. */
import { describe, expect, it } from 'vitest';
import type { PartitionEngine } from '../../src/engines/engine.ts';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import type { Network, Projection } from '../../src/network/description.ts';
import type { Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { synapticScaling } from '../../src/rules/synaptic-scaling.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing, rank, recentSpikes } from './drive.ts';
import { makeReference } from './engine.ts';
import { randomNetwork } from './random-network.ts';
import { allRules } from './rule-pool.ts';

const turnover = defineRule({
  name: 'turnover',
  cite: 'none',
  params: {
    period: { value: 7, unit: 'ms', doc: 'time between changes' },
    share: { value: 0.2, unit: '', doc: 'share of synapses that go' },
    mean: { value: 1.2, unit: '', doc: 'mean number of synapses that come' },
  },
  state: {
    gone: { of: 'synapse', doc: 'whether it goes' },
    age: { of: 'synapse', decay: 'period', initial: 1, doc: 'since it came' },
    bought: { of: 'post', doc: 'synapses to come' },
  },
  every: { period: 'period', do: ['dies ~ Bernoulli(share * (1 - 0.5 * age))', 'gone = dies', 'luck ~ Bernoulli(0.5)', 'bought = 2 * mean * luck'] },
  structural: { remove: 'gone', create: 'bought' },
});

/** Columns that are compared, of whatever rule. */
const columns = ['w', 'gone', 'age', 'branch', 'x'];

const host = kernelHost();
const lists = [...allRules.synapse, [bernoulliRelease({ p: 0.6 }), pairStdp({ aPlus: 0.1, aMinus: 0.1 }), synapticScaling({ tauH: 0.2 })]];

/** Every projection with rules also changes its structure. */
const changing = (network: Network): Network => ({
  ...network,
  projections: Object.fromEntries(
    Object.entries<Projection>(network.projections).map(([name, projection]) => [
      name,
      projection.synapse === undefined
        ? projection
        : {
            ...projection,
            delay: typeof projection.delay === 'number' ? projection.delay : 0.5,
            synapse: [...projection.synapse, turnover()],
            spare: 60,
          },
    ]),
  ),
});

/** Rows, weights and all state of synapses, merged over partitions. */
const synapsesOf = (engines: readonly PartitionEngine[], plan: Plan, names: readonly string[]): Record<string, number[]> => {
  for (const engine of engines) engine.flush();
  const table: Record<string, number[]> = {};
  for (const { name, index, program, to } of plan.projections) {
    if (program?.structural == null) continue;
    const parts = engines.map((engine) => ({
      rows: engine.partition.projections[index]!,
      lo: engine.partition.slices[to]!.lo,
      columns: engine
        .columns()
        .filter(({ of, owner, name: column }) => of === 'synapse' && owner === index && names.includes(column.split('.').at(-1)!)),
    }));
    const push = (key: string, value: number): void => {
      table[key] ??= [];
      table[key].push(value);
    };
    for (let row = 0; row + 1 < parts[0]!.rows.rowStart.length; row++) {
      for (const { rows, lo, columns } of parts) {
        for (let s = rows.rowStart[row]!; s < rows.rowStart[row + 1]!; s++) {
          push(`${name}.source`, row);
          push(`${name}.target`, lo + rows.target[s]!);
          for (const column of columns) push(column.name, Number(column.data[s]));
        }
      }
    }
    for (const count of ['pruned', 'created']) {
      for (const engine of engines) {
        const { data } = engine.columns().find((column) => column.name === `${name}.${count}`)!;
        for (const value of data) push(`${name}.${count}`, Number(value));
      }
    }
  }
  return table;
};

/** Where two outcomes first differ, in words; null if nowhere. */
const difference = (actual: Outcome, expected: Outcome): string | null => {
  for (const part of ['spikes', 'synapses'] as const) {
    const [left, right] = [actual[part], expected[part]] as Record<string, number[]>[];
    for (const [name, values] of Object.entries(right!)) {
      const at = values.findIndex((value, i) => !Object.is(value, left![name]?.[i]));
      if (at >= 0 || left![name]?.length !== values.length) return `${part} ${name}[${at}] is ${left![name]?.[at]}, not ${values[at]}`;
    }
  }
  return Object.keys(actual.synapses).sort().join() === Object.keys(expected.synapses).sort().join() ? null : 'other columns';
};

type Outcome = ReturnType<typeof run>;

const run = (engines: readonly PartitionEngine[], plan: Plan, longest?: number) => {
  const spikes = nothing();
  drive(engines, plan, 0, 120 * plan.perMs, spikes, longest);
  return { spikes, synapses: synapsesOf(engines, plan, columns) };
};

/** Puts one set of partitions into the state of another. */
const takeUp = (
  from: readonly PartitionEngine[],
  to: readonly PartitionEngine[],
  plan: Plan,
  now: number,
  spikes: ReturnType<typeof nothing>,
): void => {
  from.forEach((engine, i) => {
    engine.flush();
    for (const projection of engine.structure?.projections ?? []) {
      const { rowStart, target } = engine.partition.projections[projection]!;
      const lo = engine.partition.slices[plan.projections[projection]!.to]!.lo;
      const sources: number[] = [];
      for (let row = 0; row + 1 < rowStart.length; row++) for (let s = rowStart[row]!; s < rowStart[row + 1]!; s++) sources.push(row);
      to[i]!.structure!.restore(
        projection,
        Uint32Array.from(sources),
        Uint32Array.from(sources, (_, s) => lo + target[s]!),
      );
    }
    const saved = new Map(engine.columns().map((column) => [column.name, column.data.slice()]));
    for (const column of to[i]!.columns()) (column.data as Float64Array).set(saved.get(column.name) as Float64Array);
  });
  for (const projection of to[0]!.structure?.projections ?? []) rank(to, projection);
  for (const engine of to) {
    engine.restored(now);
    engine.requeue(recentSpikes(spikes, now - plan.horizonTicks));
  }
};

for (const clock of ['grid', 'event'] as const) {
  const engines = (plan: Plan, count: number) => Promise.all(Array.from({ length: count }, (_, index) => createWasmEngine(plan, index, count, host)));
  describe(`${clock} clock`, () => {
    for (let number = 0; number < 12; number++) {
      const network = changing(randomNetwork(300 + number, clock, { synapse: lists, homeostasis: allRules.homeostasis }));
      const planOf = () => planNetwork(network, { clock, seed: String(number) });

      it(`network ${number}: has the reference engine's spikes and synapses on 1 to 3 partitions`, async () => {
        const plan = planOf();
        const expected = run([makeReference(plan)], plan);
        for (const count of [1, 2, 3]) expect(difference(run(await engines(plan, count), plan), expected)).toBeNull();
        expect(difference(run(await engines(plan, 1), plan, 1), expected)).toBeNull();
      });

      it(`network ${number}: goes on from saved columns`, async () => {
        const plan = planOf();
        const expected = run(await engines(plan, 2), plan);
        const [first, second] = [await engines(plan, 2), await engines(plan, 2)];
        const spikes = nothing();
        const half = 61 * plan.perMs;
        drive(first, plan, 0, half, spikes);
        takeUp(first, second, plan, half, spikes);
        drive(second, plan, half, 120 * plan.perMs, spikes);
        expect(difference({ spikes, synapses: synapsesOf(second, plan, columns) }, expected)).toBeNull();
      });
    }
  });
}
