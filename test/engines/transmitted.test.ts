import { describe, expect, it } from 'vitest';
import type { PartitionEngine } from '../../src/engines/engine.ts';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import {
  allToAll,
  bernoulliRelease,
  fixedProbability,
  integrator,
  network,
  normal,
  plasticRelease,
  poissonSource,
  type RuleUse,
  spikeSource,
  uniform,
} from '../../src/index.ts';
import type { Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../conformance/drive.ts';
import { makeReference } from '../conformance/engine.ts';
import { randomNetwork } from '../conformance/random-network.ts';
import { allRules } from '../conformance/rule-pool.ts';

const host = kernelHost();
const partitions = (plan: Plan, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => createWasmEngine(plan, index, count, host)));
const total = (engines: readonly PartitionEngine[]): bigint[] =>
  engines.map((engine) => [...engine.transmitted!()]).reduce((sums, own) => sums.map((sum, i) => sum + own[i]!));

/** Transmitted up to each of some times [ms]; before the last, static and learned weights are halved from outside. */
const course = (engines: readonly PartitionEngine[], plan: Plan, ends: readonly number[], longest?: number) => {
  const spikes = nothing();
  let now = 0;
  return ends.map((end, k) => {
    if (k === ends.length - 1) {
      for (const engine of engines) {
        engine.flush();
        const shown = engine.columns().filter(({ name }) => name.endsWith('.w'));
        const held = engine.partition.projections.flatMap(({ weight }) =>
          weight === null || shown.some(({ data }) => data === weight) ? [] : [weight],
        );
        for (const column of [...shown.map(({ data }) => data as Float64Array), ...held]) for (let i = 0; i < column.length; i++) column[i]! /= 2;
        engine.restored(now);
        const recent = spikes.ids.map((_, i) => i).filter((i) => spikes.ticks[i]! >= now - plan.horizonTicks);
        engine.requeue({
          ids: Uint32Array.from(recent, (i) => spikes.ids[i]!),
          ticks: Float64Array.from(recent, (i) => spikes.ticks[i]!),
          fracs: Float64Array.from(recent, (i) => spikes.fracs[i]!),
        });
      }
    }
    drive(engines, plan, now, end * plan.perMs, spikes, longest);
    now = end * plan.perMs;
    return total(engines);
  });
};

describe.each(['grid', 'event'] as const)('on the %s clock', (clock) => {
  it.each([2, 7, 104, 108, 112])(
    'network %i transmits as in the reference engine, on any number of partitions, however it is cut',
    async (number) => {
      const plan = planNetwork(randomNetwork(number, clock, number > 100 ? allRules : undefined), { clock, energy: true });
      const ends = [31, 60, 90];
      const expected = course([makeReference(plan)], plan, ends);
      expect(expected.flat().reduce((sum, each) => sum + each)).toBeGreaterThan(0n);
      for (const count of [1, 2, 3]) {
        expect(course(await partitions(plan, count), plan, ends)).toEqual(expected);
      }
      expect(course(await partitions(plan, 2), plan, ends, 3)).toEqual(expected);
    },
  );

  /** Σ|m| of 200 sources at 20 Hz onto 10 targets, over what is expected: 200 · 10 · 20 Hz · T · |w|. */
  const ratio = async (weight: number, synapse: readonly RuleUse[]) => {
    const net = network({
      populations: { S: { size: 200, neuron: poissonSource({ rate: 20 }) }, T: { size: 10, neuron: integrator({ tauM: 10 }) } },
      projections: { ST: { from: 'S', to: 'T', wiring: allToAll(), weight, delay: 1, ...(synapse.length > 0 ? { synapse } : {}) } },
    });
    const plan = planNetwork(net, { clock, energy: true, seed: 3 });
    const engines = await partitions(plan, 1);
    const spikes = nothing();
    drive(engines, plan, 0, 10_000 * plan.perMs, spikes);
    const [plus, minus] = total(engines).map((sum) => Number(sum) / 2 ** 24) as [number, number];
    expect(weight > 0 ? minus : plus).toBe(0);
    const arrived = spikes.ticks.filter((tick) => tick <= 9999 * plan.perMs).length;
    return { perEvent: (plus + minus) / (10 * arrived * Math.abs(weight)), whole: (plus + minus) / (200 * 10 * 20 * 10 * Math.abs(weight)) };
  };

  it('is the number of arrivals times |w| where every one succeeds', async () => {
    const { perEvent } = await ratio(-0.3, []);
    expect(Math.abs(perEvent - 1)).toBeLessThan(1e-6);
  });

  // 400,000 releases of relative variance (1 − p)/p: 4.5 standard errors of these and of the 40,000 spikes; two checks each fail by chance in 3e-5 of seeds.
  it.each([
    ['0.25', [plasticRelease({ pUp: 0, pDown: 0 })], 0.25],
    ['0.25, rising to 0.85', [plasticRelease({ gLim: 0, pUp: 0.06, period: 400, pFreeze: 0.85 })], 0.25],
    ['0.7', [bernoulliRelease({ p: 0.7 })], 0.7],
  ] as const)('is Σ ν |w| on average where the release probability is %s', async (_, synapse, p) => {
    const { perEvent, whole } = await ratio(0.5, synapse);
    expect(Math.abs(perEvent - 1)).toBeLessThan(4.5 * Math.sqrt((1 - p) / p / 400_000));
    expect(Math.abs(whole - 1)).toBeLessThan(4.5 * Math.sqrt((1 - p) / p / 400_000 + 1 / 40_000));
  });

  it('keeps amounts of both signs apart, and those of several delays by their arrivals', async () => {
    const net = network({
      populations: { S: { size: 3, neuron: spikeSource({ times: [[1, 2], [1.5], []] }) }, T: { size: 4, neuron: integrator({ tauM: 10 }) } },
      projections: { ST: { from: 'S', to: 'T', wiring: allToAll(), weight: normal(0, 1), delay: uniform(1, 9) } },
    });
    const plan = planNetwork(net, { clock, energy: true });
    const engines = await partitions(plan, 2);
    const reference = makeReference(plan);
    const ends = [2, 3, 5, 8, 20];
    const found = course(engines, plan, ends);
    expect(found).toEqual(course([reference], plan, ends));
    for (const sign of [0, 1]) expect(found.filter((sums) => (sums[sign] as bigint) > 0n).length).toBeGreaterThan(1);
  });

  it('is not counted where nobody asked', async () => {
    const net = network({
      populations: { S: { size: 3, neuron: poissonSource({ rate: 20 }) }, T: { size: 4, neuron: integrator({ tauM: 10 }) } },
      projections: { ST: { from: 'S', to: 'T', wiring: fixedProbability(0.5), weight: 1, delay: 1, synapse: [bernoulliRelease()] } },
    });
    const [engine] = await partitions(planNetwork(net, { clock }), 1);
    expect(engine?.transmitted).toBeUndefined();
    expect(engine?.columns().map(({ name }) => name)).not.toContain('ST.transmitted');
  });
});
