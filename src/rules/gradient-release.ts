import { defineRule, type RuleDefinition } from './define-rule.ts';
import { type PlasticReleaseOptions, plasticRelease, releaseStep } from './plastic-release.ts';
import type { Rule } from './rule.ts';

const form = (c: string, scaledStep: boolean, signed: boolean): Rule => ({
  ...plasticRelease.rule,
  name: 'gradientRelease',
  doc: 'plastic release where the other rules say a gradient, which w descends at each consolidation',
  params: {
    ...plasticRelease.rule.params,
    eta: { value: 0.02, unit: '', doc: 'learning rate' },
    lambda2: { value: 0, unit: '', doc: 'weight decay' },
  },
  gain: '0',
  every: { period: 'period', do: [`w -= eta * (${c}change + lambda2 * w)`, releaseStep(scaledStep)] },
  ...(signed ? { signed } : {}),
});
const plain = defineRule(form('(1 - p) * ', true, false));

/** Options of `gradientRelease`: its parameters, and which form it has. */
export interface GradientReleaseOptions extends PlasticReleaseOptions {
  readonly eta?: number;
  readonly lambda2?: number;
  /** Whether w is the signed weight: for projections with weights of both signs, together with a gradient by the signed weight. */
  readonly signed?: boolean;
}

const release = ({ scaledStep = true, consolidation = true, signed = false, ...params }: GradientReleaseOptions = {}) =>
  defineRule(form(consolidation ? '(1 - p) * ' : '', scaledStep, signed))(params);

/**
 * Plastic release for gradients: what the other rules add to w is not learned but gathered, and applied at each consolidation.
 *
 * A rule that writes `w += dE/dw` leaves w where it is (its gain is 0); G is the sum of what it wrote since the last consolidation, times eta the step:
 *
 *     w ← w − eta (c G + lambda2 w),   c = 1 − p, with p as it was;   then p moves with |G| as in `plasticRelease`
 *
 * The gradient must be made of `release.pulse` (released / p), not of arrivals: else G has no noise of release, and p falls to pMin wherever inputs
 * are correlated. Weight decay does not enter |G|; a frozen p freezes no w. Defaults of eta: a spiking readout; the paper's rate model has
 * 0.001 to 0.05 and lambda2 0 or 0.01.
 *
 * @see Schug, Benzing & Steger (2021) eLife 10:e69884, doi:10.7554/eLife.69884, eqs. 3–7
 */
export const gradientRelease = Object.freeze(Object.assign(release, { rule: plain.rule })) satisfies Pick<RuleDefinition, 'rule'>;
