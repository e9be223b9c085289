import { describe, expect, it } from 'vitest';
import { integral, integralOfProduct, relaxed, timeAbove } from '../../src/kernels/history.ts';

/** Midpoint rule. */
const sum = (span: number, f: (t: number) => number, steps = 200_000): number => {
  let total = 0;
  for (let i = 0; i < steps; i++) total += f(((i + 0.5) * span) / steps);
  return (total * span) / steps;
};

it('a variable at the instant of its last write is what was written', () => {
  expect(relaxed(0.1, 0.3, 20, 0)).toBe(0.1);
  expect(relaxed(0.1, 0.3, 0, 0)).toBe(0.1);
  expect(relaxed(0.1, 0.3, 0, 1e-9)).toBe(0.3);
  expect(relaxed(2, 0, 20, 20)).toBeCloseTo(2 / Math.E, 14);
});

describe.each([
  ['decaying to 0', 2, 0, 20],
  ['falling', 2, 0.5, 15],
  ['rising', 0.2, 1.5, 15],
  ['rising from below 0', -1, 1.2, 30],
  ['constant', 0.9, 0, Number.POSITIVE_INFINITY],
  ['relaxing at once', 3, 1, 0],
] as const)('%s', (_, start, towards, tau) => {
  const course = (t: number) => relaxed(start, towards, tau === Number.POSITIVE_INFINITY ? 1e300 : tau, t);
  const span = 37;

  it.each([-0.5, 0, 0.7, 1, 5])('time above %d', (level) => {
    expect(timeAbove(start, towards, tau, span, level)).toBeCloseTo(
      sum(span, (t) => (course(t) > level ? 1 : 0)),
      2,
    );
  });
  it('integral', () => {
    expect(integral(start, towards, tau, span, Number.POSITIVE_INFINITY)).toBeCloseTo(sum(span, course), 6);
  });
  it.each([-0.5, 0.7, 1, 5])('integral of the smaller of it and %d', (cap) => {
    expect(integral(start, towards, tau, span, cap)).toBeCloseTo(
      sum(span, (t) => Math.min(course(t), cap)),
      6,
    );
  });
  it('integral of its product with another', () => {
    const other = (t: number) => relaxed(1.5, 0.25, 8, t);
    expect(integralOfProduct(start, towards, tau, 1.5, 0.25, 8, span)).toBeCloseTo(
      sum(span, (t) => course(t) * other(t)),
      6,
    );
  });
  it('nothing has happened after no time', () => {
    expect(timeAbove(start, towards, tau, 0, 0.5)).toBe(0);
    expect(integral(start, towards, tau, 0, 0.5)).toBe(0);
    expect(integralOfProduct(start, towards, tau, 1, 0, 10, 0)).toBe(0);
  });
});
