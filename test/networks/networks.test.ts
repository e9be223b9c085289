import { describe, expect, test } from 'vitest';
import brunel from '../../networks/brunel.ts';
import brunelPlastic from '../../networks/brunel-plastic.ts';
import microcircuit from '../../networks/microcircuit.ts';
import plasticEi from '../../networks/plastic-ei.ts';
import sparse from '../../networks/sparse.ts';
import coba from '../../networks/vogels-abbott-coba.ts';
import cuba from '../../networks/vogels-abbott-cuba.ts';
import { buildPartition } from '../../src/network/build.ts';
import { checkNetwork } from '../../src/network/check.ts';
import type { Network } from '../../src/network/description.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { planNetwork } from '../../src/network/plan-network.ts';

const all: Record<string, () => Network> = {
  brunel: () => brunel({ scale: 0.02 }),
  'brunel-plastic': () => brunelPlastic({ scale: 0.02 }),
  microcircuit: () => microcircuit({ scale: 0.02 }),
  'plastic-ei': () => plasticEi(),
  sparse: () => sparse({ scale: 0.02 }),
  'vogels-abbott-coba': () => coba,
  'vogels-abbott-cuba': () => cuba(),
  'vogels-abbott-cuba with release': () => cuba({ release: 0.5 }),
};

describe.each(Object.entries(all))('%s', (name, make) => {
  test('is sound, survives JSON, and builds', () => {
    const network = make();
    expect(name.startsWith(network.name ?? '')).toBe(true);
    expect(fromJson(toJson(network))).toStrictEqual(network);
    const plan = planNetwork(network);
    const partition = buildPartition(plan, 0, 2);
    const { synapses, exact } = checkNetwork(network, { workers: 2 });
    const built = partition.projections.reduce((sum, { target }) => sum + target.length, 0);
    expect(built / (synapses / 2)).toBeGreaterThan(exact ? 0.97 : 0.9);
    expect(built / (synapses / 2)).toBeLessThan(exact ? 1.03 : 1.1);
  });
});

test('brunel has 15.6 million synapses and 20 kHz of input per neuron', () => {
  expect(checkNetwork(brunel())).toMatchObject({ neurons: 12_500, synapses: 15_625_000, exact: true, driveEventsPerSecond: 12_500 * 20_000 });
});

test('brunel-plastic learns on its ten million E→E synapses alone', () => {
  const { projections } = planNetwork(brunelPlastic(), { clock: 'grid' });
  expect(projections.map(({ name, program }) => [name, program !== null])).toEqual([
    ['EE', true],
    ['EI', false],
    ['IE', false],
    ['II', false],
  ]);
  expect(projections[0]).toMatchObject({ wMin: 0, wMax: 0.2, sign: 1, commonWeight: null });
});

test('sparse has 100 targets per neuron', () => {
  expect(checkNetwork(sparse())).toMatchObject({ neurons: 100_000, synapses: 10_000_000, exact: true });
});

describe('the microcircuit', () => {
  test('is that of Potjans & Diesmann at full scale', () => {
    const report = checkNetwork(microcircuit(), { clock: 'grid', workers: 2 });
    expect(report.neurons).toBe(77_169);
    // "about 0.3 billion synapses"; NEST's example makes 298,880,941.
    expect(report.synapses).toBeCloseTo(298_880_941, -3);
    expect(report.fits).toBe(true);
    expect(report.bytesPerPartition).toBeLessThan(1.3 * 2 ** 30);
    expect(report.driveEventsPerSecond).toBeCloseTo(
      8 * [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100].reduce((sum, k, i) => sum + k * (report.populations[i]?.size ?? 0), 0),
      0,
    );
  });
  test('keeps the mean and variance of its input when scaled', () => {
    const [full, tenth] = [microcircuit(), microcircuit({ scale: 0.1 })];
    expect(tenth.populations.L4E).toMatchObject({ size: 2192, drive: [{ drive: 'poisson', rate: 210 * 8 }, { drive: 'current' }] });
    const external = full.populations.L4E.drive as { rate: number; weight: number };
    const [scaled] = tenth.populations.L4E.drive as unknown as [{ rate: number; weight: number }];
    expect(scaled.rate * scaled.weight ** 2).toBeCloseTo(external.rate * external.weight ** 2, 3);
  });
  test('doubles weights from layer 4 to layer 2/3, and inhibits four times as strongly', () => {
    const { projections } = microcircuit();
    expect(projections['L4E-L23E']?.weight).toMatchObject({ mean: 2 * 87.8 });
    expect(projections['L4E-L23I']?.weight).toMatchObject({ mean: 87.8, sd: 8.78 });
    expect(projections['L4I-L4E']).toMatchObject({ weight: { mean: -4 * 87.8 }, delay: { mean: 0.75, sd: 0.375 } });
    expect(Object.keys(projections)).toHaveLength(55);
  });
});
