import { expect, it } from 'vitest';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { binomialRelease } from '../../src/rules/binomial-release.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { delivered, weightAt } from './one-synapse.ts';
import { deviation } from './statistics.ts';

const arrivals = Array.from({ length: 200 }, (_, i) => 1 + i);
const sample = (n: number, p: number): number[] => delivered([binomialRelease({ n, p })], arrivals, 2, 200).flat();

// 40,000 independent draws each; beyond 4.5 standard errors lies 7e-6 of the normal distribution, so eight checks fail by chance in 6e-5 of seeds.
it.each([
  [4, 0.3],
  [10, 0.1],
])('delivers n = %i quanta of w / (n p) with p = %f: the mean, the variance and the failures of a binomial', (n, p) => {
  const amounts = sample(n, p);
  const variance = (4 * (1 - p)) / (n * p);
  expect(deviation(amounts, 2)).toBeLessThan(4.5);
  const squares = amounts.map((amount) => (amount - 2) ** 2);
  expect(deviation(squares, variance)).toBeLessThan(4.5);
  const failures = amounts.map((amount) => Number(amount < 1e-9));
  expect(deviation(failures, (1 - p) ** n)).toBeLessThan(4.5);
});

it('delivers whole quanta, all of them where p is 1', () => {
  const quanta = new Set(sample(4, 0.3).map((amount) => Number((amount / (2 / (4 * 0.3))).toFixed(9))));
  expect([...quanta].sort()).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(sample(3, 1))).toEqual(new Set([2]));
});

it('is Bernoulli release at one site, to the bit', () => {
  const one = delivered([binomialRelease({ n: 1, p: 0.4 })], arrivals, 2, 10);
  expect(one).toEqual(delivered([bernoulliRelease({ p: 0.4 })], arrivals, 2, 10));
});

it('delivers p · w on average where the strength is conserved', () => {
  const amounts = delivered([binomialRelease({ n: 4, p: 0.3, conserve: 'strength' })], arrivals, 2, 200).flat();
  expect(deviation(amounts, 0.6)).toBeLessThan(4.5);
});

it('tells later rules how many sites released, and which share', () => {
  const counting = defineRule({
    name: 'counting',
    cite: 'test',
    params: { unit: { value: 1, unit: 'weight', doc: '1' } },
    onPre: ['w = unit * (binomialRelease.sites + 10 * release.released)'],
  });
  expect(weightAt({ uses: [binomialRelease({ n: 5, p: 1 }), counting()], arrivals: [3], bounds: [0, 100] }, [5])).toEqual([15]);
});
