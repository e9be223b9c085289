import { defineRule, type RuleDefinition } from './define-rule.ts';

/** How p moves at a consolidation. */
export const releaseStep = (scaledStep: boolean): string => {
  const step = 'abs(change) >= gLim ? pUp : -pDown';
  return scaledStep ? `p = p >= pFreeze ? p : max(pMin, 1 - (1 - p) * (1 - (${step})))` : `p = p >= pFreeze ? p : clip(p + (${step}), pMin, 1)`;
};

const plain = defineRule({
  name: 'plasticRelease',
  doc: 'a release probability that rises where learning pushes the weight hard, falls where it does not, and slows learning as it rises',
  cite: 'doi:10.7554/eLife.69884',
  params: {
    pMin: { value: 0.25, unit: '', doc: 'least release probability, and the first; more than 0' },
    pUp: { value: 0.052, unit: '', doc: 'share of the failure probability that a large G takes away' },
    pDown: { value: 0.0516, unit: '', doc: 'share of it that a small G adds' },
    pFreeze: { value: 0.9353, unit: '', doc: 'from here on p stays as it is; above 1: never' },
    gLim: { value: 0.001, unit: 'weight', doc: 'least |G| that is large' },
    period: { value: 200, unit: 'ms', doc: 'time between consolidations' },
  },
  state: { p: { of: 'synapse', initial: 'pMin', doc: 'release probability' } },
  onPre: ['released ~ Bernoulli(p)', 'pulse = released / p', 'deliver(w * pulse)'],
  gain: '1 - p',
  every: { period: 'period', do: [releaseStep(true)] },
});

/** Options of `plasticRelease`: its parameters, and which form it has. */
export interface PlasticReleaseOptions extends NonNullable<Parameters<typeof plain>[0]> {
  /** Whether steps of p are in proportion to 1 − p, as in the authors' code (default), or fixed, as in their eq. 7: `p ± step`, clipped. */
  readonly scaledStep?: boolean;
  /** Whether the other rules' increments are multiplied by 1 − p (default), or by 1. */
  readonly consolidation?: boolean;
}

const release = ({ scaledStep = true, consolidation = true, ...params }: PlasticReleaseOptions = {}) => {
  const { gain = '1', ...rest } = plain.rule;
  const every = { period: 'period', do: [releaseStep(scaledStep)] };
  return defineRule({ ...rest, every, ...(consolidation ? { gain } : {}) })(params);
};

/**
 * Release that learning makes likelier: a synapse that matters transmits reliably and then hardly changes, others fail often and save energy.
 *
 * `w · released / p` is delivered, so the expected drive is w at any p, and the strength of a success is `m = w/p`. G is the sum of the other rules'
 * raw increments of w since the last consolidation; they act at once, times `c = 1 − p`. At a consolidation the failure probability `q = 1 − p` moves:
 *
 *     q ← q (1 − pUp)  if |G| ≥ gLim,   else  min(q (1 + pDown), 1 − pMin);   p ≥ pFreeze stays
 *
 * p rises in the long run where G is large in more than the share `f* = ln(1 + pDown) / (ln(1 + pDown) − ln(1 − pUp))` of intervals, about half: put gLim
 * at the 50–60 % quantile of the |G| that are not 0. It never comes to 1, and a frozen p freezes no w. `pUp: 0, pDown: 0` is release at a fixed pMin.
 *
 * @see Schug, Benzing & Steger (2021) eLife 10:e69884, doi:10.7554/eLife.69884, eqs. 4, 7–9 (rate model; here once per interval instead of per batch)
 */
export const plasticRelease = Object.freeze(Object.assign(release, { rule: plain.rule })) satisfies Pick<RuleDefinition, 'rule'>;
