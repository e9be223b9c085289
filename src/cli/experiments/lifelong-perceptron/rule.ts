/** The lifelong perceptron's synapse. */
import { defineRule } from '../../../rules/define-rule.ts';
import { ms, mV } from '../../../units.ts';

/** One step of the perceptron's weights: far below threshold, so that a volley by itself never makes the target fire. */
export const unit = 1e-3 * mV;
/** Time between patterns: long enough for the membrane to forget the one before. */
export const cycle = 400 * ms;

/**
 * A perceptron's synapse with presynaptic consolidation: what was needed is transmitted reliably, and learned no more.
 *
 * Sources fire once per cycle. Early in it a spike stands for an input of 1, later for −1: transmission is then inverted, as by a mirrored afferent of the same
 * weight. `mirror` makes up for what the membrane has meanwhile lost of the inputs of 1. The answer ŷ is 1 if the target fired within `window` before the broadcast of
 * `label`, y; a broadcast of `batch` applies what has gathered, u, the mean of (y − ŷ) x r over the patterns since the one before:
 *
 *     w ← w + (1 − p) u;    p ← p ± step (1 − p), up where |u| > uLim, within pMin … pMax; from pMax on it stays
 *
 * @see Schug, Benzing & Steger (2021) eLife 10:e69884, doi:10.7554/eLife.69884, "Presynaptic consolidation", perceptron; constants of the authors' code
 */
export const perceptron = defineRule({
  name: 'perceptron',
  doc: 'perceptron learning with release probabilities that consolidate',
  cite: 'doi:10.7554/eLife.69884',
  params: {
    pMin: { value: 0.25, unit: '', doc: 'least release probability, and the first' },
    pMax: { value: 0.9, unit: '', doc: 'largest release probability, at which it stays' },
    step: { value: 0.2, unit: '', doc: 'share of the failure probability by which p moves' },
    uLim: { value: 0.1, unit: '', doc: 'largest |u| that is small' },
    consolidation: { value: 1, unit: '', doc: '1; 0 where w learns alike at every p' },
    patterns: { value: 5, unit: '', doc: 'patterns between broadcasts of batch' },
    dw: { value: unit, unit: 'weight', doc: 'weight of a u of 1' },
    mirror: { value: 1, unit: '', doc: 'size of an inverted transmission relative to a direct one' },
    window: { value: 10, unit: 'ms', doc: 'longest time from an answer to its label' },
    cycle: { value: cycle, unit: 'ms', doc: 'time between patterns' },
    tauPhase: { value: 10, unit: 'ms', doc: 'a spike stands for 1 in the first 0.69 of this of a cycle' },
  },
  state: {
    p: { of: 'synapse', initial: 'pMin', doc: 'release probability' },
    s: { of: 'synapse', doc: 'what was transmitted last: x r' },
    u: { of: 'synapse', doc: 'mean of (y − ŷ) x r so far' },
    fired: { of: 'post', decay: 'window', doc: '1 at a spike' },
    phase: { of: 'signal', decay: 'tauPhase', towards: -1, initial: 1, doc: 'positive while spikes stand for 1' },
  },
  onPre: ['released ~ Bernoulli(p)', 'x = phase > 0 ? 1 : -1', 's = x * released', 'deliver(w * (x > 0 ? 1 : -mirror) * released / p)'],
  onPost: ['fired = 1'],
  every: { period: 'cycle', do: ['phase = 1'] },
  onSignal: {
    label: ['u += (label - (fired >= exp(-1) ? 1 : -1)) * s / patterns'],
    batch: ['w += dw * (1 - consolidation * p) * u', 'p = p >= pMax ? p : clip(p + (abs(u) > uLim ? step : -step) * (1 - p), pMin, pMax)', 'u = 0'],
  },
  signed: true,
});
