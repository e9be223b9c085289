/** Rates of drives and sources changed while a network runs: the same in every engine, and as Poisson as before. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { poissonSource } from '../../src/network/describe/sources.ts';
import { fixedProbability } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { lifExponential } from '../../src/neurons/lif-exponential.ts';
import { type Intervention, scale, set } from '../../src/simulation/interventions.ts';
import { readReceipt } from '../../src/simulation/receipt.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { collector, temporary } from './fake.ts';

const each = (size: number, value: (i: number) => number): number[] => Array.from({ length: size }, (_, i) => value(i));
const net = network({
  populations: {
    D: { size: 23, neuron: lif(), drive: poisson({ rate: 2300, weight: 0.5 }) },
    E: {
      size: 29,
      neuron: lif(),
      drive: [poisson({ rate: 1500, weight: 0.5 }), poisson({ rate: uniform(500, 1500), weight: 0.5 }), poisson({ rate: 0, weight: -0.3 })],
    },
    I: { size: 7, neuron: lifExponential({ iE: 350 }), drive: poisson({ rate: 40_000, weight: 1 }) },
    S: { size: 11, neuron: poissonSource({ rate: each(11, (i) => (i % 3) * 40) }) },
    T: { size: 5, neuron: poissonSource({ rate: 30 }) },
  },
  projections: {
    SE: { from: 'S', to: 'E', wiring: fixedProbability(0.5), weight: uniform(1, 3), delay: 1 },
    TI: { from: 'T', to: 'I', wiring: fixedProbability(0.5), weight: 50, delay: 1.5 },
  },
});

const course: readonly (readonly [number, Intervention])[] = [
  [20, scale('E.drive0.rate', 0.5)],
  [
    30.1,
    set(
      'S.rate',
      each(11, (i) => 200 * (i % 2)),
    ),
  ],
  [
    30.1,
    set(
      'D.drive0.rate',
      each(23, (i) => 1500 + 100 * i),
    ),
  ],
  [40, set('E.drive1.rate', 0)],
  [50.5, set('E.drive2.rate', 800)],
  [
    60,
    set(
      'E.drive1.rate',
      each(29, (i) => 3000 - 100 * i),
    ),
  ],
  [60, scale('T.rate', 10)],
  [70, scale('S.rate', 1)],
  [80, set('D.drive0.rate', 2600)],
  [90, set('T.rate', 0)],
  [100, scale('I.drive0.rate', 1.5)],
  [110, set('T.rate', 100)],
  [110, set('S.rate', 0)],
];

const runs = [
  { engine: 'reference', workers: 1 },
  { engine: 'wasm', workers: 1 },
  { engine: 'wasm', workers: 2 },
  { engine: 'wasm', workers: 3 },
] as const;

for (const clock of ['grid', 'event'] as const) {
  test(`${clock} clock: rates change alike in every engine, in one run, live, resumed and forked`, async () => {
    const base = temporary();
    const results = [];
    for (const [number, more] of runs.entries()) {
      const out = join(base, String(number));
      await using sim = simulate(net, { ...more, clock, out });
      const { spikes, listener } = collector();
      sim.onSpikes(listener);
      for (const [at, intervention] of course) sim.at(at, intervention);
      await sim.run(65);
      const checkpoint = await sim.checkpoint();
      await using fork = await sim.fork({ workers: more.engine === 'wasm' ? 3 : 1 });
      await sim.run(70);
      const { spikeDigest } = await sim.summary();
      await fork.run(70);
      expect((await fork.summary()).spikeDigest).toBe(spikeDigest);
      await using resumed = simulate(net, { ...more, clock, resume: checkpoint });
      await resumed.run(70);
      expect((await resumed.summary()).spikeDigest).toBe(spikeDigest);
      results.push({ spikes, rates: [await sim.read('D.drive0.rate'), await sim.read('E.drive1.rate'), await resumed.read('S.rate')] });
      await sim.close();
      expect(readReceipt(out).interventions).toEqual(course.map(([atMs, intervention]) => ({ atMs, intervention })));
    }
    expect(results[0]?.spikes.length).toBeGreaterThan(200);
    for (const other of results.slice(1)) expect(other).toEqual(results[0]);

    await using live = simulate(net, { clock, workers: 2 });
    const { spikes, listener } = collector();
    live.onSpikes(listener);
    for (const [at, intervention] of course) {
      await live.run(Math.round(10 * (at - live.timeMs)) / 10);
      live.at(live.timeMs, intervention);
    }
    await live.run(25);
    expect(spikes).toEqual(results[0]?.spikes);
  });

  test(`${clock} clock: after a change a train is Poisson at its new rate, also one that was silent`, async () => {
    const size = 400;
    await using sim = simulate(
      network({ populations: { S: { size, neuron: poissonSource({ rate: each(size, (i) => (i % 2) * 50) }) } }, projections: {} }),
      { clock },
    );
    const counts = new Map<number, number>();
    sim.onSpikes(({ ids, ticks, perMs }) => {
      for (let k = 0; k < ids.length; k++) {
        if ((ticks[k] as number) / perMs <= 100) continue;
        const odd = (ids[k] as number) % 2;
        counts.set(odd, (counts.get(odd) ?? 0) + 1);
      }
    });
    // Changed often: events that are dropped and drawn anew must neither hasten nor delay.
    await sim.run(100);
    for (let part = 0; part < 100; part++) {
      sim.at(
        sim.timeMs,
        set(
          'S.rate',
          each(size, (i) => ((i + part) % 2 === 0 ? 60 : 100)),
        ),
      );
      await sim.run(10);
    }
    // 200 neurons a second at 80 Hz on average: 16,000 ± 126; four standard deviations, a false alarm in 8,000 seeds.
    for (const odd of [0, 1]) expect(Math.abs((counts.get(odd) as number) - 16_000)).toBeLessThan(506);
  });
}

test('on the grid a rate beyond what a step can hold is refused, like one that is negative', async () => {
  await using sim = simulate(net, { clock: 'grid', engine: 'reference' });
  await sim.run(1);
  expect(() => sim.at(2, set('S.rate', 10_001))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: 'S.rate' must be from 0 to 10000 Hz, which is one spike per step of 0.1 ms, not 10001.]`,
  );
  expect(() => sim.at(2, set('E.drive0.rate', -1))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: 'E.drive0.rate' must be from 0 to 1500000 Hz, which is 150 events per step of 0.1 ms, not -1.]`,
  );
  expect(() =>
    sim.at(
      2,
      set(
        'E.drive0.rate',
        each(29, (i) => (i === 7 ? Number.NaN : 1)),
      ),
    ),
  ).toThrowErrorMatchingInlineSnapshot(`[ModelError: The value of an intervention 'set' must be a finite number, not NaN.]`);
  expect(() => sim.at(2, scale('E.drive0.rate', -1))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The factor by which 'E.drive0.rate' is scaled must be 0 or more, not -1.]`,
  );
  expect(() => sim.at(2, set('E.drive0.rate', [1, 2]))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: 'E.drive0.rate' has 29 values, but 2 are given.]`,
  );
  sim.at(2, scale('T.rate', 1000));
  await expect(sim.run(5)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: 'T.rate' must be from 0 to 10000 Hz, which is one spike per step of 0.1 ms, not 30000.]`,
  );
});

test('a rate that was drawn stays what it was to the last bit', async () => {
  await using sim = simulate(net, { clock: 'event', engine: 'reference' });
  await sim.run(1);
  expect(await sim.read('E.drive0.rate')).toEqual(new Float64Array(29).fill(1500));
  expect(() => sim.at(2, set('E.drive1.rate', -1))).toThrow("'E.drive1.rate' must be 0 Hz or more, not -1.");
});
