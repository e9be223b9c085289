import { defineRule } from './define-rule.ts';

/**
 * Short-term depression and facilitation, site by site: a full site releases its vesicle or not, an empty one is refilled or not.
 *
 * At an arrival, Δ after the last, each empty site refills with probability `1 − exp(−Δ/tauRec)`; then each full one releases with probability `uNow`,
 * which jumps and decays as in `tsodyksMarkram`. `w · sites / n` is delivered. Given uNow the mean is that of `tsodyksMarkram`, exactly: under regular
 * spikes the share `x = (1 − E) / (1 − (1 − u) E)` of sites is full before each, `E = exp(−Δ/tauRec)` (tauFac 0). Later rules read
 * `tsodyksMarkramRelease.sites` and `release.released`, the share of sites that released.
 *
 * @see Fuhrmann, Segev, Markram & Tsodyks (2002) Journal of Neurophysiology 87:140, doi:10.1152/jn.00258.2001 (quantal model of a depressing synapse)
 */
export const tsodyksMarkramRelease = defineRule({
  name: 'tsodyksMarkramRelease',
  doc: 'short-term depression and facilitation of n release sites, stochastic',
  cite: 'doi:10.1152/jn.00258.2001',
  params: {
    n: { value: 5, unit: '', doc: 'number of release sites, 1 to 255' },
    u: { value: 0.5, unit: '', doc: 'release probability of a full site after long rest (U in the paper)' },
    tauRec: { value: 800, unit: 'ms', doc: 'time constant of refilling' },
    tauFac: { value: 0, unit: 'ms', doc: 'time constant of facilitation; 0: none' },
  },
  state: {
    full: { of: 'synapse', initial: 'n', shortTerm: true, doc: 'number of full sites' },
    kept: { of: 'pre', decay: 'tauRec', doc: 'probability that a site empty after the last arrival still is' },
    uNow: { of: 'pre', decay: 'tauFac', towards: 'u', initial: 'u', doc: 'release probability of a full site' },
  },
  onPre: [
    'refilled ~ Binomial(n - full, 1 - kept, n)',
    'full += refilled',
    'sites ~ Binomial(full, uNow, n)',
    'full -= sites',
    'released = sites / n',
    'deliver(w * released)',
    'kept = 1',
    'uNow += u * (1 - uNow)',
  ],
});
