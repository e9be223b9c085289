import { describe, expect, it } from 'vitest';
import { lif, network, type SimulateOptions, signal, simulate, sleepScaling, spikeList } from '../../src/index.ts';

// Times in ms, rates per ms.
const [target, tauC, tauSleep] = [0.02, 125, 2500];
const [asleep, awake, end] = [500, 1750, 2250];
const every = (interval: number): number[] => Array.from({ length: Math.floor(end / interval) }, (_, i) => 6 + interval * i);
/** Silent; around the target, above it at times; above it; so far above that the clip holds. */
const trains = [[], every(57), every(33), every(10)];

const net = (params: Parameters<typeof sleepScaling>[0] = {}) =>
  network({
    populations: {
      E: {
        size: trains.length,
        neuron: lif({ tauM: 2 }),
        drive: spikeList({ times: trains, weight: 1000 }),
        homeostasis: [sleepScaling({ target: 20, tauC, tauSleep, ...params })],
      },
    },
    projections: {},
  });

/** Time [ms] during which a calcium that decays from c over `span` is above `limit`, and the area under min(c, limit). */
const areaBelow = (c: number, limit: number, span: number): number => {
  const above = Math.min(span, Math.max(0, tauC * Math.log(c / limit)));
  return limit * above - c * Math.exp(-above / tauC) * tauC * Math.expm1(-(span - above) / tauC);
};

/** ln α at waking, by hand: spike by spike, from falling asleep on. */
const fallen = (spikes: readonly number[]): number => {
  let [c, from, lnAlpha] = [target, 0, 0];
  for (const at of [...spikes.filter((time) => time < awake), asleep, awake].sort((a, b) => a - b)) {
    if (from >= asleep) lnAlpha -= (areaBelow(c, 2 * target, at - from) - areaBelow(c, target, at - from)) / (target * tauSleep);
    c *= Math.exp(-(at - from) / tauC);
    from = at;
    if (spikes.includes(at)) c += 1 / tauC;
  }
  return lnAlpha;
};

type Options = Pick<SimulateOptions, 'clock' | 'engine' | 'workers'>;
const night = (params: Parameters<typeof sleepScaling>[0], options: Options = {}) => {
  const sim = simulate(net(params), { seed: 'sleep', ...options });
  sim.at(asleep, signal('sleep', 1));
  sim.at(awake, signal('sleep', 0));
  return sim;
};
const lnAlphaOf = async (sim: ReturnType<typeof night>): Promise<number[]> => Array.from(await sim.read('E.factor'), Math.log);

const everywhere = (['grid', 'event'] as const).flatMap((clock) => (['reference', 'wasm'] as const).map((engine) => ({ clock, engine }) as const));

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  it('lowers α in sleep by the clipped error above the target, in closed form', async () => {
    await using sim = night({}, at);
    await sim.run(asleep);
    expect(await lnAlphaOf(sim)).toEqual([0, 0, 0, 0]);
    await sim.run(awake - asleep);
    const atWaking = await lnAlphaOf(sim);
    trains.forEach((spikes, i) => {
      expect(Math.abs(atWaking[i]! - fallen(spikes))).toBeLessThan(1e-12);
    });
    const [silent, around, above, far] = atWaking;
    expect(silent).toBe(0);
    expect(around).toBeLessThan(0);
    expect(above).toBeLessThan(2 * around!);
    // A clip of 1: e-fold in tauSleep, but for calcium's first rise, which was before.
    expect(far).toBeCloseTo(-(awake - asleep) / tauSleep, 12);
    await sim.run(end - awake);
    expect(await lnAlphaOf(sim)).toEqual(atWaking);
  });

  it('takes a step on falling asleep, and nothing else without feedback', async () => {
    await using sim = night({ feedback: 0, step: 0.025 }, at);
    await sim.run(end);
    for (const lnAlpha of await lnAlphaOf(sim)) expect(lnAlpha).toBeCloseTo(-0.025, 15);
  });
});

it('keeps ln α above its bound', async () => {
  await using sim = night({ bound: 0.1 });
  await sim.run(end);
  expect((await lnAlphaOf(sim))[3]).toBeCloseTo(-0.1, 15);
});

it('is the same on three partitions, and in runs that stop in sleep', async () => {
  await using whole = night({});
  await whole.run(end);
  await using parts = night({}, { workers: 3 });
  for (const span of [250, 583.4, end - 833.4]) await parts.run(span);
  expect(await parts.read('E.factor')).toEqual(await whole.read('E.factor'));
});
