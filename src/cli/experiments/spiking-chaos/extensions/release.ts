/** Synapses that release with chance: what is expected to pass is as before, and each spike brings noise. */
import { defineRule } from '../../../../rules/define-rule.ts';
import type { Extension } from './extension.ts';

/** `bernoulliRelease`, for weights of both signs. */
const signedRelease = defineRule({
  name: 'signedRelease',
  doc: 'an arrival reaches the target with probability p, by w / p',
  cite: 'doi:10.1038/nrn2634',
  params: { p: { value: 0.5, unit: '', doc: 'probability of release' } },
  onPre: ['released ~ Bernoulli(p)', 'deliver(w * released / p)'],
  signed: true,
});

export const release = (p: number): Extension => ({
  name: `release with p = ${p}`,
  of: (plain) => ({ ...plain, release: [signedRelease({ p })] }),
  rates: false,
});
