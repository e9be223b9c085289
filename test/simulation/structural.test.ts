/** Runs in which synapses come and go: nothing of it depends on workers, runs, checkpoints or who listens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lognormal } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { fixedInDegree } from '../../src/network/describe/wirings.ts';
import type { Network } from '../../src/network/description.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { network } from '../../src/network/network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { synapticScaling } from '../../src/rules/synaptic-scaling.ts';
import { freezePlasticity, set } from '../../src/simulation/interventions.ts';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { temporary } from './fake.ts';

const turnover = defineRule({
  name: 'turnover',
  cite: 'none',
  params: {
    period: { value: 10, unit: 'ms', doc: 'time between changes' },
    share: { value: 0.15, unit: '', doc: 'share of synapses that go' },
    mean: { value: 2, unit: '', doc: 'mean number of synapses that come' },
  },
  state: { gone: { of: 'synapse', doc: 'whether it goes' } },
  every: { period: 'period', do: ['dies ~ Bernoulli(share)', 'gone = dies'] },
  structural: { remove: 'gone', create: 'mean' },
});

const plastic = [bernoulliRelease({ p: 0.5 }), pairStdp({ aPlus: 0.02, aMinus: 0.02 }), synapticScaling({ tauH: 1000, tauC: 50 })];
const net = network({
  populations: {
    E: { size: 40, neuron: lif(), drive: poisson({ rate: 2300, weight: 0.5 }), branches: 3 },
    I: { size: 15, neuron: lif({ tauM: 10 }), drive: poisson({ rate: 2300, weight: 0.5 }) },
  },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: fixedInDegree(12, { multapses: false, selfConnections: false }) },
      ...{ weight: lognormal(0, 0.4, { scale: 0.4 }), bounds: [0, 2], delay: 1.5, synapse: [...plastic, turnover()], spare: 60 },
    },
    IE: { from: 'I', to: 'E', wiring: fixedInDegree(5), weight: -2, delay: 1.5, synapse: [turnover({ period: 15 })], spare: 60 },
    EI: { from: 'E', to: 'I', wiring: fixedInDegree(12), weight: 0.5, delay: 1.5 },
  },
});
const base = temporary();
type Options = SimulateOptions<'E' | 'I', 'EE' | 'IE' | 'EI'>;

const outcome = async (sim: ReturnType<typeof simulate<'E' | 'I', 'EE' | 'IE' | 'EI'>>) => {
  const { spikeDigest, spikes, synapticEvents, weightDigests, turnover: counts } = await sim.summary();
  const { source, target, w } = await sim.weights('EE');
  const table = [source, target, w].map((column) => [...column]);
  return { spikeDigest, spikes, synapticEvents, weightDigests, counts, table, pruned: [...(await sim.read('EE.pruned'))] };
};

const straight = async (options: Options) => {
  await using sim = simulate(net, options);
  await sim.run(60);
  await sim.run(61);
  return await outcome(sim);
};

for (const clock of ['grid', 'event'] as const) {
  test(`${clock} clock: engines and numbers of workers agree, runs may be cut, checkpoints go on anywhere`, async () => {
    const expected = await straight({ clock, engine: 'reference' });
    expect(expected.spikes).toBeGreaterThan(20);
    expect(expected.counts?.EE?.pruned).toBeGreaterThan(500);
    expect(expected.counts?.EE?.created).toBeGreaterThan(500);
    expect(await straight({ clock, workers: 2 })).toEqual(expected);
    const states: Buffer[] = [];
    for (const [workers, later] of [
      [1, 3],
      [3, 1],
    ] as const) {
      await using first = simulate(net, { clock, workers });
      await first.run(53);
      const checkpoint = await first.checkpoint(join(base, `${clock}-${workers}`));
      states.push(readFileSync(join(checkpoint, 'state.bin')));
      await using second = simulate(net, { clock, workers: later, resume: checkpoint });
      await second.run(68);
      expect(await outcome(second)).toEqual(expected);
    }
    expect(states[0]?.equals(states[1] as Buffer)).toBe(true);
  }, 180_000);
}

test('a fork goes on as the run would, and so does a resumed run of the reference engine', async () => {
  const options = { clock: 'event', engine: 'reference' } as const;
  const expected = await straight(options);
  await using first = simulate(net, options);
  await first.run(53);
  await using fork = await first.fork();
  await fork.run(68);
  expect(await outcome(fork)).toEqual(expected);
  await using second = simulate(net, { ...options, resume: await first.checkpoint(join(base, 'reference')) });
  await second.run(68);
  expect(await outcome(second)).toEqual(expected);
}, 120_000);

test('a hundred thousand synapses go and as many come, alike in the reference engine, on any number of workers, and gone on half-way', async () => {
  const busy = network({
    populations: { E: { size: 150, neuron: lif(), drive: poisson({ rate: 2300, weight: 0.5 }) } },
    projections: {
      EE: {
        ...{ from: 'E', to: 'E', wiring: fixedInDegree(40, { multapses: false, selfConnections: false }), weight: lognormal(0, 0.4, { scale: 0.1 }) },
        ...{ bounds: [0, 1], delay: 1.5, synapse: [...plastic, turnover({ period: 3, share: 0.3, mean: 12 })], spare: 60 },
      },
    },
  });
  const ends: object[] = [];
  const end = async (sim: ReturnType<typeof simulate<'E', 'EE'>>): Promise<void> => {
    const { spikeDigest, weightDigests, turnover: counts, synapticEvents } = await sim.summary();
    ends.push({ spikeDigest, weightDigests, counts, synapticEvents });
  };
  for (const options of [{ engine: 'reference' }, { workers: 1 }, { workers: 3 }] as const) {
    await using sim = simulate(busy, { clock: 'grid', dt: 0.5, ...options });
    await sim.run(180);
    await end(sim);
  }
  await using first = simulate(busy, { clock: 'grid', dt: 0.5, workers: 2 });
  await first.run(100);
  await using second = simulate(busy, { clock: 'grid', dt: 0.5, workers: 3, resume: await first.checkpoint(join(base, 'busy')) });
  await second.run(80);
  await end(second);
  expect(ends.slice(1)).toEqual([ends[0], ends[0], ends[0]]);
  const { pruned, created } = (ends[0] as { counts: { EE: { pruned: number; created: number } } }).counts.EE;
  expect(Math.min(pruned, created)).toBeGreaterThan(100_000);
}, 180_000);

test('frozen synapses stay, and cannot be set one by one', async () => {
  await using sim = simulate(net, { clock: 'grid', workers: 2 });
  await sim.run(50);
  const before = await outcome(sim);
  sim.at(50, freezePlasticity('EE'));
  await sim.run(50);
  const after = await outcome(sim);
  expect(after.counts?.EE).toEqual(before.counts?.EE);
  expect(after.table).toEqual(before.table);
  expect(after.counts?.IE).not.toEqual(before.counts?.IE);
  expect(() => sim.at(120, set('EE.w', [1, 2, 3]))).toThrow(
    "'EE.w' belongs to synapses that come and go, and cannot be set one by one. Give one value for all.",
  );
});

test('JSON keeps structural rules and spare room', () => {
  expect(fromJson(toJson(net as Network))).toEqual(net);
});

test('a target without room says what to declare', async () => {
  const small = { ...net, projections: { ...net.projections, EE: { ...net.projections.EE, spare: 1 } } };
  await using sim = simulate(small, { clock: 'grid', workers: 2 });
  await expect(sim.run(400)).rejects.toThrow(
    /^Neuron \d+ of population 'E' has no room for another synapse of projection 'EE': it has room for 13, 1 more than were built\. Declare a larger 'spare' in the projection \(synapses per target\), or create fewer\.$/,
  );
});
