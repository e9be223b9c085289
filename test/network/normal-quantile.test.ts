import { expect, test } from 'vitest';
import { normalQuantile } from '../../src/network/normal-quantile.ts';

// Fifty-digit values (mpmath 1.3.0: sqrt(2)·erfinv(2p − 1)), rounded to double.
test.each([
  [1.1641532182693481e-10, -6.3379577545537895],
  [1e-9, -5.9978070150076865],
  [1e-6, -4.753424308822899],
  [0.001, -3.0902323061678136],
  [0.02425, -1.972961051311885],
  [0.0749, -1.4402382675279637],
  [0.0751, -1.43882539275254],
  [0.2, -0.8416212335729142],
  [0.4999, -0.00025066283008800747],
  [0.6, 0.2533471031357997],
  [0.9, 1.2815515655446006],
  [0.926, 1.4466320671589787],
  [0.99, 2.3263478740408408],
  [0.999999, 4.753424308817087],
  [0.9999999998835847, 6.3379577545537895],
])('the quantile of %s is %s', (p, x) => {
  expect(Math.abs(normalQuantile(p) - x)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(x)));
});

test('is odd about one half, and meets at the split', () => {
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0.25)).toBe(-normalQuantile(0.75));
  expect(normalQuantile(0.075 + 1e-15)).toBeCloseTo(normalQuantile(0.075 - 1e-15), 12);
});
