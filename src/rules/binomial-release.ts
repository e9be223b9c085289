import type { ReleaseOptions } from './bernoulli-release.ts';
import { defineRule, type RuleDefinition } from './define-rule.ts';

/** Release whose expected drive is `w`: each site that releases delivers `w / (n p)`. */
const conservingDrive = defineRule({
  name: 'binomialRelease',
  doc: 'at every arrival each of n sites releases with probability p',
  cite: 'doi:10.1113/jphysiol.1954.sp005129',
  params: {
    n: { value: 5, unit: '', doc: 'number of release sites, 1 to 255' },
    p: { value: 0.5, unit: '', doc: 'release probability of a site' },
  },
  onPre: ['sites ~ Binomial(n, p)', 'released = sites / n', 'pulse = released / p', 'deliver(w * released / p)'],
});

/** Release at the strength `w` of all sites together: the expected drive is `p · w`. */
const conservingStrength = defineRule({
  ...conservingDrive.rule,
  onPre: ['sites ~ Binomial(n, p)', 'released = sites / n', 'deliver(w * released)'],
});

/** Options of `binomialRelease`. */
export interface BinomialReleaseOptions extends ReleaseOptions {
  /** Number of release sites, a whole number from 1 to 255. */
  readonly n?: number;
}

const release = ({ conserve = 'drive', ...params }: BinomialReleaseOptions = {}) =>
  conserve === 'strength' ? conservingStrength(params) : conservingDrive(params);

/**
 * Quantal release: at every arrival each of n sites releases one quantum with probability p, independently of the others.
 *
 * `sites ~ Binomial(n, p)` quanta of `a = w / (n p)` are delivered: mean w, variance `w² (1 − p) / (n p)`, failures `(1 − p)ⁿ`. One site
 * is `bernoulliRelease`. Later rules read `binomialRelease.sites` (0 to n) and `release.released`, the share of sites that released (mean p).
 *
 * @see del Castillo & Katz (1954) Journal of Physiology 124:560, doi:10.1113/jphysiol.1954.sp005129
 */
export const binomialRelease = Object.freeze(Object.assign(release, { rule: conservingDrive.rule })) satisfies Pick<RuleDefinition, 'rule'>;
