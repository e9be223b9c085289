import { defineRule } from './define-rule.ts';

/**
 * Reward-modulated STDP: pairs leave an eligibility, and dopamine turns what is left of it into weight.
 *
 * `w' = eta (d − b) e`, exact between events: over a time t after eligibility e₀ and dopamine d₀
 * `Δw = eta e₀ (d₀ T (1 − exp(−t/T)) − b tauE (1 − exp(−t/tauE)))` with `1/T = 1/tauE + 1/tauD`. A broadcast of `dopamine` adds its value to d, which
 * decays with `tauD`; e jumps by `aPlus · x` at spikes of the target, by `−aMinus · y` at arrivals, and decays with `tauE`.
 * The weight is as of the synapse's last event or broadcast; it moves on, up to then, at the next.
 *
 * @see Izhikevich (2007) Cerebral Cortex 17:2443, doi:10.1093/cercor/bhl152; with a baseline b as in Frémaux, Sprekeler &
 *   Gerstner (2010) Journal of Neuroscience 30:13326
 */
export const rewardStdp = defineRule({
  name: 'rewardStdp',
  doc: 'STDP by way of an eligibility that dopamine turns into weight',
  cite: 'doi:10.1093/cercor/bhl152',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    tauE: { value: 500, unit: 'ms', doc: 'time constant of eligibility' },
    tauD: { value: 200, unit: 'ms', doc: 'time constant of dopamine' },
    aPlus: { value: 0.003, unit: 'weight', doc: 'eligibility of a pair at zero lag, target last' },
    aMinus: { value: 0.00315, unit: 'weight', doc: 'eligibility, negative, of a pair at zero lag, target first' },
    eta: { value: 1, unit: 'Hz', doc: 'speed of learning: share of the eligibility that a dopamine of 1 adds to w per second' },
    b: { value: 0, unit: '', doc: 'dopamine at which nothing is learned' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
    e: { of: 'synapse', decay: 'tauE', doc: 'eligibility, in units of the weight' },
    d: { of: 'signal', signal: 'dopamine', decay: 'tauD', doc: 'dopamine concentration' },
  },
  advance: ['w += eta * (integral(e * d) - b * integral(e))'],
  onPre: ['e -= aMinus * y', 'x += 1'],
  onPost: ['e += aPlus * x', 'y += 1'],
  onSignal: { dopamine: [] },
});
