import { expect, test } from 'vitest';
import { buildPartition } from '../../src/network/build.ts';
import { checkNetwork, demandFit } from '../../src/network/check.ts';
import { normal } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { distanceDependent, fixedInDegree, fixedProbability, fixedTotal } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { lif } from '../../src/neurons/index.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';

const size = 500;
const net = network({
  populations: {
    E: {
      size,
      neuron: lif(),
      drive: poisson({ rate: 1000, weight: 0.1 }),
      positions: Array.from({ length: size }, (_, i) => [(i % 25) / 25, Math.floor(i / 25) / 20]),
    },
  },
  projections: {
    fixed: { from: 'E', to: 'E', wiring: fixedInDegree(20), weight: normal(1, 0.1), delay: normal(2, 0.2) },
    drawn: { from: 'E', to: 'E', wiring: fixedProbability(0.1), weight: 0.3, delay: 1, synapse: [pairStdp()] },
    near: { from: 'E', to: 'E', wiring: distanceDependent({ kernel: 'gaussian', pMax: 0.5, sigma: 0.2 }), weight: 0.3, delay: 1 },
  },
});

test('counts what building then makes', () => {
  const report = checkNetwork(net, { clock: 'grid', rate: 5 });
  const built = buildPartition(planNetwork(net, { clock: 'grid' }), 0, 1).projections.map(({ target }) => target.length);
  const [fixed, drawn, near] = report.projections;
  expect([fixed?.synapses, fixed?.exact]).toEqual([built[0], true]);
  expect([drawn?.synapses, drawn?.exact]).toEqual([0.1 * size * size, false]);
  // Six standard deviations of the counts: 2e-9 to fail by chance, and the seed is fixed.
  expect(Math.abs((built[1] as number) - (drawn?.synapses ?? 0))).toBeLessThan(6 * Math.sqrt(0.09 * size * size));
  expect(Math.abs((built[2] as number) - (near?.synapses ?? 0))).toBeLessThan(6 * Math.sqrt(near?.synapses ?? 0));
  expect(report.neurons).toBe(size);
  expect(report.synapticEventsPerSecond).toBeCloseTo(5 * report.synapses + 5 * (drawn?.synapses ?? 0), 6);
  expect(report.driveEventsPerSecond).toBe(1000 * size);
});

test('knows the bytes of the columns of synapses', () => {
  const report = checkNetwork(net, { clock: 'grid' });
  const built = buildPartition(planNetwork(net, { clock: 'grid' }), 0, 1);
  const bytes = Object.values(built.projections[0] ?? {}).reduce((sum, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0), 0);
  expect(report.projections[0]?.bytes).toBeCloseTo(bytes, -2);
});

test('says what would fit of what does not', () => {
  const large = network({
    populations: { E: { size: 1_000_000, neuron: lif() } },
    projections: { EE: { from: 'E', to: 'E', wiring: fixedTotal(1e10), weight: normal(1, 0.1), delay: 1.5 } },
  });
  const report = checkNetwork(large, { clock: 'grid', workers: 2 });
  expect(report.fits).toBe(false);
  expect(() => demandFit(report)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The network does not fit: 10000000000 synapses need 56.0 GiB in each of 2 partitions. Use 24 workers; with 2, a network of 714019034 synapses would fit.]`,
  );
  expect(checkNetwork(large, { clock: 'grid', workers: report.workersThatFit as number }).fits).toBe(true);
  expect(() => demandFit(checkNetwork(large, { clock: 'grid', bytes: 2 ** 30 }))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The network does not fit: 10000000000 synapses need 112 GiB in one partition. With one, a network of 89255346 synapses would fit.]`,
  );
  expect(() => buildPartition(planNetwork(large, { clock: 'grid' }), 0, 1)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Projection 'EE' has more than 4294967295 synapses in one partition. Use more workers.]`,
  );
});
