/** Every kind of intervention: at a time or between runs, recorded once, and neither lost nor done twice where a run is resumed. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { fixedProbability } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { rewardStdp } from '../../src/rules/reward-stdp.ts';
import { freezePlasticity, type Intervention, lesion, scale, set, signal, silence } from '../../src/simulation/interventions.ts';
import { readReceipt } from '../../src/simulation/receipt.ts';
import { resume, type Simulation, simulate } from '../../src/simulation/simulate.ts';
import { temporary } from './fake.ts';

const drive = poisson({ rate: 2300, weight: 0.5 });
const net = network({
  populations: { E: { size: 30, neuron: lif(), drive }, I: { size: 8, neuron: lif(), drive: poisson({ rate: 4000, weight: 0.5 }) } },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: fixedProbability(0.3), weight: uniform(0.3, 0.6), bounds: [0, 2], delay: 1.5 },
      synapse: [rewardStdp({ tauE: 100, tauD: 50, eta: 100 })],
    },
    EI: { from: 'E', to: 'I', wiring: fixedProbability(0.3), weight: 0.4, delay: 1.5 },
    IE: { from: 'I', to: 'E', wiring: fixedProbability(0.3), weight: -1, delay: 1.5 },
  },
});
const base = temporary();

const kinds: readonly Intervention[] = [
  silence('I'),
  lesion('EE'),
  lesion('IE'),
  freezePlasticity('EE'),
  set('EE.w', 0.1),
  set('E.v', 5),
  signal('dopamine', 2),
  scale('EI.w', 3),
  scale('E.drive0.rate', 0.8),
];
const modes = [
  { clock: 'event', engine: 'wasm', workers: 2 },
  { clock: 'grid', engine: 'reference', workers: 1 },
] as const;

const outcome = async (sim: Simulation) => {
  const { spikeDigest, weightDigests } = await sim.summary();
  return { spikeDigest, weightDigests };
};

for (const mode of modes) {
  const run = async (name: string, act: (sim: Simulation) => Promise<void>) => {
    const out = join(base, `${mode.clock} ${name}`.replace(/\W+/g, '-'));
    const sim = simulate(net, { ...mode, out }) as Simulation;
    // Reward, so that there is something to learn.
    sim.at(20, signal('dopamine', 5));
    await act(sim);
    const result = await outcome(sim);
    await sim.close();
    return { ...result, out, interventions: readReceipt(out).interventions.slice(1) };
  };

  let untouched: ReturnType<typeof run> | null = null;

  test.each(kinds)(`${mode.clock} clock: %j acts alike at a time, between runs and resumed, and is recorded once`, async (intervention) => {
    const name = JSON.stringify(intervention);
    untouched ??= run('nothing', async (sim) => void (await sim.run(90)));
    const planned = await run(`${name} planned`, async (sim) => {
      sim.at(50, intervention);
      await sim.run(40);
      await sim.checkpoint();
      await sim.run(50);
    });
    expect(planned.interventions).toEqual([{ atMs: 50, intervention }]);
    expect({ ...planned, out: '', interventions: [] }).not.toEqual({ ...(await untouched), out: '' });

    const live = await run(`${name} live`, async (sim) => {
      await sim.run(50);
      sim.at(sim.timeMs, intervention);
      await sim.run(10);
      await sim.checkpoint();
      await sim.run(30);
    });
    expect(live).toEqual({ ...planned, out: live.out });

    for (const { out, at } of [
      { out: planned.out, at: 40 },
      { out: live.out, at: 60 },
    ]) {
      const again = `${out}-again`;
      cpSync(out, again, { recursive: true });
      const resumed = resume(again);
      expect(resumed.timeMs).toBe(at);
      await resumed.run(90 - at);
      const { spikeDigest, weightDigests } = planned;
      expect(await outcome(resumed)).toEqual({ spikeDigest, weightDigests });
      await resumed.close();
      expect(readReceipt(again).interventions.slice(1)).toEqual(planned.interventions);
    }
  });
}
