/** Whole simulations with real engines: what workers, runs, recordings and checkpoints must not change. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { current, poisson } from '../../src/network/describe/drives.ts';
import { poissonSource } from '../../src/network/describe/sources.ts';
import { allToAll, fixedProbability } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { adaptiveLifExponential } from '../../src/neurons/adaptive-lif.ts';
import { integrator } from '../../src/neurons/integrator.ts';
import { lif } from '../../src/neurons/lif.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { freezePlasticity, lesion, scale, set, silence } from '../../src/simulation/interventions.ts';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { temporary } from './fake.ts';

const drive = poisson({ rate: 2300, weight: 0.5 });
const net = network({
  populations: { E: { size: 80, neuron: lif(), drive }, I: { size: 20, neuron: lif({ tauM: 10 }), drive } },
  projections: {
    EE: {
      from: 'E',
      to: 'E',
      wiring: fixedProbability(0.2),
      weight: uniform(0.2, 0.5),
      bounds: [0, 1],
      delay: uniform(1, 3),
      synapse: [bernoulliRelease({ p: 0.5 }), pairStdp()],
    },
    EI: { from: 'E', to: 'I', wiring: fixedProbability(0.2), weight: uniform(0.2, 0.4), delay: 1.5 },
    IE: { from: 'I', to: 'E', wiring: fixedProbability(0.2), weight: -1.5, delay: 1.5 },
  },
});
const base = temporary();
let runs = 0;

const result = async (options: SimulateOptions<'E' | 'I', 'EE' | 'EI' | 'IE'>, recorded = false) => {
  const sim = simulate(net, { ...options, ...(recorded ? { out: join(base, String(runs++)) } : {}) });
  await sim.run(150.5);
  const checkpoint = recorded ? await sim.checkpoint() : '';
  await sim.run(149.5);
  const { spikeDigest, spikes } = await sim.summary();
  const weights = await sim.weightDigests(['EE', 'EI', 'IE']);
  await sim.close();
  return { spikeDigest, spikes, weights, checkpoint };
};

const resumed = async (options: SimulateOptions<'E' | 'I', 'EE' | 'EI' | 'IE'>, checkpoint: string) => {
  await using sim = simulate(net, { ...options, resume: checkpoint });
  await sim.run(149.5);
  const { spikeDigest, spikes } = await sim.summary();
  return { spikeDigest, spikes, weights: await sim.weightDigests(['EE', 'EI', 'IE']), checkpoint };
};

for (const clock of ['grid', 'event'] as const) {
  test(`${clock} clock: populations of fewer neurons than there are workers`, async () => {
    const few = network({
      populations: {
        S: { size: 2, neuron: poissonSource({ rate: 400 }) },
        L: { size: 1, neuron: lif() },
        X: { size: 3, neuron: adaptiveLifExponential({ iE: 400 }), drive: current.constant(uniform(0, 50)) },
        R: { size: 1, neuron: integrator() },
      },
      projections: {
        SL: {
          from: 'S',
          to: 'L',
          wiring: allToAll(),
          weight: uniform(5, 9),
          bounds: [0, 20],
          delay: 1,
          synapse: [bernoulliRelease({ p: 0.8 }), pairStdp()],
        },
        LX: { from: 'L', to: 'X', wiring: allToAll(), weight: uniform(10, 90), delay: 1.5 },
        XR: { from: 'X', to: 'R', wiring: allToAll(), weight: 1, delay: 1 },
      },
    });
    const run = async (workers: number) => {
      await using sim = simulate(few, { clock, workers });
      await sim.run(200);
      const { spikeDigest, spikes } = await sim.summary();
      return { spikeDigest, spikes, weights: await sim.weightDigests() };
    };
    const alone = await run(1);
    expect(alone.spikes).toBeGreaterThan(50);
    for (const workers of [2, 7]) expect(await run(workers)).toEqual(alone);
  });

  test(`${clock} clock: the reference engine is the same recorded, stopped and resumed`, async () => {
    const whole = await result({ engine: 'reference', clock }, true);
    expect(whole.spikes).toBeGreaterThan(100);
    expect(await result({ engine: 'reference', clock })).toEqual({ ...whole, checkpoint: '' });
    expect(await resumed({ engine: 'reference', clock }, whole.checkpoint)).toEqual(whole);
  });

  test(`${clock} clock: WebAssembly gives the reference's spikes and weights on any number of workers, resumed on any other`, async () => {
    const { checkpoint: _, ...reference } = await result({ engine: 'reference', clock });
    const whole = await result({ clock, workers: 2 }, true);
    expect(whole).toMatchObject(reference);
    for (const workers of [1, 3, 7]) {
      expect(await result({ clock, workers })).toEqual({ ...whole, checkpoint: '' });
      expect(await resumed({ clock, workers }, whole.checkpoint)).toEqual(whole);
    }
  });

  test(`${clock} clock: interventions do the same in every engine, on any number of workers`, async () => {
    const results = [];
    for (const { engine, workers } of [
      { engine: 'reference', workers: 1 },
      { engine: 'wasm', workers: 1 },
      { engine: 'wasm', workers: 3 },
    ]) {
      await using sim = simulate(net, { engine, workers, clock });
      sim.at(20, freezePlasticity('EE'));
      sim.at(40, silence('I'));
      sim.at(60.2, scale('EE.w', 1.5));
      sim.at(70, freezePlasticity('EE', false));
      sim.at(80.1, silence('I', false));
      sim.at(90, set('EE.w', 0.25));
      sim.at(100, lesion('EI'));
      await sim.run(120);
      const { spikeDigest, ratesHz } = await sim.summary();
      results.push({ spikeDigest, ratesHz, ...(await sim.weightDigests(['EE', 'EI'])) });
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
}
