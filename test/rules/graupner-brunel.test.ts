import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { bySteps } from '../../src/cli/experiments/calcium/by-steps.ts';
import { spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll } from '../../src/network/describe/wirings.ts';
import type { Network } from '../../src/network/description.ts';
import { network } from '../../src/network/network.ts';
import { calciumSets, calciumStrengths } from '../../src/rules/calcium-sets.ts';
import { calciumSpine } from '../../src/rules/calcium-spine.ts';
import { graupnerBrunel } from '../../src/rules/graupner-brunel.ts';
import { weightAt } from './one-synapse.ts';
import { player } from './playing.ts';
import { deviation, varianceOf } from './statistics.ts';

const quiet = { sigma: 0 };
const { corticalSlice } = calciumSets;
const pairs = (lag: number, interval: number, count: number) => {
  const arrivals = Array.from({ length: count }, (_, i) => 100 + i * interval);
  return { arrivals, spikes: arrivals.map((time) => time + lag), delay: 50 };
};

describe('without noise', () => {
  // Computed by another program from the same closed form; Graupner & Brunel, Fig. 4.
  it.each([
    [10, 1, 0.516],
    [10, 50, 0.68],
    [-10, 1, 0.252],
    [-10, 50, 0.68],
  ])('moves by 75 pairs, the target %i ms after the arrival, at %i Hz, from 0.5 to %f', (lag, rate, expected) => {
    const interval = 1000 / rate;
    const uses = [graupnerBrunel({ ...corticalSlice, ...quiet, period: 100 })];
    const [rho] = weightAt({ uses, ...pairs(lag, interval, 75) }, [400 + 75 * interval]);
    expect(rho).toBeCloseTo(expected, 3);
  });

  it.each(['corticalSlice', 'hippocampalCulture', 'DP'] as const)('is near Euler steps of 10 µs over 60 random pairs at 10 Hz, %s', (name) => {
    const random = seedrandom(name);
    const arrivals = Array.from({ length: 60 }, (_, i) => 100 + 100 * i + Math.round(2000 * random()) / 100);
    const spikes = arrivals.map((time) => time + Math.round(4000 * random() - 2000) / 100);
    const set = calciumSets[name];
    for (const clock of ['event', 'grid'] as const) {
      const onGrid = (times: readonly number[]) => (clock === 'grid' ? times.map((time) => Math.round(10 * time) / 10) : times);
      const course = { arrivals: onGrid(arrivals), spikes: onGrid(spikes), delay: 50, clock, weight: 0.8 };
      const [rho] = weightAt({ ...course, uses: [graupnerBrunel({ ...set, ...quiet, period: 100 })] }, [6500]);
      const stepped = bySteps({ ...set, D: clock === 'grid' ? Math.round(10 * set.D) / 10 : set.D }, course.arrivals, course.spikes, 0.8, 6500);
      expect(Math.abs((rho as number) - stepped)).toBeLessThan(1e-3);
      expect(stepped).toBeLessThan(0.75);
    }
  });

  it('falls into the nearer state, and stays on the ridge between them', () => {
    const ends = (weight: number) => weightAt({ uses: [graupnerBrunel({ ...quiet, tau: 1000 })], weight }, [40_000])[0] as number;
    expect(ends(0.49)).toBeLessThan(1e-4);
    expect(ends(0.51)).toBeGreaterThan(1 - 1e-4);
    expect(ends(0.5)).toBe(0.5);
  });

  it('solves the cubic exactly: a synapse that nobody uses has moved so at each test, and not in between', () => {
    const [before, at, later] = weightAt({ uses: [graupnerBrunel({ ...quiet, tau: 1000, period: 500 })], weight: 0.6 }, [499, 500, 999]) as number[];
    expect(before).toBe(0.6);
    expect(later).toBe(at);
    expect(at).toBeCloseTo(bySteps({ ...corticalSlice, tau: 1000 }, [], [], 0.6, 500), 6);
  });

  it('does not depend on how often it is looked at', () => {
    const rho = (period: number) => weightAt({ uses: [graupnerBrunel({ ...quiet, period })], ...pairs(10, 40, 60) }, [3000])[0] as number;
    expect(rho(10)).toBeCloseTo(rho(1000), 12);
    expect(rho(200)).toBeCloseTo(rho(1000), 12);
  });

  it('goes faster by its acceleration, as it does by a smaller tau', () => {
    const rho = (params: object) => weightAt({ uses: [graupnerBrunel({ ...quiet, ...params, period: 100 })], ...pairs(10, 100, 20) }, [3000])[0];
    expect(rho({ acceleration: 100 })).toBeCloseTo(rho({ tau: 3463.615 }) as number, 14);
    expect(rho({ acceleration: 100 })).not.toBeCloseTo(rho({}) as number, 2);
  });

  it('is a weight between the bounds, whatever their size', () => {
    const scaled = { ...pairs(10, 20, 60), uses: [graupnerBrunel({ ...quiet, period: 100 })] };
    const [rho] = weightAt(scaled, [2000]) as [number];
    const [w] = weightAt({ ...scaled, weight: 30, bounds: [10, 50] }, [2000]);
    expect(w).toBeCloseTo(10 + 40 * rho, 10);
  });

  it('has the spine strong above 1/2 + h and weak below 1/2 − h, as of the last test', () => {
    const up = { uses: [graupnerBrunel({ ...quiet, acceleration: 10, period: 1000 })], weight: 0.45, ...pairs(10, 20, 60) };
    expect(weightAt(up, [990])[0]).toBeGreaterThan(0.6);
    expect(weightAt(up, [999, 1000], 'graupnerBrunel.strong')).toEqual([0, 1]);
    const between = { uses: [graupnerBrunel({ ...quiet, initially: 1 })], weight: 0.45 };
    expect(weightAt(between, [5000], 'graupnerBrunel.strong')).toEqual([1]);
    expect(weightAt({ ...between, weight: 0.3 }, [5000], 'graupnerBrunel.strong')).toEqual([0]);
  });
});

describe('with noise', () => {
  const copies = 4000;
  /** Calcium that stays where one spike of the target puts it, at 1 ms. */
  const held = (level: number, use: typeof graupnerBrunel, params: object): Network =>
    network({
      populations: {
        pre: { size: copies, neuron: spikeSource({ times: Array.from({ length: copies }, () => []) }) },
        post: { size: 1, neuron: spikeSource({ times: [[1]] }) },
      },
      projections: {
        w: {
          ...{ from: 'pre', to: 'post', wiring: allToAll(), weight: 0.5, bounds: [0, 1], delay: 10 },
          synapse: [use({ tauCa: 1e12, cPost: level, tau: 100_000, sigma: 1, period: 100, ...params })],
        },
      },
    });

  // 4,000 synapses: the mean within 4.5 standard errors, the variance within 10 % (4.5 of its own): 1e-5 of seeds fail.
  it.each([
    ['both', 2, 331.909 + 725.085, 725.085 / (331.909 + 725.085), 1 / (331.909 + 725.085)],
    ['depression', 1.1, 331.909, 0, 1 / (2 * 331.909)],
  ] as const)('spreads as the closed form says where calcium calls for %s, however finely time is cut', async (_, level, rate, rest, variance) => {
    const { engine, until, column } = await player(held(level, graupnerBrunel, {}), { clock: 'event', engine: 'wasm' });
    for (const ms of [101, 401]) {
      until(ms - 1);
      engine.flush();
      const beyond = column('w.graupnerBrunel.beyond');
      const rho = column('w.w').map((w, i) => w + (beyond[i] as number));
      // As of the last test.
      const t = ms - 2;
      const left = Math.exp((-rate * t) / 100_000);
      expect(deviation(rho, rest + (0.5 - rest) * left)).toBeLessThan(4.5);
      expect(varianceOf(rho) / (variance * (1 - left ** 2))).toBeGreaterThan(0.9);
      expect(varianceOf(rho) / (variance * (1 - left ** 2))).toBeLessThan(1.1);
    }
  });

  it('carries efficacy beyond 0, and back, while the weight stays within its bounds', async () => {
    const { until, column } = await player(held(1.1, graupnerBrunel, { sigma: 5 }), { clock: 'event', engine: 'wasm' });
    until(3000);
    const beyond = column('w.graupnerBrunel.beyond');
    expect(beyond.filter((each) => each < 0).length).toBeGreaterThan(copies / 4);
    expect(Math.min(...column('w.w'))).toBe(0);
    for (const [i, w] of column('w.w').entries()) if (beyond[i] !== 0) expect(w).toBe((beyond[i] as number) < 0 ? 0 : 1);
  });

  it('draws none below both thresholds', () => {
    const rho = (sigma: number) => weightAt({ uses: [graupnerBrunel({ cPre: 0.2, cPost: 0.2, sigma })], ...pairs(10, 100, 20), weight: 0.7 }, [3000]);
    expect(rho(50)).toEqual(rho(0));
  });
});

describe('calciumSpine', () => {
  it('has the same efficacy, from a state of its own, and leaves the weight alone', () => {
    const course = { ...pairs(10, 20, 60), bounds: [0, 1] as const };
    const params = { ...corticalSlice, ...quiet, acceleration: 10, period: 500 };
    const spine = { ...course, uses: [calciumSpine(params)], weight: 0.3 };
    const [rho] = weightAt(spine, [1000], 'calciumSpine.rho') as [number];
    expect(rho).toBeCloseTo(weightAt({ ...course, uses: [graupnerBrunel(params)], weight: 0 }, [1000])[0] as number, 12);
    expect(weightAt(spine, [1000])).toEqual([0.3]);
    expect(weightAt(spine, [1000], 'calciumSpine.strong')).toEqual([Number(rho > 0.6)]);
    expect(rho).toBeGreaterThan(0.6);
  });
});

it('comes with nine sets of parameters, each with the weights of its states', () => {
  expect(Object.keys(calciumStrengths)).toEqual(Object.keys(calciumSets));
  expect(Object.keys(calciumSets)).toHaveLength(9);
  for (const set of Object.values(calciumSets)) expect(graupnerBrunel(set).params).toEqual(set);
});

it('refuses thresholds upside down, no depression, time that stands still, and a projection without bounds', () => {
  expect(() => graupnerBrunel({ thetaP: 0.9 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: graupnerBrunel: thetaP (0.9) is below thetaD (1); calcium that potentiates must depress as well. Raise thetaP.]`,
  );
  expect(() => calciumSpine({ gammaD: 0 })).toThrowErrorMatchingInlineSnapshot(`[ModelError: calciumSpine: gammaD is 0; it must be more than 0.]`);
  expect(() => graupnerBrunel({ acceleration: 0 })).toThrow('graupnerBrunel: acceleration is 0; it must be more than 0.');
  const populations = { E: { size: 1, neuron: spikeSource({ times: [[]] }) } };
  const projection = { from: 'E', to: 'E', wiring: allToAll(), weight: 1, delay: 1, synapse: [graupnerBrunel()] } as const;
  expect(() => network({ populations, projections: { EE: projection } })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Projection 'EE': rule 'graupnerBrunel' reads wMax, and the projection has no bounds. Give bounds, such as [0, 2].]`,
  );
});
