import { expect, test } from 'vitest';
import {
  fixedProbability,
  freezePlasticity,
  lif,
  network,
  poisson,
  type SimulateOptions,
  silence,
  simulate,
  synapticScaling,
} from '../../src/index.ts';

const drive = poisson({ rate: 2500, weight: 0.5 });
const wiring = fixedProbability(0.2);
const net = network({
  populations: {
    E: { size: 40, neuron: lif(), drive, homeostasis: [synapticScaling({ target: 20, tauC: 50, tauH: 200 })] },
    I: { size: 10, neuron: lif(), drive },
  },
  projections: {
    EI: { from: 'E', to: 'I', wiring, weight: 0.5, delay: 1.5 },
    IE: { from: 'I', to: 'E', wiring, weight: -1, delay: 1.5 },
  },
});

const begin = (options: Pick<SimulateOptions, 'clock' | 'engine' | 'workers'> = {}) => {
  const sim = simulate(net, { seed: 'freeze', ...options });
  sim.at(100, freezePlasticity('E'));
  sim.at(300, freezePlasticity('E', false));
  return sim;
};

for (const clock of ['grid', 'event'] as const) {
  const digest = async (options: Pick<SimulateOptions, 'clock' | 'engine' | 'workers'>) => {
    await using sim = begin({ clock, ...options });
    await sim.run(500);
    return (await sim.summary()).spikeDigest;
  };

  test(`${clock} clock: frozen homeostasis is the same in every engine, on any number of workers, and forked while frozen`, async () => {
    const reference = await digest({ engine: 'reference' });
    expect(await digest({})).toBe(reference);
    expect(await digest({ workers: 3 })).toBe(reference);
    await using sim = begin({ clock });
    await sim.run(200);
    await using forked = await sim.fork({ workers: 2 });
    await forked.run(300);
    expect((await forked.summary()).spikeDigest).toBe(reference);
    await using never = simulate(net, { seed: 'freeze', clock });
    await never.run(500);
    expect((await never.summary()).spikeDigest).not.toBe(reference);
  });

  test(`${clock} clock: silence while frozen leaves the factors as they were`, async () => {
    // From the same state, with the same input to come: scaled up by the silence only where homeostasis goes on.
    const rateAfter = async (frozen: boolean) => {
      await using sim = simulate(net, { seed: 'freeze', clock });
      if (frozen) sim.at(300, freezePlasticity('E'));
      sim.at(300, silence('E'));
      sim.at(500, silence('E', false));
      let spikes = 0;
      sim.onSpikes(({ ids, ticks, perMs }) => {
        spikes += ids.filter((id, k) => id < 40 && (ticks[k] as number) >= 500 * perMs).length;
      });
      await sim.run(550);
      return spikes / 40 / 0.05;
    };
    expect(await rateAfter(true)).toBeLessThan(35);
    expect(await rateAfter(false)).toBeGreaterThan(60);
  });
}

test('factors read while frozen are those of the moment of freezing', async () => {
  await using sim = begin();
  await sim.run(100);
  const before = await sim.read('E.factor');
  await sim.run(150);
  expect(await sim.read('E.factor')).toEqual(before);
  await sim.run(50);
  expect(await sim.read('E.factor')).toEqual(before);
  await sim.run(50);
  expect(await sim.read('E.factor')).not.toEqual(before);
});

test('what cannot be frozen is refused', async () => {
  await using sim = simulate(net);
  expect(() => sim.at(1, freezePlasticity('X'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: This network has no projection or population 'X'. What can be frozen: EI, IE, E, I.]`,
  );
  sim.at(1, freezePlasticity('I'));
  await expect(sim.run(2)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Population 'I' has no homeostasis that could be frozen. Populations with homeostasis: E.]`,
  );
});
