/** Two factors and their equilibria, against closed forms; overshoot after deprivation, as the paper has it. */
import { describe, expect, test } from 'vitest';
import { twoFactor, twoFactorDefaults } from '../../../src/comparators/two-factor/two-factor.ts';
import { restingWeight, weightAfter } from '../../../src/comparators/two-factor/weight-dependent.ts';

const parameters = { ...twoFactorDefaults, extent: Float64Array.of(0.62, 0.38) };
/** Two eyes; a closed one halves its mean and what it shares with others. */
const eyes = (contra: number) => ({
  mean: Float64Array.of(contra, 1),
  covariance: Float64Array.of(1.5 * contra * contra, 0.6 * contra, 0.6 * contra, 1.5),
});
const [open, closed] = [eyes(1), eyes(0.5)];
const rested = { rho: Float64Array.of(1, 1), h: 0 };
const days = (input: typeof open, state: { rho: Float64Array; h: number }, span: number) => twoFactor(parameters, input, state, span);

describe('with both eyes open', () => {
  test('nothing moves where both factors are inactive', () => {
    const found = days(open, rested, 100);
    expect(found.output).toBeCloseTo(1, 12);
    expect([...found.rho, found.homeostatic, found.h]).toEqual([1, 1, 1, 0]);
  });

  test('a Hebbian factor comes up to its bound as its own equation says', () => {
    // Both covariances are above threshold throughout, so ρ′ = (1 − ρ)(C − θ)/τ, of which a single synapse has a closed form.
    const single = { ...twoFactorDefaults, extent: Float64Array.of(1) };
    const [q, theta] = [2, 0.6];
    const found = twoFactor(single, { mean: Float64Array.of(1), covariance: Float64Array.of(q) }, { rho: Float64Array.of(0.96), h: 0 }, 0.1);
    // ∫ dρ / ((1 − ρ)(qρ − θ)) = t/τ with partial fractions.
    const time = (rho: number): number => Math.log((q * rho - theta) / (1 - rho)) / (q - theta);
    expect((time(found.rho[0] as number) - time(0.96)) * 0.2).toBeCloseTo(0.1, 5);
  });
});

describe('with one eye closed', () => {
  test('its synapses fall quickly, to a bound that sinks as H rises; H comes to rest where its own equation says', () => {
    const soon = days(closed, rested, 1);
    expect(soon.rho[0]).toBeLessThan(0.8);
    expect([soon.rho[1], soon.homeostatic]).toEqual([1, 1]);
    const late = days(closed, rested, 200);
    expect(late.rho[0]).toBeCloseTo(0.7 / Math.sqrt(late.homeostatic), 3);
    expect(late.homeostatic).toBeCloseTo(1 + Math.tanh(1 / (0.5 * 0.62 * (late.rho[0] as number) + 0.38) - 1), 3);
  });

  test('the other eye gains only late, and only by H', () => {
    const gain = (span: number, tauH: number): number => (twoFactor({ ...parameters, tauH }, closed, rested, span).weights[1] as number) / 0.38;
    expect(gain(2, 4)).toBe(1);
    expect(gain(7, 4)).toBeGreaterThan(1.15);
    expect(gain(7, 1e6)).toBe(1);
  });

  test('strengths overshoot when it opens again, and come back exactly', () => {
    const deprived = days(closed, rested, 7);
    expect(deprived.output).toBeLessThan(0.95);
    const course = [0.5, 1, 2, 4, 60].map((span) => days(open, deprived, span));
    expect(Math.max(...course.map(({ output }) => output))).toBeGreaterThan(1.15);
    expect(course.at(-1)?.weights[0]).toBeCloseTo(0.62, 6);
    expect(course.at(-1)?.output).toBeCloseTo(1, 6);
    // Without the homeostatic factor nothing overshoots.
    const alone = { ...parameters, tauH: 1e6 };
    const still = twoFactor(alone, closed, rested, 7);
    expect(Math.max(...[0.5, 1, 2, 4].map((span) => twoFactor(alone, open, still, span).output))).toBeLessThanOrEqual(1 + 1e-9);
  });
});

test('what cannot be is refused', () => {
  expect(() => days(open, { rho: Float64Array.of(1), h: 0 }, 1)).toThrow(
    'twoFactor needs n extents, means and factors, and n × n covariances; here they are: extent 2, mean 2, rho 1, covariance 4.',
  );
  expect(() => twoFactor({ ...parameters, tauRho: 0 }, open, rested, 1)).toThrow('Parameter tauRho of twoFactor is 0; it is a number above 0.');
});

describe('scaling that depends on the weight', () => {
  const rule = { pre: 0.4, post: 1.2, target: 0.7, tauH: 30, tauSS: 1800 };

  test('rests at its fixed point from below and above', () => {
    const resting = restingWeight(rule);
    expect(resting).toBeCloseTo(Math.sqrt((60 * 0.4 * 1.2) / 0.5), 12);
    for (const first of [0, 0.2 * resting, 5 * resting]) expect(Math.abs(weightAfter(rule, first, 20_000) / resting - 1)).toBeLessThan(0.01);
    expect(weightAfter(rule, resting, 1000)).toBeCloseTo(resting, 8);
    // On the way: w* tanh(t √(ab)) of dw/dt = a − b w².
    const rate = Math.sqrt((0.4 * 1.2 * 0.5) / (30 * 1800));
    expect(weightAfter(rule, 0, 300)).toBeCloseTo(resting * Math.tanh(300 * rate), 6);
  });

  test('does not keep ratios, and knows no rest below the set-point', () => {
    const [weak, strong] = [weightAfter({ ...rule, pre: 0 }, 1, 1000), weightAfter({ ...rule, pre: 0 }, 4, 1000)];
    expect(strong / weak).toBeLessThan(3);
    expect(restingWeight({ ...rule, post: 0.7 })).toBe(Number.POSITIVE_INFINITY);
    expect(() => restingWeight({ ...rule, tauSS: 0 })).toThrow(
      'Parameter tauSS of weight-dependent scaling is 0; rates are 0 or more, time constants above 0.',
    );
  });
});
