/** Potentials (and raised thresholds) set on the event clock, where they are kept as coefficients, and on the grid. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { fixedProbability } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { adaptiveLif, adaptiveLifExponential } from '../../src/neurons/adaptive-lif.ts';
import { lif } from '../../src/neurons/lif.ts';
import { lifExponential } from '../../src/neurons/lif-exponential.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { type Intervention, scale, set } from '../../src/simulation/interventions.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { collector, temporary } from './fake.ts';

const each = (size: number, value: (i: number) => number): number[] => Array.from({ length: size }, (_, i) => value(i));
const drive = poisson({ rate: 2300, weight: 0.5 });
const net = network({
  populations: {
    E: { size: 30, neuron: lif(), drive },
    I: { size: 9, neuron: lifExponential({ iE: 390, tauM: uniform(8, 12) }) },
    A: { size: 8, neuron: adaptiveLif(), drive },
    X: { size: 6, neuron: adaptiveLifExponential({ iE: 400 }) },
  },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: fixedProbability(0.3), weight: uniform(0.2, 0.5), bounds: [0, 1], delay: uniform(1, 3) },
      ...{ synapse: [pairStdp()], dendriticDelay: 0.5 },
    },
    EI: { from: 'E', to: 'I', wiring: fixedProbability(0.4), weight: uniform(20, 50), bounds: [0, 90], delay: 1.5, synapse: [pairStdp()] },
    IX: { from: 'I', to: 'X', wiring: fixedProbability(0.4), weight: -30, delay: 1 },
  },
});
const course = (clock: string): readonly (readonly [number, Intervention])[] => [
  [
    15,
    set(
      'E.v',
      each(30, (i) => i),
    ),
  ],
  [15, scale('EE.w', 1.2)],
  [25.3, set('I.v', 25)],
  [25.3, scale('I.v', 0.5)],
  [
    40,
    set(
      'X.v',
      each(6, (i) => 5 * i),
    ),
  ],
  [50.7, scale('A.v', 1.8)],
  ...(clock === 'event'
    ? ([
        [60, scale('A.theta', 0.2)],
        [70, set('X.theta', -3)],
      ] as const)
    : []),
  [80, set('E.v', -10)],
];

test.each(['grid', 'event'] as const)('%s clock: potentials are set alike in every engine, and stay so when resumed', async (clock) => {
  const base = temporary();
  const results = [];
  for (const { engine, workers } of [
    { engine: 'reference', workers: 1 },
    { engine: 'wasm', workers: 1 },
    { engine: 'wasm', workers: 3 },
  ]) {
    await using sim = simulate(net, { engine, workers, clock });
    const { spikes, listener } = collector();
    sim.onSpikes(listener);
    for (const [at, intervention] of course(clock)) sim.at(at, intervention);
    await sim.run(45);
    const checkpoint = await sim.checkpoint(join(base, `${engine}${workers}`));
    await sim.run(55);
    const digests = await sim.weightDigests();
    const { spikeDigest } = await sim.summary();
    await using resumed = simulate(net, { engine, workers: engine === 'wasm' ? 2 : 1, clock, resume: checkpoint });
    await resumed.run(55);
    expect((await resumed.summary()).spikeDigest).toBe(spikeDigest);
    results.push({ spikes, digests, read: [await sim.read('E.v'), await sim.read('X.v'), await sim.read('A.theta')] });
  }
  expect(results[0]?.spikes.length).toBeGreaterThan(100);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('on the event clock a potential is what was set, decays from there, and at threshold the neuron fires at that instant', async () => {
  const shape = { tauM: 20, eL: -5, vTh: 15, vReset: -5 };
  for (const neuron of [lif(shape), lifExponential(shape), adaptiveLif(shape)]) {
    for (const engine of ['reference', 'wasm']) {
      const quiet = network({ populations: { N: { size: 4, neuron } }, projections: {} });
      await using sim = simulate(quiet, { engine, clock: 'event' });
      const { spikes, listener } = collector();
      sim.onSpikes(listener);
      await sim.run(3);
      sim.at(3, set('N.v', [-4, 15 - 1e-9, 15 + 1e-9, 20]));
      await sim.run(0);
      expect(spikes).toEqual(['300+0:2', '300+0:3']);
      expect((await sim.read('N.v'))[0]).toBeCloseTo(-4, 12);
      await sim.run(10);
      expect((await sim.read('N.v'))[0]).toBeCloseTo(-5 + Math.exp(-10 / 20), 12);
      expect(spikes).toHaveLength(2);
    }
  }
});

test('a refractory neuron is held at what is set, and goes on from there', async () => {
  for (const clock of ['event', 'grid'] as const) {
    const quiet = network({ populations: { N: { size: 1, neuron: lif({ tRef: 5 }) } }, projections: {} });
    await using sim = simulate(quiet, { clock });
    sim.at(1, set('N.v', 100));
    sim.at(3, set('N.v', 7));
    await sim.run(4);
    expect(await sim.read('N.v')).toEqual(Float64Array.of(7));
    await sim.run(6);
    const since = clock === 'event' ? 4 : 3.9;
    expect((await sim.read('N.v'))[0]).toBeCloseTo(7 * Math.exp(-since / 20), 10);
  }
});
