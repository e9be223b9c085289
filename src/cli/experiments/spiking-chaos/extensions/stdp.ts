/** Pairs of spikes instead of products of activities. */
import { defineRule } from '../../../../rules/define-rule.ts';
import type { Extension } from './extension.ts';

/**
 * Near spikes of source and target strengthen, whichever comes first; each spike alone weakens. Expected is what `activityProduct` does, and half of the sum of both
 * activities beside their product: `tauA · dw/dt = −w + strength · (φ φ + (φ + φ)/2)`.
 */
const symmetricStdp = defineRule({
  name: 'symmetricStdp',
  doc: 'pairs of spikes in either order potentiate, single spikes depress, weights decay',
  cite: 'doi:10.1126/science.1211095',
  params: {
    strength: { value: 0.001, unit: 'weight', doc: 'weight between two neurons that fire at twice r0, without what activities alone add' },
    r0: { value: 62.5, unit: 'Hz', doc: 'rate at which pairs by chance outweigh single spikes' },
    tauF: { value: 20, unit: 'ms', doc: 'time constant of the window' },
    tauA: { value: 250, unit: 'ms', doc: 'time constant of the weights' },
    period: { value: 5, unit: 'ms', doc: 'time between steps of decay' },
  },
  state: {
    u: { of: 'pre', decay: 'tauF', initial: 'r0', doc: 'filtered spike train of the source' },
    v: { of: 'post', decay: 'tauF', initial: 'r0', doc: 'filtered spike train of the target' },
  },
  onPre: ['w += strength / (2 * r0 * tauA) * (v / r0 - 1)', 'u += 1 / tauF'],
  onPost: ['w += strength / (2 * r0 * tauA) * (u / r0 - 1)', 'v += 1 / tauF'],
  every: { period: 'period', do: ['w *= exp(-period / tauA)'] },
  signed: true,
});

export const stdp: Extension = {
  name: 'STDP of pairs',
  of: (plain) => ({ ...plain, learning: symmetricStdp }),
  rates: false,
};
