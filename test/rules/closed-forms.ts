/** Test rules from the literature that live on closed forms over the time since the last handler. */
import { defineRule } from '../../src/rules/define-rule.ts';
import { cite, plain, rate, time, weight } from './parameters.ts';

/** Graupner & Brunel (2012) PNAS 109:3991, solved between calcium events; the cubic is dropped where calcium is above a threshold. */
export const calcium = defineRule({
  name: 'calcium',
  cite: 'doi:10.1073/pnas.1109359109',
  params: {
    tauCa: time(22.6936),
    cPre: plain(0.5617539),
    cPost: plain(1.23964),
    thetaD: plain(1),
    thetaP: plain(1.3),
    gammaD: plain(331.909),
    gammaP: plain(725.085),
    sigma: plain(3.3501),
    tau: { value: 3.463615, unit: 's', doc: 'time constant of efficacy (a hundredth of the measured one)' },
    late: time(4.6098),
    w0: weight(0.2),
    w1: weight(1),
  },
  state: { c: { of: 'synapse', decay: 'tauCa', doc: 'calcium' }, rho: { of: 'synapse', initial: 0.5, doc: 'efficacy' } },
  advance: [
    'tP = timeAbove(c, thetaP)',
    'tD = timeAbove(c, thetaD) - tP',
    't0 = elapsed - tP - tD',
    'kP = exp(-(gammaP + gammaD) / tau * tP)',
    'kD = exp(-gammaD / tau * tD)',
    'rho = gammaP / (gammaP + gammaD) * (1 - kP) + rho * kP',
    'rho *= kD',
    'g ~ Normal()',
    'spread = sigma^2 / (gammaP + gammaD) * (1 - kP^2) * kD^2 + sigma^2 / (2 * gammaD) * (1 - kD^2)',
    'rho = clip(rho + sqrt(spread) * g, 0, 1)',
    'x = rho - 0.5',
    'rho = x == 0 ? 0.5 : 0.5 + sign(x) * 0.5 / sqrt(1 + (0.25 - x^2) / x^2 * exp(-t0 / (2 * tau)))',
  ],
  onPre: ['w = w0 + rho * (w1 - w0)', { after: 'late', do: ['c += cPre'] }],
  onPost: ['c += cPost'],
});
/** Multiplicative scaling whose factor moves between spikes, in closed form. */
export const lazyScaling = defineRule({
  name: 'lazyScaling',
  cite,
  params: { target: rate(8), tau: time(80), cap: plain(2), speed: plain(0.002) },
  state: {
    c: { of: 'post', decay: 'tau', doc: 'spikes of late' },
    s: { of: 'post', initial: 1, doc: 'factor as of the last handler' },
  },
  advance: ['s += speed * (target * elapsed - integral(min(c, cap)) / tau)', 's = clip(s, 0.2, 5)'],
  onPost: ['c += 1'],
  factor: 'clip(s + speed * (target * elapsed - integral(min(c, cap)) / tau), 0.2, 5)',
});
/** Izhikevich (2007) Cerebral Cortex 17:2443: an eligibility meets dopamine, also between events. */
export const rewardStdp = defineRule({
  name: 'rewardStdp',
  cite: 'doi:10.1093/cercor/bhl152',
  params: { tau: time(20), tauE: time(500), tauD: time(200), a: plain(1), eta: weight(0.02), b: plain(0.1) },
  state: {
    x: { of: 'pre', decay: 'tau', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tau', doc: 'postsynaptic trace' },
    e: { of: 'synapse', decay: 'tauE', doc: 'eligibility' },
    d: { of: 'signal', signal: 'dopamine', decay: 'tauD', doc: 'dopamine' },
  },
  advance: ['w += eta * (integral(e * d) - b * integral(e)) / tauE'],
  onPre: ['e -= a * y', 'x += 1'],
  onPost: ['e += a * x', 'y += 1'],
  onSignal: { dopamine: [] },
});
/** Tsodyks & Markram (1997), in the closed form of Fuhrmann et al. (2002). */
export const depletion = defineRule({
  name: 'depletion',
  cite: 'doi:10.1152/jn.00258.2001',
  params: { tauRec: time(100), tauFac: time(50), u0: plain(0.4) },
  state: { x: { of: 'pre', initial: 1, doc: 'resources' }, u: { of: 'pre', decay: 'tauFac', towards: 'u0', initial: 'u0', doc: 'utilization' } },
  onPre: ['full = 1 - (1 - x) * exp(-elapsed / tauRec)', 'used = full * u', 'x = full - used', 'u += u0 * (1 - u)', 'deliver(w * used / u0)'],
});
