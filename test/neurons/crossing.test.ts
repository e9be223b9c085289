import { readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { compileEntry } from '../../src/kernels/build.mjs';
import { exp } from '../../src/math.ts';
import { crossingBound, firstCrossing } from '../../src/neurons/crossing.ts';
import { isolatedCrossing } from './isolated-crossing.ts';

/** from, c0, then coefficient and time constant of four modes. */
type Case = readonly [number, number, number, number, number, number, number, number, number, number];

const value = ([, c0, ...modes]: Case, t: number): number => {
  let f = c0;
  for (let k = 0; k < 8; k += 2) f += modes[k]! * exp(-t / modes[k + 1]!);
  return f;
};
const magnitude = ([, c0, ...modes]: Case): number => Math.abs(c0) + modes.reduce((sum, c, k) => (k % 2 === 0 ? sum + Math.abs(c) : sum), 0);
/** What f may be at the time found: its own rounding, and what 1e-13 ms (or the time's last bits) make of the steepest slope. */
const residual = (arguments_: Case, found: number): number => {
  const [, , c1, t1, c2, t2, c3, t3, c4, t4] = arguments_;
  const steepest = Math.abs(c1) / t1 + Math.abs(c2) / t2 + Math.abs(c3) / t3 + Math.abs(c4) / t4;
  return 1e-14 * magnitude(arguments_) + (1e-13 + 1e-15 * found) * steepest;
};
const bound = ([from, c0, c1, t1, c2, t2, c3, t3, c4, t4]: Case): number =>
  crossingBound(c0, c1 * exp(-from / t1), t1, c2 * exp(-from / t2), t2, c3 * exp(-from / t3), t3, c4 * exp(-from / t4), t4);

const random = seedrandom('crossing');
const between = (low: number, high: number): number => low + (high - low) * random();
const logBetween = (low: number, high: number): number => low * (high / low) ** random();
const sign = (): number => (random() < 0.5 ? -1 : 1);

/** A neuron below threshold, with currents of both signs, sometimes adapted. */
const approach = (): Case => {
  const taus = [between(5, 20), between(0.3, 9), between(0.5, 19), between(30, 400)] as const;
  const from = random() < 0.5 ? 0 : between(0, 20);
  const [c0, b, c] = [between(-15, 8), sign() * logBetween(0.1, 40), sign() * logBetween(0.1, 40)];
  const theta = random() < 0.5 ? 0 : between(0, 5);
  const a = -logBetween(0.01, 20) - c0 - b - c + theta;
  return [
    from,
    c0,
    a * exp(from / taus[0]),
    taus[0],
    b * exp(from / taus[1]),
    taus[1],
    c * exp(from / taus[2]),
    taus[2],
    -theta * exp(from / taus[3]),
    taus[3],
  ];
};

/** Anything below 0: eleven decades of coefficients, nine of time constants, some of them almost or exactly equal. */
const anything = (): Case => {
  const taus = [logBetween(0.01, 1e7), logBetween(0.01, 1e3), logBetween(0.1, 100), logBetween(0.1, 100)];
  if (random() < 0.3) taus[1] = taus[0]! * (1 + logBetween(1e-9, 0.1));
  if (random() < 0.2) taus[2] = taus[1]!;
  const c0 = sign() * logBetween(1e-12, 100);
  const [c1, c2, c3, c4] = taus.map(() => sign() * logBetween(1e-6, 1e3)) as [number, number, number, number];
  const excess = Math.max(0, c0 + c1 + c2 + c3 + c4);
  const below = excess > 0 ? excess + logBetween(1e-10, 10) : 0;
  return [0, c0, c1 - below, taus[0]!, c2, taus[1]!, c3, taus[2]!, c4, taus[3]!];
};

describe('firstCrossing', () => {
  const golden = JSON.parse(readFileSync(new URL('../golden/crossing.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly (readonly [Case, number | null, number | null, number | null])[];
  };

  it('finds every crossing of fifty-digit solutions, brief ones among them, and no other', () => {
    const wrong = golden.cases.filter(([arguments_, time, slope]) => {
      const found = firstCrossing(...arguments_);
      return time === null ? found !== Infinity : !(Math.abs(found - time) <= 1e-9 + 1e-15 / slope!);
    });
    expect(wrong).toEqual([]);
  });

  it('agrees with fine sampling on 4,000 approaches', () => {
    for (let i = 0; i < 4000; i++) {
      const arguments_ = approach();
      const [from, , , tauM] = arguments_;
      const found = firstCrossing(...arguments_);
      const rounding = 1e-14 * magnitude(arguments_);
      for (let step = 0; step < 600; step++) {
        const t = from + (step / 600) ** 2 * 10 * tauM;
        if (t < found && value(arguments_, t) > rounding) expect.fail(`${arguments_}: above threshold at ${t}, before ${found}`);
      }
      if (found === Infinity) continue;
      expect(Math.abs(value(arguments_, found))).toBeLessThan(residual(arguments_, found));
    }
  });

  // SPIKELOOM_APPROACHES=10000000 takes four minutes.
  const approaches = Number(process.env.SPIKELOOM_APPROACHES ?? 20_000);
  it(`finds what isolating all roots finds, on ${approaches} approaches`, { timeout: 1e8 }, () => {
    let undecidable = 0;
    for (let i = 0; i < approaches; i++) {
      const arguments_ = approach();
      const [from, c0, c1, t1, c2, t2, c3, t3, c4, t4] = arguments_;
      const terms = [
        { c: c0, rate: 0 },
        { c: c1, rate: 1 / t1 },
        { c: c2, rate: 1 / t2 },
        { c: c3, rate: 1 / t3 },
        { c: c4, rate: 1 / t4 },
      ];
      const { time, margin } = isolatedCrossing(terms, from, from + 40 * Math.max(t1, t2, t3, t4));
      const found = firstCrossing(...arguments_);
      if (margin < 1e-13) undecidable++;
      else if (!(found === time || Math.abs(found - time) <= 1e-9)) expect({ arguments_, found }).toEqual({ arguments_, found: time });
    }
    expect(undecidable).toBeLessThan(Math.max(2, 1e-4 * approaches));
  });

  it('ends, at a root or at none, whatever the coefficients', () => {
    for (let i = 0; i < 20_000; i++) {
      const arguments_ = anything();
      const found = firstCrossing(...arguments_);
      if (found < Infinity) expect(Math.abs(value(arguments_, found))).toBeLessThan(residual(arguments_, found));
    }
  });

  it('does not count touching as crossing, and counts exceeding', () => {
    for (let i = 0; i < 500; i++) {
      // −(e^(−t/2τ) − h)²·s: its highest point is 0, at t = −2τ·log h.
      const [tau, h, s] = [logBetween(0.1, 100), between(0.05, 0.95), logBetween(0.1, 100)];
      const touching = (shift: number): number => firstCrossing(0, -h * h * s + shift, 2 * h * s, 2 * tau, -s, tau, 0, 1, 0, 1);
      expect(touching(0)).toBe(Infinity);
      expect(touching(-1e-12 * s)).toBe(Infinity);
      const before = -2 * tau * Math.log(h);
      const crossing = touching(1e-10 * s);
      expect(crossing).toBeLessThan(before);
      expect(crossing).toBeGreaterThan(before - 2e-5 * tau * (2 / h));
    }
  });

  it('names the same crossing when asked again from any time before it', () => {
    for (let i = 0; i < 2000; i++) {
      const arguments_ = approach();
      const found = firstCrossing(...arguments_);
      if (found === Infinity) continue;
      const [from, ...rest] = arguments_;
      const later = from + (found - from) * between(0, 0.999);
      const again = firstCrossing(later, ...(rest as unknown as [number, number, number, number, number, number, number, number, number]));
      const slope = (value(arguments_, found + 1e-4) - value(arguments_, found - 1e-4)) / 2e-4;
      expect(Math.abs(again - found)).toBeLessThan(1e-12 + 1e-13 / Math.max(slope, 1e-5));
    }
  });

  it('is the logarithm for a single exponential', () => {
    expect(firstCrossing(0, 5, -20, 10, 0, 1, 0, 1, 0, 1)).toBe(10 * 1.3862943611198906);
    expect(firstCrossing(3, -5, -20, 10, 0, 1, 0, 1, 0, 1)).toBe(Infinity);
    expect(firstCrossing(3, 0, -20, 10, 0, 1, 0, 1, 0, 1)).toBe(Infinity);
  });

  it('is the time itself where the neuron is already at or above threshold', () => {
    expect(firstCrossing(3, 5, 1, 10, 0, 1, 0, 1, 0, 1)).toBe(3);
    expect(firstCrossing(0, -5, 5, 10, 1, 2, -1, 3, 0, 1)).toBe(0);
  });

  it('does not care in which order the modes come, but for rounding', () => {
    for (let i = 0; i < 500; i++) {
      const [from, c0, c1, t1, c2, t2, c3, t3, c4, t4] = approach();
      const found = firstCrossing(from, c0, c1, t1, c2, t2, c3, t3, c4, t4);
      expect(firstCrossing(from, c0, c4, t4, c3, t3, c1, t1, c2, t2)).toBe(found);
    }
  });

  it('answers Infinity to what is not a number', () => {
    expect(firstCrossing(0, Number.NaN, 1, 10, 1, 2, 0, 1, 0, 1)).toBe(Infinity);
    expect(firstCrossing(0, -1, Number.NaN, 10, 1, 2, 0, 1, 0, 1)).toBe(Infinity);
    expect(firstCrossing(0, Number.NaN, -1, 10, 0, 2, 0, 1, 0, 1)).toBe(Infinity);
  });
});

describe('crossingBound', () => {
  it('never exceeds the time to the crossing', () => {
    for (let i = 0; i < 40_000; i++) {
      const arguments_ = i % 2 === 0 ? approach() : anything();
      const wait = firstCrossing(...arguments_) - arguments_[0];
      if (!(bound(arguments_) <= wait)) expect.fail(`${arguments_}: bound ${bound(arguments_)}, crossing ${wait}`);
    }
  });

  it('is close enough to spare most solutions', () => {
    const epoch = 0.1;
    const spared = Array.from({ length: 2000 }, approach).filter((arguments_) => bound(arguments_) > epoch).length;
    expect(spared).toBeGreaterThan(1000);
  });

  it('is 0 at threshold, and Infinity where nothing can rise', () => {
    expect(crossingBound(-5, 6, 10, 0, 1, 0, 1, 0, 1)).toBe(0);
    expect(crossingBound(-5, -6, 10, 3, 1, 0, 1, 0, 1)).toBe(Infinity);
  });
});

it('the kernels give the same bits: 100,000 cases', async () => {
  const binary = await compileEntry("export { firstCrossing, crossingBound } from './crossing';\n", ['--noExportMemory', '--initialMemory', '0']);
  const module = new WebAssembly.Module(binary);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const kernel = new WebAssembly.Instance(module).exports as unknown as { firstCrossing: typeof firstCrossing; crossingBound: typeof crossingBound };
  let different = 0;
  for (let i = 0; i < 100_000; i++) {
    const arguments_ = i % 4 === 0 ? anything() : approach();
    const [from, ...rest] = arguments_;
    if (kernel.firstCrossing(...arguments_) !== firstCrossing(...arguments_)) different++;
    if (from === 0 && kernel.crossingBound(...(rest as never as Parameters<typeof crossingBound>)) !== bound(arguments_)) different++;
  }
  expect(different).toBe(0);
});
