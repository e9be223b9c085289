import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  bernoulliRelease,
  fixedProbability,
  lif,
  lifConductance,
  lifExponential,
  network,
  pairStdp,
  poisson,
  poissonSource,
  uniform,
} from '../../src/index.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { chargeOf } from '../../src/simulation/charge.ts';
import { lesion, scale, silence } from '../../src/simulation/interventions.ts';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { readRun } from '../../src/simulation/read-run.ts';
import { resume, type Simulation, simulate } from '../../src/simulation/simulate.ts';
import { fakeEngine, fakeNetwork, temporary } from './fake.ts';

const net = network({
  populations: {
    E: { size: 30, neuron: lif(), drive: poisson({ rate: 2000, weight: 0.8 }) },
    I: { size: 12, neuron: lifExponential({ tauSynE: 3, tauSynI: 6 }), drive: poisson({ rate: 2000, weight: 60 }) },
  },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: fixedProbability(0.3), weight: uniform(0.1, 0.5), bounds: [0, 1], delay: uniform(1, 3) },
      synapse: [bernoulliRelease({ p: 0.4 }), pairStdp()],
    },
    EI: { from: 'E', to: 'I', wiring: fixedProbability(0.4), weight: uniform(5, 30), delay: uniform(1, 4) },
    IE: { from: 'I', to: 'E', wiring: fixedProbability(0.4), weight: -0.3, delay: 1.5 },
  },
});
const base = temporary();
const record = { energy: true, energyEvery: 40 } as const;
const options = { seed: 7, record } as const;

/** A static weight halved and a projection cut while spikes are under way; a population silent for a while. */
const intervene = (sim: Simulation): void => {
  sim.at(70.5, scale('EI.w', 0.5));
  sim.at(90, silence('I'));
  sim.at(120, silence('I', false));
  sim.at(190, lesion('EI'));
};

const recorded = async (directory: string) => {
  const { energy } = await readRun(directory);
  const { timeMs, projection, sum, pC, projections, complete } = energy!;
  expect(complete).toBe(true);
  return [...timeMs].map((time, row) => [time, projections[projection[row]!], sum[row], pC[row]]);
};

const ran = async (name: string, runs: readonly number[], more: Pick<SimulateOptions, 'clock' | 'engine' | 'workers'>) => {
  const out = join(base, name);
  const sim = simulate(net, { ...options, ...more, out });
  intervene(sim as Simulation);
  for (const ms of runs) await sim.run(ms);
  const { energy, spikeDigest } = await sim.summary();
  await sim.close();
  return { energy, spikeDigest, bins: await recorded(out) };
};

describe.each(['event', 'grid'] as const)('on the %s clock', (clock) => {
  test('energy is the same, bit for bit, in the reference, on one worker or two, in one run or several, stopped and resumed', async () => {
    const straight = await ran(`${clock}-straight`, [250], { clock });
    const { energy, bins } = straight;
    expect(Object.keys(energy!.projections)).toEqual(['EE', 'EI', 'IE']);
    for (const { sum } of Object.values(energy!.projections)) expect(sum).toBeGreaterThan(0);
    expect([...new Set(bins.map(([time]) => time))]).toEqual([40, 80, 120, 160, 200, 240, 250]);
    expect(await ran(`${clock}-reference`, [250], { clock, engine: 'reference' })).toEqual(straight);
    expect(await ran(`${clock}-split`, [13, 27, 0, 50.5, 159.5], { clock, workers: 2 })).toEqual(straight);

    const out = join(base, `${clock}-resumed`);
    const first = simulate(net, { ...options, clock, out, workers: 2, checkpointEvery: 90 });
    intervene(first as Simulation);
    await first.run(200);
    await first.close();
    const second = resume(out, { workers: 1 });
    await second.run(70);
    const { energy: total } = await second.summary();
    await second.close();
    expect(total).toEqual(energy);
    expect(await recorded(out)).toEqual(bins);
  });

  test('what is recorded adds up to the summary; nothing is measured where nobody asks, and spikes stay as they are', async () => {
    const { energy, bins, spikeDigest } = await ran(`${clock}-sum`, [250], { clock });
    for (const [name, { sum, pC }] of Object.entries(energy!.projections)) {
      const own = bins.filter(([, projection]) => projection === name);
      expect(own.reduce((all, row) => all + (row[2] as number), 0) / sum).toBeCloseTo(1, 12);
      expect(own.reduce((all, row) => all + (row[3] as number), 0) / pC).toBeCloseTo(1, 12);
    }
    const out = join(base, `${clock}-without`);
    const sim = simulate(net, { seed: 7, clock, out });
    intervene(sim as Simulation);
    await sim.run(250);
    expect(await sim.summary()).toMatchObject({ energy: null, spikeDigest });
    await sim.close();
    expect(readdirSync(out)).not.toContain('energy.arrow');
    expect((await readRun(out)).energy).toBeNull();
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')).recordings.energy).toBeNull();
  });
});

test('a fork goes on with the sums; measuring that begins at a checkpoint says since when', async () => {
  const sim = simulate(net, options);
  await sim.run(60);
  const fork = await sim.fork({ record });
  await Promise.all([sim.run(60), fork.run(60)]);
  const { energy } = await sim.summary();
  expect((await fork.summary()).energy).toEqual(energy);
  await fork.close();
  const without = await sim.fork({ record: { energy: false } });
  await without.run(30);
  expect((await without.summary()).energy).toBeNull();
  const from = await without.checkpoint(join(base, 'without'));
  await Promise.all([without.close(), sim.close()]);
  await using begun = simulate(net, { seed: 7, resume: from, record });
  await begun.run(50);
  expect((await begun.summary()).energy).toMatchObject({ sinceMs: 150 });
});

test('charge is cM times a jump of v, tauSyn times a jump of a current, and at rest that of a conductance', () => {
  const plan = planNetwork(
    network({
      populations: {
        S: { size: 1, neuron: poissonSource({ rate: 1 }) },
        d: { size: 2, neuron: lif({ cM: [100, 300] }) },
        c: { size: 1, neuron: lifExponential({ tauSynE: 3, tauSynI: 6 }) },
        g: { size: 1, neuron: lifConductance({ eL: -70, eExc: 0, eInh: -85, tauSynE: 2, tauSynI: 10 }) },
      },
      projections: Object.fromEntries(
        (['d', 'c', 'g', 'S'] as const).map((to) => [`to${to}`, { from: 'S' as const, to, wiring: fixedProbability(1), weight: 1, delay: 1 }]),
      ),
    } as never),
    { clock: 'grid' },
  );
  const charges = plan.projections.map((projection) => chargeOf(plan, projection));
  expect(charges.map(({ unit }) => unit)).toEqual(['mV', 'pA', 'nS', '']);
  const expected = [0.2, 0.2, 0.003, 0.006, 0.14, 0.15, 0, 0];
  charges.flatMap(({ plus, minus }) => [plus, minus]).forEach((charge, i) => void expect(charge).toBeCloseTo(expected[i]!, 12));
});

test('an engine of one’s own that measures nothing is refused where energy is asked for', async () => {
  const sim = simulate(fakeNetwork(), { engine: fakeEngine, clock: 'event', delayStep: 0.1, record: { energy: true } });
  await expect(sim.run(1)).rejects.toThrow("does not measure energy: leave out 'record.energy', or use the wasm engine.");
  await sim.close();
});
