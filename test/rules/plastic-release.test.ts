import { describe, expect, it } from 'vitest';
import { binomialRelease } from '../../src/rules/binomial-release.ts';
import { compose } from '../../src/rules/compose.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { type GradientReleaseOptions, gradientRelease } from '../../src/rules/gradient-release.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { type PlasticReleaseOptions, plasticRelease } from '../../src/rules/plastic-release.ts';
import { releaseStdp } from '../../src/rules/release-stdp.ts';
import { delivered, type OneSynapse, weightAt } from './one-synapse.ts';
import { cite, weight } from './parameters.ts';
import { deviation } from './statistics.ts';

/** Broadcasts of `push` are increments of w: intervals with a large or a small G at will. */
const pushed = defineRule({ name: 'pushed', cite, params: { one: weight(1) }, onSignal: { push: ['w += one * push'] } });
const pushes = (intervals: readonly number[], value = 0.01): NonNullable<OneSynapse['signals']> =>
  intervals.map((k) => [10 * k + 5, 'push', value] as const);
const first = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** p after n intervals of 10 ms, in some of which G is large. */
const pAfter = (large: readonly number[], counts: readonly number[], options: PlasticReleaseOptions = {}): number[] =>
  weightAt(
    { uses: [plasticRelease({ period: 10, ...options }), pushed()], signals: pushes(large), bounds: [0, 10] },
    counts.map((n) => 10 * n),
    'plasticRelease.p',
  );

describe('steps of p', () => {
  it.each([
    [0.052, 0.0516, 0.485],
    [0.07, 0.07, 0.482],
    [0.2, 0.2, 0.45],
  ])('with pUp %f and pDown %f it rises where more than the share f* = %f of intervals is large', (pUp, pDown, expected) => {
    const share = Math.log(1 + pDown) / (Math.log(1 + pDown) - Math.log(1 - pUp));
    expect(Math.abs(share - expected)).toBeLessThan(0.0005);
    const before = 10;
    const among = 400;
    const spread = (n: number) => [...first(before), ...first(n).map((k) => before + Math.floor((k * among) / n))];
    const counts = [before, before + among];
    const [start, risen] = pAfter(spread(Math.round((share + 0.01) * among)), counts, { pUp, pDown, pFreeze: 2 }) as [number, number];
    const [, fallen] = pAfter(spread(Math.round((share - 0.01) * among)), counts, { pUp, pDown, pFreeze: 2 }) as [number, number];
    expect(risen).toBeGreaterThan(start);
    expect(fallen).toBeLessThan(start);
  });

  it('comes from 0.25 to 0.9353 in 46 large intervals, no fewer, and stays there', () => {
    const [before, at, later] = pAfter(first(46), [45, 46, 500]) as [number, number, number];
    expect(before).toBeLessThan(0.9353);
    expect(at).toBeGreaterThanOrEqual(0.9353);
    expect(Math.abs((1 - at) / (0.75 * 0.948 ** 46) - 1)).toBeLessThan(1e-12);
    expect(later).toBe(at);
  });

  it('never comes to 1', () => {
    const [p] = pAfter([], [3000], { gLim: 0, pFreeze: 2, pUp: 0.2 }) as [number];
    expect(p).toBeGreaterThan(1 - 1e-15);
    expect(p).toBeLessThan(1);
  });

  it('after n silent intervals is what the closed form says, down to pMin', () => {
    const counts = [0, 1, 2, 5, 17, 30, 31, 60, 1000];
    const found = pAfter(
      first(30),
      counts.map((n) => 30 + n),
    );
    const q = 1 - (found[0] as number);
    counts.forEach((n, i) => {
      const expected = 1 - Math.min(q * 1.0516 ** n, 0.75);
      expect(Math.abs((found[i] as number) / expected - 1)).toBeLessThan(1e-12);
    });
    expect(found.at(-1)).toBe(0.25);
  });

  it('of fixed size, where asked for, clipped to pMin and 1', () => {
    const literal = { scaledStep: false, pUp: 0.1, pDown: 0.04, pFreeze: 2 };
    const found = pAfter(first(3), [2, 3, 5, 1000], literal);
    [0.45, 0.55, 0.47, 0.25].forEach((p, i) => {
      expect(found[i]).toBeCloseTo(p, 12);
    });
    expect(pAfter(first(9), [8], literal)).toEqual([1]);
    expect(pAfter([0, 1], [2], { scaledStep: false, pFreeze: 0.3 })).toEqual([0.302]);
  });
});

describe('release', () => {
  const arrivals = Array.from({ length: 200 }, (_, i) => 1 + i);

  // 40,000 independent draws each; beyond 4.5 standard errors lies 7e-6 of the normal distribution, so four checks fail by chance in 3e-5 of seeds.
  it.each([0.25, 0.6])('has mean w and variance w² (1 − p) / p at a fixed p of %f', (p) => {
    const amounts = delivered([plasticRelease({ pMin: p, pUp: 0, pDown: 0 })], arrivals, 2, 200).flat();
    expect(deviation(amounts, 2)).toBeLessThan(4.5);
    const squares = amounts.map((amount) => (amount - 2) ** 2);
    expect(deviation(squares, (4 * (1 - p)) / p)).toBeLessThan(4.5);
  });

  // 400 draws at each of 20 values of p: 20 checks at 4.5 standard errors fail by chance in 1.4e-4 of seeds.
  it('delivers m = w / p: a success grows weaker as p rises at constant w, and the mean stays w', () => {
    const rising = delivered(
      [plasticRelease({ gLim: 0, period: 10 })],
      first(20).map((n) => 10 * n + 5),
      2,
      400,
    );
    rising.forEach((amounts, n) => {
      const p = 1 - 0.75 * 0.948 ** n;
      for (const amount of amounts) if (amount > 1e-9) expect(Math.abs(amount / (2 / p) - 1)).toBeLessThan(1e-9);
      expect(deviation(amounts, 2)).toBeLessThan(4.5);
    });
  });
});

describe('consolidation', () => {
  const push = 0.01;
  const played = (options: PlasticReleaseOptions, n: number) => {
    const synapse = {
      uses: [plasticRelease({ period: 10, ...options }), pushed()],
      signals: pushes(first(n), push),
      weight: 1,
      bounds: [0, 10],
    } as const;
    const ends = first(n).map((k) => 10 * k + 10);
    return { w: weightAt(synapse, ends), p: weightAt(synapse, ends, 'plasticRelease.p') };
  };

  it('multiplies increments by 1 − p as p was, and compares them with gLim as they came; a frozen p freezes no w', () => {
    const { w, p } = played({ gLim: push }, 60);
    let [expected, before] = [1, 0.25];
    w.forEach((found, k) => {
      expected += push * (1 - before);
      before = p[k] as number;
      expect(Math.abs(found - expected)).toBeLessThan(1e-12);
    });
    expect(p[50]).toBe(p[59]);
    expect((w[59] as number) - (w[50] as number)).toBeGreaterThan(0.005);
  });

  it('can be left out', () => {
    expect(played({ consolidation: false }, 10).w.at(-1)).toBeCloseTo(1 + 10 * push, 12);
  });

  it('stops while plasticity is frozen, and transmission does not', () => {
    const amounts = delivered([plasticRelease({ gLim: 0, period: 10 })], [5, 205], 2, 200, true);
    for (const amount of amounts.flat()) expect(amount < 1e-9 || Math.abs(amount - 8) < 1e-6).toBe(true);
    expect(amounts.flat().some((amount) => amount > 1)).toBe(true);
  });
});

describe('gradientRelease', () => {
  it.each<GradientReleaseOptions>([{}, { consolidation: false }])(
    'applies the gathered gradient and the weight decay at consolidations only, with the old p: %o',
    (options) => {
      const { consolidation = true } = options;
      const [eta, lambda2, g] = [0.1, 0.05, -0.2];
      const uses = [gradientRelease({ period: 10, eta, lambda2, gLim: 0.3, ...options }), pushed()];
      // Two pushes per interval, of −0.2 each: G = −0.4 is large, one alone would not be; every third interval has one.
      const at = first(30).flatMap((k) => (k % 3 === 0 ? [10 * k + 3] : [10 * k + 3, 10 * k + 7]));
      const synapse = { uses, signals: at.map((time) => [time, 'push', g] as const), weight: 1, bounds: [0, 10] } as const;
      const times = first(30).flatMap((k) => [10 * k + 9, 10 * k + 10]);
      const w = weightAt(synapse, times);
      const p = weightAt(synapse, times, 'gradientRelease.p');
      let [expected, q] = [1, 0.75];
      for (const k of first(30)) {
        expect(w[2 * k]).toBe(k === 0 ? 1 : w[2 * k - 1]);
        const G = k % 3 === 0 ? g : 2 * g;
        expected -= eta * ((consolidation ? q : 1) * G + lambda2 * expected);
        q = Math.abs(G) >= 0.3 ? q * (1 - 0.052) : Math.min(q * 1.0516, 0.75);
        expect(Math.abs((w[2 * k + 1] as number) - expected)).toBeLessThan(1e-12);
        expect(Math.abs(1 - (p[2 * k + 1] as number) - q)).toBeLessThan(1e-12);
      }
    },
  );

  it('decays w by (1 − eta lambda2)ⁿ in n silent intervals', () => {
    const uses = [gradientRelease({ period: 10, eta: 0.5, lambda2: 0.01 })];
    const [w] = weightAt({ uses, weight: 1 }, [5000]) as [number];
    expect(Math.abs(w / 0.995 ** 500 - 1)).toBeLessThan(1e-12);
  });

  it('takes gradients by signed weights where asked for', () => {
    const bySign = defineRule({ name: 'bySign', cite, params: { one: weight(1) }, signed: true, onSignal: { push: ['w += one * push'] } });
    const context = { where: 'a test', kind: 'synapse' } as const;
    expect(compose([gradientRelease({ signed: true }), bySign()], context).signed).toBe(true);
    expect(() => compose([gradientRelease(), bySign()], context)).toThrow("rule 'bySign' takes w as the signed weight");
  });
});

describe('releaseStdp', () => {
  const arrivals = Array.from({ length: 100 }, (_, k) => 20 * k + 5);
  const spikes = Array.from({ length: 100 }, (_, k) => 20 * k + 9);
  const change = (uses: OneSynapse['uses']) => weightAt({ uses, arrivals, spikes, bounds: [0, 10], weight: 1 }, [2000])[0] as number;

  it('is pairStdp where nothing releases, and where p is 1', () => {
    const pairs = change([pairStdp()]);
    expect(change([releaseStdp()])).toBeCloseTo(pairs, 12);
    expect(change([plasticRelease({ pMin: 1, pUp: 0, pDown: 0, consolidation: false }), releaseStdp()])).toBeCloseTo(pairs, 12);
  });

  it('learns from released pulses of 1 / p only', () => {
    const counting = defineRule({
      name: 'counting',
      cite,
      params: { a: { value: 1, unit: 'weight', doc: 'unit' } },
      onPre: ['w += a * release.pulse'],
    });
    const [w] = weightAt({ uses: [binomialRelease({ n: 2, p: 0.25 }), counting()], arrivals, bounds: [0, 1e6], weight: 0 }, [2000]) as [number];
    expect(w % 2).toBe(0);
    // Of 200 sites 50 ± 6 release, each a pulse of 2; beyond 5 standard deviations lies 6e-7.
    expect(Math.abs(w / 2 - 50)).toBeLessThan(31);
  });
});
