import { defineRule } from './define-rule.ts';

/**
 * Minimal triplet STDP with a sliding threshold (BCM): depression grows with the square of the target's own rate of late.
 *
 * Every spike of the target: `w += a3Plus · x · o2` (o2 before the spike); every arrival: `w −= a2Minus (c/target)² y`, `a2Minus = a3Plus tauPlus tauY target /
 * tauMinus`, so that potentiation and depression cancel where the target fires at `target`. c is the target's rate, low-passed with `tauTheta`. Under Poisson
 * spikes `dw/dt = a3Plus tauPlus tauY νpre νpost (νpost − c²/target)`; with νpost proportional to w, slope G, the rate settles at `target` where
 * `tauTheta < 1 / (G a3Plus tauPlus tauY νpre target)`, and runs away where the threshold slides more slowly.
 *
 * @see Pfister & Gerstner (2006) Journal of Neuroscience 26:9673, doi:10.1523/JNEUROSCI.1425-06.2006 (minimal triplet rule, its sliding threshold);
 *   Zenke, Hennequin & Gerstner (2013) PLoS Computational Biology 9:e1003330, doi:10.1371/journal.pcbi.1003330 (how fast it must slide)
 */
export const metaplasticStdp = defineRule({
  name: 'metaplasticStdp',
  doc: 'minimal triplet STDP with a sliding threshold',
  cite: 'doi:10.1371/journal.pcbi.1003330',
  params: {
    tauPlus: { value: 16.8, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 33.7, unit: 'ms', doc: 'time constant of the fast postsynaptic trace' },
    tauY: { value: 125, unit: 'ms', doc: 'time constant of the slow postsynaptic trace' },
    a3Plus: { value: 6.5e-3, unit: 'weight', doc: 'potentiation of a post-pre-post triplet at zero lag' },
    target: { value: 5, unit: 'Hz', doc: 'rate at which potentiation and depression cancel' },
    tauTheta: { value: 20, unit: 's', doc: 'time constant of the threshold' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'fast postsynaptic trace' },
    o2: { of: 'post', decay: 'tauY', doc: 'slow postsynaptic trace' },
    c: { of: 'post', decay: 'tauTheta', initial: 'target', doc: 'rate of the target, low-passed' },
  },
  onPre: ['w -= a3Plus * tauPlus * tauY / tauMinus * c^2 / target * y', 'x += 1'],
  onPost: ['w += a3Plus * x * o2', 'y += 1', 'o2 += 1', 'c += 1 / tauTheta'],
});
