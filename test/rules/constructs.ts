/** One rule per construct of the language, for the tests of composition, interpreters, kernels and exporters. Not for science. */
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { gradientRelease } from '../../src/rules/gradient-release.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { plasticRelease } from '../../src/rules/plastic-release.ts';
import { releaseStdp } from '../../src/rules/release-stdp.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { spineSwitching } from '../../src/rules/spine-state.ts';
import { switching } from '../../src/rules/switching.ts';
import { tsodyksMarkramRelease } from '../../src/rules/tsodyks-markram-release.ts';
import { calcium, depletion, lazyScaling, rewardStdp } from './closed-forms.ts';
import { cite, plain, rate, time, weight } from './parameters.ts';

export interface Construct {
  readonly uses: readonly RuleUse[];
  readonly kind: 'synapse' | 'neuron';
  /** Signals that it handles; broadcast them with values around 1. */
  readonly signals: readonly string[];
  /** Whether its population needs branches (synapse: the target) or domains. */
  readonly branches: boolean;
  readonly domains: boolean;
}

const depressOnArrival = defineRule({ name: 'depressOnArrival', cite, params: { a: weight(0.01) }, onPre: ['w -= a'] });
const potentiateOnSpike = defineRule({ name: 'potentiateOnSpike', cite, params: { a: weight(0.01) }, onPost: ['w += a'] });
const decayOnTick = defineRule({
  name: 'decayOnTick',
  cite,
  params: { period: time(7.5), keep: plain(0.99) },
  every: { period: 'period', do: ['w *= keep'] },
});
const twoTicks = defineRule({
  name: 'twoTicks',
  cite,
  params: { a: weight(0.004), k: plain(0.1) },
  state: { n: { of: 'synapse', doc: 'number of fast ticks' } },
  every: [
    { period: 5, do: ['n += 1', 'w += a * n'] },
    { period: 20, do: ['n = 0', 'w -= k * (w - wMin)'] },
  ],
});
const onReward = defineRule({
  name: 'onReward',
  cite,
  params: { a: weight(0.02), tau: time(30) },
  state: {
    e: { of: 'synapse', decay: 'tau', doc: 'arrivals' },
    level: { of: 'signal', signal: 'reward', decay: 50, doc: 'reward of late' },
  },
  onPre: ['e += 1'],
  onSignal: { reward: ['w += a * e * (reward - level)'], punishment: ['w -= a * e * punishment'] },
});
const lateArrival = defineRule({
  name: 'lateArrival',
  cite,
  params: { a: weight(0.01), late: time(3.7), tau: time(20) },
  state: { x: { of: 'pre', decay: 'tau', doc: 'trace' }, c: { of: 'synapse', decay: 'tau', doc: 'delayed trace' } },
  onPre: ['x += 1', { after: 'late', do: ['c += 1', 'w -= a * x'] }, { after: 0, do: ['w += a * c'] }],
});
const advancing = defineRule({
  name: 'advancing',
  cite,
  params: { a: weight(0.01), tau: time(100) },
  state: { u: { of: 'synapse', initial: 0.5, doc: 'advanced by hand' } },
  advance: ['kept = exp(-elapsed / tau)', 'u = 1 - (1 - u) * kept'],
  onPre: ['w -= a * u', 'u *= 0.5'],
  onPost: ['w += a * u'],
});
const consolidation = defineRule({
  name: 'consolidation',
  cite,
  params: { tau: time(40), theta: plain(1) },
  state: { z: { of: 'post', decay: 'tau', doc: 'activity' } },
  onPost: ['z += 1'],
  gain: 'z > theta ? 0.25 : 1',
});
const deferred = defineRule({
  name: 'deferred',
  cite,
  params: { eta: plain(0.5), period: time(12) },
  gain: '0',
  every: { period: 'period', do: ['w += eta * change'] },
});
const balancing = defineRule({
  name: 'balancing',
  cite,
  params: { tau: time(60) },
  state: {
    x: { of: 'pre', decay: 'tau', towards: 0.5, initial: 'tau / (tau + tau)', doc: 'source activity' },
    y: { of: 'post', decay: 'tau', doc: 'target activity' },
  },
  onPre: ['x += 0.1'],
  onPost: ['y += 0.1'],
  factor: 'clip(1 + x - y, 0.5, 2)',
});
const normalization = defineRule({
  name: 'normalization',
  cite,
  params: { total: weight(8), period: time(10), rate: plain(0.05) },
  state: {
    arriving: { of: 'post', sum: 'w', doc: 'weight onto the target' },
    leaving: { of: 'pre', sum: 'w', quantum: 2 ** -40, doc: 'weight of the source' },
  },
  every: { period: 'period', do: ['w *= 1 - rate * (arriving - total) / (arriving + leaving + total)'] },
});
const bothEnds = defineRule({
  name: 'bothEnds',
  cite,
  params: { a: weight(0.01), k: plain(0.2), period: time(15) },
  state: {
    arriving: { of: 'neuron', sum: 'w * post.d / pre.d', over: 'incoming', quantum: 2 ** -30, doc: 'weight onto the neuron' },
    leaving: { of: 'neuron', sum: 'w * post.d / pre.d', over: 'outgoing', quantum: 2 ** -30, doc: 'weight from the neuron' },
    told: { of: 'neuron', doc: 'broadcasts heard' },
    d: { of: 'neuron', initial: 1, doc: 'its factor' },
  },
  onPre: ['w -= a * (post.d - pre.d)', 'deliver(w * (1 + 0.1 * pre.told))'],
  onPost: ['w += a * post.d * pre.d'],
  every: {
    period: 'period',
    do: ['part = k / 2', 'd *= arriving + leaving > 0 ? exp(part * (leaving - arriving) / (leaving + arriving)) : 1', 'd = clip(d, 0.25, 4)'],
  },
  onSignal: { reward: ['told += 0.1 * reward'] },
  factor: 'post.d / pre.d',
});
const dendrite = defineRule({
  name: 'dendrite',
  cite,
  params: { tau: time(10), theta: weight(1), boost: plain(1.5), a: weight(0.001) },
  state: {
    b: { of: 'branch', decay: 'tau', accumulates: true, doc: 'what has arrived at the branch' },
    fatigue: { of: 'branch', doc: 'slow state of the branch' },
  },
  onPre: ['before = b', 'b += w', 'deliver(w * (b > theta ? boost : 1))', 'w -= a * (before > theta) * (1 - fatigue)'],
  every: { period: 25, do: ['fatigue = 0.5 * fatigue + 0.25 * (b > theta)'] },
});
const glia = defineRule({
  name: 'glia',
  cite,
  params: { tau: time(30), period: time(10), k: plain(0.01) },
  state: {
    r: { of: 'post', decay: 'tau', doc: 'activity' },
    calcium: { of: 'domain', sum: 'r', quantum: 2 ** -40, doc: 'activity of the domain' },
    slow: { of: 'domain', decay: 200, doc: 'slow state of the domain' },
  },
  onPost: ['r += 1'],
  every: { period: 'period', do: ['slow += k * calcium'] },
  factor: '1 / (1 + slow)',
});
const currentHomeostasis = defineRule({
  name: 'currentHomeostasis',
  cite,
  params: { target: rate(10), tau: time(100), gain: { value: 20, unit: 'pA', doc: 'current per unit of error' } },
  state: { r: { of: 'post', decay: 'tau', doc: 'spikes of late' }, g: { of: 'post', doc: 'integrated error' } },
  onPost: ['r += 1'],
  every: { period: 10, do: ['g += 0.1 * (target * tau - r)'] },
  input: 'gain * g',
});
const everyDraw = defineRule({
  name: 'everyDraw',
  cite,
  params: { p: plain(0.3), n: plain(5), a: weight(0.01) },
  onPre: [
    'b ~ Bernoulli(p)',
    'm ~ Binomial(n, p)',
    'u ~ Uniform()',
    'g ~ Normal()',
    'k ~ Binomial(3, u)',
    'j ~ Binomial(m + k - 1, 0.4, n)',
    'deliver(w * (b + m + k + j) * u)',
    'w += a * g',
  ],
  onPost: ['g ~ Normal()', 'w += a * g * 0.5'],
  every: { period: 15, do: ['u ~ Uniform()', 'w += a * (u - 0.5)'] },
  onSignal: { shake: ['g ~ Normal()', 'w += a * g * shake'] },
});
const neuronDraws = defineRule({
  name: 'neuronDraws',
  cite,
  params: { tau: time(50) },
  state: { s: { of: 'post', decay: 'tau', doc: 'noise' } },
  onPost: ['g ~ Normal()', 's += 0.1 * g'],
  every: { period: 5, do: ['b ~ Bernoulli(0.5)', 's += 0.1 * (b - 0.5)'] },
  factor: 'max(0, 1 + s)',
});
const sourceDraws = defineRule({
  name: 'sourceDraws',
  cite,
  params: { tau: time(50), a: weight(0.01) },
  state: { s: { of: 'pre', decay: 'tau', doc: 'noise common to the synapses of a source' } },
  onPre: ['u ~ Uniform()', 's += u'],
  onPost: ['w += a * (s - 0.5)'],
});
const allFunctions = defineRule({
  name: 'allFunctions',
  cite,
  params: { tau: time(25), a: weight(0.01) },
  state: { x: { of: 'pre', decay: 'tau', doc: 'trace' }, q: { of: 'synapse', initial: -0.5, doc: 'anything' } },
  onPre: [
    'x += 1',
    'q = sign(q) * min(abs(q) + 0.1, 2) - x^2 / 10 + 2^-1',
    'r = w / wMax',
    'q += log(1 + x) * exp(-r) + sqrt(r) - max(r, 0.5)^1.5',
    'w += a * clip(q, -1, 1) * (r >= 0.25) * (r != 0.5) - a * (r <= 0.1)',
    'k = q < 0 ? -q : q > 1 ? 1 : q',
    'k *= 2',
    'w -= a * k^3 / 100',
  ],
});
const signedDecay = defineRule({
  name: 'signedDecay',
  cite,
  params: { a: weight(0.01) },
  signed: true,
  onPre: ['w -= a * sign(w)'],
  onPost: ['w = 0.99 * w'],
});
const atOnce = defineRule({
  name: 'atOnce',
  cite,
  params: { none: time(0), a: weight(0.01) },
  state: { x: { of: 'pre', decay: 'none', towards: 0.25, doc: 'relaxes at once' }, y: { of: 'post', decay: 'none', doc: 'relaxes at once' } },
  onPre: ['w -= a * y', 'x += 1'],
  onPost: ['w += a * x', 'y += 1'],
});
const readsRelease = defineRule({
  name: 'readsRelease',
  cite,
  params: { a: weight(0.01), tau: time(20) },
  state: { x: { of: 'synapse', decay: 'tau', doc: 'releases of late' } },
  onPre: ['x += release.released', 'w -= a * release.released'],
  onPost: ['w += a * x'],
});
const shortTerm = defineRule({
  name: 'shortTerm',
  cite,
  params: { a: weight(0.01), tau: time(15) },
  state: {
    trace: { of: 'synapse', decay: 'tau', shortTerm: true, doc: 'moves on while plasticity is frozen' },
    count: { of: 'synapse', shortTerm: true, doc: 'arrivals and spikes' },
  },
  onPre: ['trace += 1', 'count += 1', 'trace *= 0.9', 'deliver(w * (1 + trace - count / 1000))'],
  onPost: ['count += 0.5', 'trace += 0.1', 'w += a * trace'],
});
const construct = (uses: RuleUse | readonly RuleUse[], more: Partial<Construct> = {}): Construct => ({
  uses: [uses].flat(),
  kind: 'synapse',
  signals: [],
  branches: false,
  domains: false,
  ...more,
});

/** Rule lists by construct. */
export const constructs = {
  pre: construct(depressOnArrival()),
  post: construct(potentiateOnSpike()),
  tick: construct(decayOnTick()),
  severalTicks: construct([twoTicks(), decayOnTick()]),
  signal: construct(onReward(), { signals: ['reward', 'punishment'] }),
  after: construct(lateArrival()),
  advance: construct(advancing()),
  gain: construct([pairStdp(), consolidation(), pairStdp({ tauPlus: 40, aPlus: 0.001 })]),
  change: construct([pairStdp(), deferred()]),
  factor: construct([pairStdp(), balancing()]),
  sums: construct(normalization()),
  neuron: construct(bothEnds(), { signals: ['reward'] }),
  branch: construct(dendrite(), { branches: true }),
  domain: construct(glia(), { kind: 'neuron', domains: true }),
  input: construct(currentHomeostasis(), { kind: 'neuron' }),
  draws: construct(everyDraw(), { signals: ['shake'] }),
  neuronDraws: construct(neuronDraws(), { kind: 'neuron' }),
  sourceDraws: construct(sourceDraws()),
  calcium: construct(calcium()),
  lazyScaling: construct(lazyScaling(), { kind: 'neuron' }),
  lazyScalingOfProjection: construct([pairStdp(), lazyScaling()]),
  rewardStdp: construct(rewardStdp(), { signals: ['dopamine'] }),
  functions: construct(allFunctions()),
  signed: construct(signedDecay()),
  zeroTimeConstant: construct(atOnce()),
  release: construct([bernoulliRelease({ p: 0.5 }), pairStdp(), readsRelease()]),
  releaseOfStrength: construct([bernoulliRelease({ p: 0.3, conserve: 'strength' }), pairStdp()]),
  readsReleaseAlone: construct(readsRelease()),
  plasticRelease: construct([plasticRelease({ pUp: 0.2, pDown: 0.2, pFreeze: 0.7, period: 12 }), releaseStdp(), readsRelease()]),
  gradientRelease: construct([gradientRelease({ period: 9, eta: 0.5, lambda2: 0.01, scaledStep: false }), releaseStdp({ aMinus: 0.03 })]),
  shortTerm: construct([shortTerm(), pairStdp()]),
  sites: construct([tsodyksMarkramRelease({ n: 3, tauRec: 50 }), pairStdp()]),
  depletion: construct([depletion(), pairStdp()]),
  switching: construct([
    ...switching({ weak: pairStdp(), strong: potentiateOnSpike(), up: 0.6, down: 0.3, period: 10, dwell: 20 }),
    depressOnArrival({ a: 0.005 }),
  ]),
  spineSwitching: construct([
    bernoulliRelease({ p: 0.5 }),
    pairStdp({ aPlus: 0.05 }),
    spineSwitching({ up: 0.6, down: 0.4, period: 10, dwell: 20, strongGain: 0.25 }),
  ]),
  everything: construct([
    bernoulliRelease({ p: 0.6 }),
    pairStdp(),
    consolidation(),
    readsRelease(),
    balancing(),
    decayOnTick(),
    calcium(),
    deferred(),
  ]),
} as const satisfies Record<string, Construct>;
