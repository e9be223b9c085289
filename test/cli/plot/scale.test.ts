import { describe, expect, test } from 'vitest';
import { niceStep, niceTop, plain, plusMinus, readable, tickLabels, ticks, timeUnit } from '../../../src/cli/plot/scale.ts';

describe('ticks', () => {
  test('stand at multiples of 1, 2 or 5 times a power of ten', () => {
    expect(ticks(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(0.03, 0.71, 4)).toEqual([0.2, 0.4, 0.6]);
    expect(ticks(9200, 10_000, 4)).toEqual([9200, 9400, 9600, 9800, 10_000]);
    expect([0.7, 1.3, 3, 6, 99].map(niceStep)).toEqual([1, 2, 5, 10, 100]);
  });

  test('carry no rounding dust and survive an empty range', () => {
    expect(ticks(0, 0.6, 6)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(ticks(3, 3)).toEqual([3]);
    expect(niceTop(0)).toBe(1);
    expect(niceTop(17)).toBe(20);
  });

  test('are labelled with equal decimals, thin spaces and a true minus', () => {
    expect(tickLabels([-0.5, 0, 0.5])).toEqual(['−0.5', '0.0', '0.5']);
    expect(tickLabels([0, 10_000, 20_000])).toEqual(['0', '10\u2009000', '20\u2009000']);
    expect(readable(-0.0001, 1)).toBe('0.0');
  });
});

test('numbers in annotations are no longer than they need to be', () => {
  expect([50, 0.1, 0.02, 12.3456].map((value) => plain(value))).toEqual(['50', '0.1', '0.02', '12.35']);
  expect(plusMinus(0.3, 0.0801)).toBe('0.300 ± 0.080');
  expect(plusMinus(30, 0)).toBe('30 ± 0');
});

test('time is in the unit in which it reads best', () => {
  expect([500, 2000, 3_600_000].map((span) => timeUnit(span).unit)).toEqual(['ms', 's', 'min']);
});
