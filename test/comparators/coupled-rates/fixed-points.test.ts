import { expect, it } from 'vitest';
import { fixedPoints, saddleNode } from '../../../src/comparators/coupled-rates/fixed-points.ts';

it('one unit has a fixed point other than rest from k = 2.0170 on', () => {
  const { k, x } = saddleNode();
  expect(k).toBeCloseTo(2.017, 4);
  expect(x).toBeCloseTo(1.4192, 4);
  expect(fixedPoints({ g: 0, k: 2.01 }).cPhi).toBe(0);
  const above = fixedPoints({ g: 0, k: 2.1 });
  const root = Math.sqrt(above.cX);
  expect(root).toBeCloseTo(2.1 * Math.tanh(root) ** 3, 10);
});

it('with all units on their outer branch C is nearly 1 under strong plasticity, and stable', () => {
  const { cPhi, cX, manifold, frozen, plastic } = fixedPoints({ g: 2, k: 4 });
  expect(Math.abs(cPhi - 0.9998)).toBeLessThan(1e-4);
  expect(Math.abs(cX - 32.8)).toBeLessThan(0.1);
  expect(manifold).toBe(true);
  expect(frozen).toBeLessThan(1);
  expect(plastic).toBeLessThan(1);
});

it('without plasticity the fixed points beyond g = 1 are those of Gaussian input, and unstable', () => {
  const { cPhi, cX, manifold, frozen, plastic } = fixedPoints({ g: 2, k: 0 });
  expect(cX).toBeCloseTo(4 * cPhi, 8);
  expect(manifold).toBe(false);
  expect(frozen).toBeGreaterThan(1);
  expect(plastic).toBeCloseTo(frozen, 8);
  expect(fixedPoints({ g: 0.9, k: 0 }).cPhi).toBeLessThan(1e-6);
});

it('anti-Hebbian plasticity makes fixed points smaller, and plastic ones more stable than frozen ones', () => {
  const [with0, without] = [fixedPoints({ g: 2, k: -1 }), fixedPoints({ g: 2, k: 0 })];
  expect(with0.cPhi).toBeLessThan(without.cPhi);
  expect(with0.plastic).toBeLessThan(with0.frozen);
});

it('refuses what is no model', () => {
  expect(() => fixedPoints({ g: -1, k: 0 })).toThrow('fixedPoints: g is -1 and k is 0; g must be 0 or more, and both finite.');
});
