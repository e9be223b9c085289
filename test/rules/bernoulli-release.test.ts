import { expect, it } from 'vitest';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';

it('delivers w / p where the expected drive is conserved, w where the strength is', () => {
  expect(bernoulliRelease({ p: 0.3 })).toEqual({ rule: bernoulliRelease.rule, params: { p: 0.3 } });
  expect(bernoulliRelease.rule.onPre).toEqual(['released ~ Bernoulli(p)', 'pulse = released / p', 'deliver(w * released / p)']);
  expect(bernoulliRelease({ p: 0.3, conserve: 'drive' })).toEqual(bernoulliRelease({ p: 0.3 }));
  expect(bernoulliRelease({ conserve: 'strength' }).rule.onPre).toEqual(['released ~ Bernoulli(p)', 'deliver(w * released)']);
});
