/** Projections whose synapses share one weight, changed while they run: the same in every engine. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { spikeSource } from '../../src/network/describe/sources.ts';
import { fixedProbability, oneToOne } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { adaptiveLif } from '../../src/neurons/adaptive-lif.ts';
import { lif } from '../../src/neurons/lif.ts';
import { lifExponential } from '../../src/neurons/lif-exponential.ts';
import { lesion, scale, set } from '../../src/simulation/interventions.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { collector, temporary } from './fake.ts';

const drive = poisson({ rate: 2300, weight: 0.5 });
const wiring = fixedProbability(0.3);
const net = network({
  populations: {
    E: { size: 40, neuron: lif(), drive },
    I: { size: 11, neuron: lifExponential({ iE: 390 }) },
    A: { size: 7, neuron: adaptiveLif(), drive },
  },
  projections: {
    EE: { from: 'E', to: 'E', wiring, weight: 0.4, delay: uniform(1, 3) },
    EI: { from: 'E', to: 'I', wiring, weight: 30.1, delay: 1.5, weightPrecision: 'single' },
    IE: { from: 'I', to: 'E', wiring, weight: -1.5, delay: 1 },
    II: { from: 'I', to: 'I', wiring, weight: -20, delay: uniform(1, 2) },
    EA: { from: 'E', to: 'A', wiring, weight: 0.3, delay: 1 },
    IA: { from: 'I', to: 'A', wiring, weight: -0.3, delay: 1 },
  },
});
const names = ['EE', 'EI', 'IE', 'II', 'EA', 'IA'] as const;

test.each(['grid', 'event'] as const)(
  '%s clock: one weight is set, scaled and cut alike in every engine, and stays so when resumed',
  async (clock) => {
    const base = temporary();
    const results = [];
    for (const { engine, workers } of [
      { engine: 'reference', workers: 1 },
      { engine: 'wasm', workers: 1 },
      { engine: 'wasm', workers: 3 },
    ]) {
      await using sim = simulate(net, { engine, workers, clock, record: { energy: true } });
      const { spikes, listener } = collector();
      sim.onSpikes(listener);
      sim.at(20, set('EE.w', 0.6));
      sim.at(30.1, scale('EI.w', 1.5));
      sim.at(40, set('II.w', 35));
      sim.at(50, lesion('IE'));
      sim.at(60.5, lesion('EA'));
      sim.at(80, scale('IA.w', 3));
      sim.at(90, set('IE.w', 2));
      await sim.run(65);
      const checkpoint = await sim.checkpoint(join(base, `${engine}${workers}`));
      await sim.run(55);
      const digests = await sim.weightDigests(names);
      const { spikeDigest, energy } = await sim.summary();
      await using resumed = simulate(net, { engine, workers: engine === 'wasm' ? 2 : 1, clock, resume: checkpoint });
      await resumed.run(55);
      expect((await resumed.summary()).spikeDigest).toBe(spikeDigest);
      expect(await resumed.weightDigests(names)).toEqual(digests);
      results.push({ spikes, digests, energy, read: await sim.read('EI.w') });
      expect(new Set((await sim.weights('IE')).w)).toEqual(new Set([-2]));
      expect(new Set((await sim.weights('EA')).w)).toEqual(new Set([0]));
    }
    expect(results[0]?.spikes.length).toBeGreaterThan(100);
    expect(results[0]?.read).toEqual(Float64Array.of(Math.fround(Math.fround(30.1) * 1.5)));
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  },
);

test('what is under way when a weight changes arrives with the new one', async () => {
  const two = network({
    populations: { A: { size: 1, neuron: spikeSource({ times: [[2]] }) }, B: { size: 1, neuron: lif() } },
    projections: { AB: { from: 'A', to: 'B', wiring: oneToOne(), weight: 1, delay: 5 } },
  });
  for (const clock of ['grid', 'event'] as const) {
    const vAt10 = async (weight: number) => {
      await using sim = simulate(two, { clock });
      sim.at(3, set('AB.w', weight));
      await sim.run(10);
      return (await sim.read('B.v'))[0] as number;
    };
    expect(await vAt10(0)).toBe(0);
    expect(await vAt10(3)).toBeCloseTo(3 * (await vAt10(1)), 12);
  }
});

test('one weight is a magnitude', async () => {
  await using sim = simulate(net, { engine: 'reference', clock: 'grid' });
  await sim.run(1);
  expect(() => sim.at(2, set('IE.w', -1))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: 'IE.w' must be 0 or more, since it is a magnitude: the projection inhibits, not -1.]`,
  );
  expect(() => sim.at(2, set('EE.w', [1, 2]))).toThrowErrorMatchingInlineSnapshot(`[ModelError: 'EE.w' has 1 values, but 2 are given.]`);
});
