/** Rates in windows and their standard errors, on blocks made by hand. False alarms: bounds are 4 standard errors of what they test, or wider; seeds are fixed. */
import { from, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { rateWindows, type WindowedRate } from '../../src/comparators/rate-windows.ts';
import { normals, uniforms } from '../../src/random.ts';
import type { Spikes } from '../../src/streams/blocks.ts';
import { momentsOf } from '../../src/streams/statistics/moments.ts';

const block = (of: string, begin: number, upTo: number, time: readonly number[], size = 10): Spikes => ({
  ...{ of, from: begin, upTo, size },
  neuron: new Uint32Array(time.length),
  time: Float64Array.from(time),
});

const windowed = (blocks: readonly Spikes[], window: number, begin = 0): Promise<WindowedRate[]> =>
  lastValueFrom(from(blocks).pipe(rateWindows(window, begin), toArray()));

/** Blocks of 50 ms of a population of 100 whose rate [Hz] is a function of the time [ms]: Poisson, thinned. */
const process = (seed: string, duration: number, highest: number, rateAt: (time: number) => number): Spikes[] => {
  const next = uniforms(seed);
  const times = Array.from({ length: duration / 50 }, (): number[] => []);
  let t = 0;
  for (;;) {
    t += -Math.log(next()) / (0.1 * highest);
    if (t >= duration) return times.map((own, i) => block('E', 50 * i, 50 * (i + 1), own, 100));
    if (next() * highest < rateAt(t)) times[Math.ceil(t / 50) - 1]?.push(t);
  }
};

describe('windows', () => {
  test('hold what lies in (from, upTo], whatever the blocks are', async () => {
    const blocks = [block('A', 0, 70, [10, 50, 70]), block('B', 0, 200, [150]), block('A', 70, 230, [100, 100.5, 200, 201])];
    const found = await windowed(blocks, 100);
    expect(found.map(({ of, from: begin, upTo, rate }) => [of, begin, upTo, rate])).toEqual([
      ['B', 0, 100, 0],
      ['B', 100, 200, 1],
      ['A', 0, 100, 4],
      ['A', 100, 200, 2],
    ]);
  });

  test('lie where they are told to, from the first of which the stream has seen the beginning', async () => {
    const blocks = [block('A', 40, 90, [60]), block('A', 90, 260, [130, 150, 200])];
    expect((await windowed(blocks, 100)).map(({ upTo, rate }) => [upTo, rate])).toEqual([[200, 3]]);
    expect((await windowed(blocks, 100, 50)).map(({ upTo, rate }) => [upTo, rate])).toEqual([
      [150, 3],
      [250, 1],
    ]);
    expect((await windowed(blocks, 50, 150)).map(({ upTo, rate }) => [upTo, rate])).toEqual([
      [200, 2],
      [250, 0],
    ]);
  });

  test('with a hole in them have no rate', async () => {
    const lossy = { ...block('A', 150, 420, [210, 310]), dropped: { blocks: 1, rows: 3 } };
    expect((await windowed([block('A', 0, 120, [20, 110]), lossy], 100)).map(({ upTo, rate }) => [upTo, rate])).toEqual([
      [100, 1],
      [300, 1],
      [400, 1],
    ]);
  });
});

describe('the standard error', () => {
  /** Root mean square of the errors stated, and the standard deviation that the windows' rates have. */
  const compare = (found: readonly WindowedRate[]) => {
    const known = found.filter(({ standardError }) => !Number.isNaN(standardError));
    return {
      stated: Math.sqrt(momentsOf(known.map(({ standardError }) => standardError ** 2)).mean),
      true: momentsOf(found.map(({ rate }) => rate)).deviation,
      unknown: found.length - known.length,
    };
  };

  test('of Poisson spikes is √(rate / (neurons · window)), and unknown for three windows', async () => {
    const found = compare(
      await windowed(
        process('poisson', 200_000, 20, () => 20),
        1000,
      ),
    );
    expect(found.unknown).toBe(3);
    // √(20/100) = 0.447 Hz.
    expect(found.true).toBeGreaterThan(0.447 * 0.8);
    expect(found.true).toBeLessThan(0.447 * 1.2);
    // Between the lower bound of independent parts and 20 % above the truth: it errs on the safe side.
    expect(found.stated).toBeGreaterThan(0.447 * 0.95);
    expect(found.stated).toBeLessThan(0.447 * 1.3);
  });

  test('of rates that wander for longer than a part sees it', async () => {
    const next = normals('wandering');
    // Ornstein–Uhlenbeck in steps of 10 ms: 20 ± 5 Hz, correlation time 200 ms.
    const [keep, duration] = [Math.exp(-10 / 200), 400_000];
    const course = [20];
    for (let i = 1; i < duration / 10; i++) course.push(20 + ((course[i - 1] as number) - 20) * keep + 5 * Math.sqrt(1 - keep ** 2) * next());
    const found = compare(
      await windowed(
        process('spikes', duration, 60, (t) => course[Math.floor(t / 10)] as number),
        1000,
      ),
    );
    // 0.447 Hz of Poisson and 5·√(2·0.2·(1 − 0.2)) = 2.83 Hz of wandering make 2.9 Hz.
    expect(found.true).toBeGreaterThan(2.9 * 0.85);
    expect(found.true).toBeLessThan(2.9 * 1.15);
    expect(found.stated / found.true).toBeGreaterThan(0.85);
    expect(found.stated / found.true).toBeLessThan(1.25);
  });
});
