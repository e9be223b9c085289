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
