/** Reading variables of a running network: the same in every engine, and without a trace. */
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { fixedProbability } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { lifExponential } from '../../src/neurons/lif-exponential.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { synapticScaling } from '../../src/rules/synaptic-scaling.ts';
import { tsodyksMarkram } from '../../src/rules/tsodyks-markram.ts';
import { weightNormalization } from '../../src/rules/weight-normalization.ts';
import { set } from '../../src/simulation/interventions.ts';
import { simulate } from '../../src/simulation/simulate.ts';

const drive = poisson({ rate: 2300, weight: 0.5 });
const scaling = synapticScaling({ target: 20, tauC: 40, tauH: 100, bound: 0.5 });
const net = network({
  populations: {
    E: { size: 31, neuron: lif(), drive, homeostasis: [scaling] },
    I: { size: 7, neuron: lifExponential({ iE: 380 }) },
  },
  projections: {
    EE: {
      from: 'E',
      to: 'E',
      wiring: fixedProbability(0.3),
      weight: uniform(0.2, 0.5),
      bounds: [0, 1],
      delay: uniform(1, 2),
      synapse: [pairStdp(), weightNormalization({ total: 5, period: 10 })],
    },
    EI: { from: 'E', to: 'I', wiring: fixedProbability(0.4), weight: 40, delay: 1.5, synapse: [tsodyksMarkram(), scaling] },
    IE: { from: 'I', to: 'E', wiring: fixedProbability(0.5), weight: uniform(-1.5, -1), delay: 1 },
  },
});
const names = [
  'E.v',
  'I.v',
  'E.factor',
  'EI.factor',
  'E.synapticScaling.c',
  'E.synapticScaling.lnAlpha',
  'EE.pairStdp.x',
  'EE.pairStdp.y',
  'EE.w',
  'IE.w',
  'EI.tsodyksMarkram.x',
];

const runs = [
  { engine: 'reference', workers: 1 },
  { engine: 'wasm', workers: 1 },
  { engine: 'wasm', workers: 2 },
] as const;

test.each(['grid', 'event'] as const)('%s clock: every engine reads the same, and reading changes nothing', async (clock) => {
  const results = [];
  for (const more of runs) {
    const outcome = async (reads: boolean) => {
      await using sim = simulate(net, { ...more, clock });
      const found: Record<string, Float64Array> = {};
      for (const [part, ms] of [0, 33.3, 0.1, 66.6, 50].entries()) {
        await sim.run(ms);
        if (reads) for (const name of names) found[`${name} ${part}`] = await sim.read(name);
      }
      const { spikeDigest, spikes } = await sim.summary();
      return { spikeDigest, spikes, weights: await sim.weightDigests(), found };
    };
    const [without, { found, ...read }] = [await outcome(false), await outcome(true)];
    expect(read).toEqual({ ...without, found: undefined });
    results.push({ read, found });
  }
  expect(results[0]?.read.spikes).toBeGreaterThan(50);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('what is read is what it says, in the order it says', async () => {
  await using sim = simulate(net, { clock: 'grid', workers: 2 });
  await sim.run(80);
  expect(await sim.read('EE.w')).toEqual((await sim.weights('EE')).w);
  expect(await sim.read('IE.w')).toEqual((await sim.weights('IE')).w.map((w) => -w));
  expect(await sim.read('E.v')).toHaveLength(31);
  expect((await sim.read('E.v')).every((v) => v < 20)).toBe(true);
  const factor = await sim.read('E.factor');
  expect(factor.every((alpha) => Math.abs(Math.log(alpha)) <= 0.5 + 1e-12)).toBe(true);
  expect(new Set(factor).size).toBeGreaterThan(10);
});

test('what is read can be set again, and changes nothing', async () => {
  for (const { clock, engine, workers } of [
    { clock: 'grid', engine: 'wasm', workers: 3 },
    { clock: 'event', engine: 'reference', workers: 1 },
  ] as const) {
    await using sim = simulate(net, { clock, engine, workers });
    await sim.run(50);
    const before = await sim.weightDigests(['EE', 'EI', 'IE']);
    for (const name of ['EE.w', 'EI.w', 'IE.w', 'E.drive0.rate']) sim.at(50, set(name, [...(await sim.read(name))]));
    await sim.run(0);
    expect(await sim.weightDigests(['EE', 'EI', 'IE'])).toEqual(before);
    const rising = (await sim.weights('EE')).w.map((_, i) => i / 1000);
    sim.at(50, set('EE.w', [...rising]));
    await sim.run(0);
    expect((await sim.weights('EE')).w).toEqual(rising);
  }
});

test('a sensor without spikes decays, and its factor rises, as their equations say', async () => {
  const quiet = network({
    populations: { E: { size: 3, neuron: lif(), homeostasis: [synapticScaling({ target: 20, tauC: 40, tauH: 1000 })] } },
    projections: {},
  });
  for (const clock of ['grid', 'event'] as const) {
    await using sim = simulate(quiet, { clock });
    await sim.run(70);
    // c decays from the target; ln α = (T − tauC·(1 − exp(−T/tauC)))/tauH.
    expect((await sim.read('E.synapticScaling.c'))[2]).toBeCloseTo(0.02 * Math.exp(-70 / 40), 14);
    expect(Math.log((await sim.read('E.factor'))[0] as number)).toBeCloseTo((70 - 40 * (1 - Math.exp(-70 / 40))) / 1000, 13);
  }
});

test('a name that is not there is refused with those that are', async () => {
  await using sim = simulate(net, { clock: 'grid', engine: 'reference' });
  await expect(sim.read('E.u')).rejects.toThrow(/^This network has no variable 'E.u' to read. Variables: E.factor, EI.factor, /);
  await expect(sim.read('EE.factor')).rejects.toThrow(/no variable 'EE.factor'/);
  await expect(sim.read('constructor')).rejects.toThrow(/no variable 'constructor'/);
});
