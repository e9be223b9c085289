import { defineRule, type RuleDefinition } from './define-rule.ts';

/** Release whose expected drive is `w`: a success delivers `w / p`. */
const conservingDrive = defineRule({
  name: 'bernoulliRelease',
  doc: 'every arrival releases with probability p',
  cite: 'doi:10.1038/nrn2634',
  params: { p: { value: 0.5, unit: '', doc: 'release probability' } },
  onPre: ['released ~ Bernoulli(p)', 'pulse = released / p', 'deliver(w * released / p)'],
});

/** Release at the strength `w` itself: a success delivers `w`, the expected drive is `p · w` (NEST's `bernoulli_synapse`). */
const conservingStrength = defineRule({ ...conservingDrive.rule, onPre: ['released ~ Bernoulli(p)', 'deliver(w * released)'] });

/** Options of `bernoulliRelease`. */
export interface ReleaseOptions {
  /** Release probability, more than 0 and at most 1. */
  readonly p?: number;
  /** What does not change with p: the expected drive (default), or the strength of a success. */
  readonly conserve?: 'drive' | 'strength';
}

const release = ({ conserve = 'drive', ...params }: ReleaseOptions = {}) =>
  conserve === 'strength' ? conservingStrength(params) : conservingDrive(params);

/**
 * Stochastic release: an arrival reaches the target with probability p, independently at each synapse and arrival.
 *
 * `released` (0 or 1) can be read by later rules as `release.released`, what passes per unit of w as `release.pulse`.
 *
 * @see Branco & Staras (2009) Nature Reviews Neuroscience 10:373, doi:10.1038/nrn2634
 */
export const bernoulliRelease = Object.freeze(Object.assign(release, { rule: conservingDrive.rule })) satisfies Pick<RuleDefinition, 'rule'>;
