import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildPartition } from '../../src/network/build.ts';
import { normal } from '../../src/network/describe/distributions.ts';
import * as wirings from '../../src/network/describe/wirings.ts';
import type { Network, Wiring } from '../../src/network/description.ts';
import type { Partition } from '../../src/network/partition.ts';
import type { Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { lif } from '../../src/neurons/index.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';

const size = 40;
const positions = Array.from({ length: size }, (_, i) => [i * 0.1, (i * 7) % 5]);

const all: Record<string, Wiring> = {
  allToAll: wirings.allToAll(),
  'allToAll without self': wirings.allToAll({ selfConnections: false }),
  oneToOne: wirings.oneToOne(),
  fixedProbability: wirings.fixedProbability(0.2),
  'fixedProbability without self': wirings.fixedProbability(0.2, { selfConnections: false }),
  fixedInDegree: wirings.fixedInDegree(7),
  'fixedInDegree without multapses': wirings.fixedInDegree(30, { multapses: false, selfConnections: false }),
  fixedOutDegree: wirings.fixedOutDegree(7),
  'fixedOutDegree without multapses': wirings.fixedOutDegree(30, { multapses: false, selfConnections: false }),
  fixedTotal: wirings.fixedTotal(500, { selfConnections: false }),
  edges: wirings.edges([
    [3, 1],
    [0, 39],
    [3, 1],
    [2, 20],
    [39, 0],
  ]),
  gaussian: wirings.distanceDependent({ kernel: 'gaussian', pMax: 0.8, sigma: 1 }),
  exponential: wirings.distanceDependent({ kernel: 'exponential', pMax: 1, sigma: 1, selfConnections: false }),
};

const net = (wiring: Wiring, delay: Network['projections'][string]['delay'] = normal(1.5, 0.3)): Network => ({
  populations: { E: { size, neuron: lif(), positions, branches: 3 } },
  projections: { EE: { from: 'E', to: 'E', wiring, weight: normal(1, 0.1), delay } },
});

/** Every synapse as [source, delay ticks, target, weight, branch], in row order. */
const synapses = (plan: Plan, partition: Partition, projection = 0): number[][] => {
  const { classes, rowStart, target, weight, delay, branch } = partition.projections[projection]!;
  const { delays, to, commonWeight } = plan.projections[projection]!;
  const { lo } = partition.slices[to]!;
  const list: number[][] = [];
  for (let row = 0; row + 1 < rowStart.length; row++) {
    for (let k = rowStart[row]!; k < rowStart[row + 1]!; k++) {
      const ticks = delays[classes > 1 ? row % classes : (delay?.[k] ?? 0)]!;
      list.push([Math.floor(row / classes), ticks, target[k]! + lo, weight ? weight[k]! : commonWeight!, branch ? branch[k]! : 0]);
    }
  }
  return list;
};

const bySourceAndTarget = (a: number[], b: number[]): number => a[0]! - b[0]! || a[2]! - b[2]!;

const clocks = ['grid', 'event'] as const;
for (const [name, wiring] of Object.entries(all)) {
  for (const clock of clocks) {
    test(`${name} gives the same synapses however many partitions share them (${clock})`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 1000 }), (count, seed) => {
          const plan = planNetwork(net(wiring), { seed, clock, delayStep: 0.1 });
          const whole = synapses(plan, buildPartition(plan, 0, 1));
          const parts = Array.from({ length: count }, (_, index) => synapses(plan, buildPartition(plan, index, count)));
          // Stable sorting keeps the order of a pair's synapses.
          expect(parts.flat().sort(bySourceAndTarget)).toEqual([...whole].sort(bySourceAndTarget));
          for (const part of [whole, ...parts]) {
            for (let i = 1; i < part.length; i++) {
              const [before, after] = [part[i - 1]!, part[i]!];
              if (before[0] === after[0] && (clock === 'grid' || before[1] === after[1])) expect(before[2]).toBeLessThanOrEqual(after[2]!);
            }
          }
        }),
        { numRuns: 8, seed: 1 },
      );
    });
  }
}

test('every wiring without self-connections has none, and without multapses no pair twice', () => {
  for (const [name, wiring] of Object.entries(all)) {
    const plan = planNetwork(net(wiring), { seed: 3, clock: 'grid' });
    const pairs = synapses(plan, buildPartition(plan, 0, 1)).map(([source, , target]) => [source, target]);
    if (name.includes('without self') || ('selfConnections' in wiring && wiring.selfConnections === false)) {
      expect(pairs.every(([source, target]) => source !== target)).toBe(true);
    }
    if (name.includes('without multapses')) expect(new Set(pairs.map(String)).size).toBe(pairs.length);
  }
});

test('degrees and totals are as asked', () => {
  const counts = (wiring: Wiring, of: 0 | 2): number[] => {
    const plan = planNetwork(net(wiring), { clock: 'grid' });
    const degrees = new Array<number>(size).fill(0);
    for (const synapse of synapses(plan, buildPartition(plan, 0, 1))) degrees[synapse[of]!]!++;
    return degrees;
  };
  expect(counts(wirings.fixedInDegree(7), 2)).toEqual(new Array(size).fill(7));
  expect(counts(wirings.fixedOutDegree(7), 0)).toEqual(new Array(size).fill(7));
  expect(counts(wirings.fixedTotal(500), 0).reduce((a, b) => a + b)).toBe(500);
});

test('drawn wirings are uniform over pairs', () => {
  // Chi-square over 40 × 40 cells, expectation 50 each: sd of the statistic 57, so 6 sd is a false alarm in 1e8 seeds; this one is fixed.
  for (const wiring of [wirings.fixedTotal(80_000), wirings.fixedInDegree(2000), wirings.fixedOutDegree(2000)]) {
    const plan = planNetwork(net(wiring), { clock: 'grid' });
    const cells = new Float64Array(size * size);
    for (const [source, , target] of synapses(plan, buildPartition(plan, 0, 1))) cells[source! * size + target!]!++;
    const chi2 = cells.reduce((sum, count) => sum + (count - 50) ** 2 / 50, 0);
    expect(Math.abs(chi2 - 1599)).toBeLessThan(6 * Math.sqrt(2 * 1599));
  }
});

test('weights and delays follow their distributions', () => {
  const plan = planNetwork(net(wirings.fixedTotal(100_000)), { clock: 'grid' });
  const list = synapses(plan, buildPartition(plan, 0, 1));
  const moments = (values: number[]): [number, number] => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    return [mean, Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length)];
  };
  const [w, sdW] = moments(list.map((synapse) => synapse[3]!));
  const [d, sdD] = moments(list.map((synapse) => synapse[1]! / plan.perMs));
  // Five standard errors.
  expect(Math.abs(w - 1)).toBeLessThan((5 * 0.1) / Math.sqrt(1e5));
  expect(Math.abs(sdW - 0.1)).toBeLessThan((5 * 0.1) / Math.sqrt(2e5));
  expect(Math.abs(d - 1.5)).toBeLessThan((5 * 0.3) / Math.sqrt(1e5));
  // Rounding to 0.1 ms adds 0.1²/12 to the variance.
  expect(Math.abs(sdD - Math.sqrt(0.09 + 0.01 / 12))).toBeLessThan((5 * 0.3) / Math.sqrt(2e5));
});

test('listed weights and delays go to their synapses', () => {
  const pairs: [number, number][] = [
    [3, 1],
    [0, 39],
    [3, 1],
    [2, 20],
    [39, 0],
  ];
  const plan = planNetwork({
    populations: { E: { size, neuron: lif() } },
    projections: {
      listed: { from: 'E', to: 'E', wiring: wirings.edges(pairs), weight: [1, 2, 3, 4, 5], delay: [1, 2, 1, 4, 5] },
      each: { from: 'E', to: 'E', wiring: wirings.oneToOne(), weight: Array.from({ length: size }, (_, i) => i), delay: 1 },
      every: {
        from: 'E',
        to: 'E',
        wiring: wirings.allToAll({ selfConnections: false }),
        weight: Array.from({ length: size * (size - 1) }, (_, i) => i),
        delay: 1,
      },
    },
  });
  const partition = buildPartition(plan, 0, 1);
  expect(synapses(plan, partition, 0).map(([source, , target, weight]) => [source, target, weight])).toEqual([
    [0, 39, 2],
    [2, 20, 4],
    [3, 1, 1],
    [3, 1, 3],
    [39, 0, 5],
  ]);
  expect(synapses(plan, partition, 1).every(([source, , target, weight]) => source === target && weight === source)).toBe(true);
  expect(synapses(plan, partition, 2).map((synapse) => synapse[3])).toEqual(Array.from({ length: size * (size - 1) }, (_, i) => i));
});

test('rows know their rank in the whole row, however many partitions', () => {
  const plan = planNetwork({
    populations: { E: { size, neuron: lif() } },
    projections: {
      EE: { from: 'E', to: 'E', wiring: wirings.fixedTotal(800), weight: 1, delay: normal(1, 0.2), synapse: [bernoulliRelease()] },
    },
  });
  const ranked = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => {
      const partition = buildPartition(plan, index, count);
      const { rowStart, rankBase, target, classes } = partition.projections[0]!;
      const { lo } = partition.slices[0]!;
      return Array.from({ length: rowStart.length - 1 }, (_, row) =>
        Array.from(
          target.subarray(rowStart[row], rowStart[row + 1]),
          (t, k) => `${Math.floor(row / classes)}:${rankBase![row]! + k} ${row % classes} ${t + lo}`,
        ),
      ).flat();
    })
      .flat()
      .sort();
  const whole = ranked(1);
  expect(new Set(whole.map((each) => each.split(' ')[0])).size).toBe(800);
  for (const count of [2, 3, 7]) expect(ranked(count)).toEqual(whole);
});

test('columns can be put anywhere', () => {
  const plan = planNetwork(net(wirings.fixedInDegree(5)), { clock: 'grid' });
  const given: string[] = [];
  const partition = buildPartition(plan, 0, 2, {
    allocate: (type, length, name) => {
      given.push(`${type} ${name} ${length}`);
      const buffer = new SharedArrayBuffer(8 * length + 64);
      const make = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array }[type];
      return new make(buffer as never, 64, length) as never;
    },
  });
  expect(given).toEqual(['u32 EE.rowStart 41', 'u16 EE.target 100', 'f64 EE.weight 100', 'u8 EE.delay 100', 'u8 EE.branch 100']);
  expect(synapses(plan, partition)).toEqual(synapses(plan, buildPartition(plan, 0, 2)));
});

test('rare connections are as rare as asked', () => {
  const made = (p: number): number => {
    const plan = planNetwork({
      populations: { E: { size: 20_000, neuron: lif() } },
      projections: { EE: { from: 'E', to: 'E', wiring: wirings.fixedProbability(p), weight: 1, delay: 1 } },
    });
    return buildPartition(plan, 0, 1).projections[0]!.target.length;
  };
  for (const p of [1e-3, 1e-4, 1e-6]) expect(Math.abs(made(p) - 4e8 * p)).toBeLessThan(5 * Math.sqrt(4e8 * p));
  expect(made(5e-324)).toBe(0);
  expect(made(1e-12)).toBe(0);
});
