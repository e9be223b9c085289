import { describe, expect, it } from 'vitest';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { compose } from '../../src/rules/compose.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import type { Rule, RuleUse, RuleVariable } from '../../src/rules/rule.ts';
import { constructs } from './constructs.ts';

const where = "projection 'EE'";

const params = {
  tau: { value: 20, unit: 'ms', doc: '' },
  a: { value: 0.01, unit: 'weight', doc: '' },
  k: { value: 2, unit: '', doc: '' },
} as const;

/** What a rule, as an untyped file would bring it, is answered. */
const refusal = (rule: Partial<Rule>, kind: 'synapse' | 'neuron' = 'synapse', others: readonly RuleUse[] = []): string => {
  const own: RuleUse = { rule: { name: 'mine', cite: 'test', params, ...rule }, params: {} };
  try {
    compose([...others, own], { where: kind === 'synapse' ? where : "population 'E'", kind });
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};
const x: RuleVariable = { of: 'pre', decay: 'tau', doc: '' };
const y: RuleVariable = { of: 'post', decay: 'tau', doc: '' };
const s: RuleVariable = { of: 'synapse', decay: 'tau', doc: '' };
const b: RuleVariable = { of: 'branch', decay: 'tau', accumulates: true, doc: '' };
const d: RuleVariable = { of: 'signal', signal: 'reward', decay: 'tau', doc: '' };
const h: RuleVariable = { of: 'neuron', doc: '' };
const other = (rule: Partial<Rule>, params = {}): RuleUse => ({ rule: { name: 'other', cite: 'test', params: {}, ...rule }, params });

const giving = other({ onSignal: { reward: ['gift = 2 * reward'] } });

/** Declarations of variables of neurons. */
const ofNeuron = (more: Partial<RuleVariable>, others = {}): Partial<Rule> => ({
  state: { h: { ...h, ...more }, ...others },
  every: { period: 1, do: [] },
});

it.each<[string, Partial<Rule>]>([
  ['a sum without its synapses', ofNeuron({ sum: 'w / a', quantum: 1 })],
  ['a sum without quantum', ofNeuron({ sum: 'w / a', over: 'incoming' })],
  ['synapses without a sum', ofNeuron({ over: 'incoming' })],
  ['a decay', ofNeuron({ decay: 'tau' })],
  ['beside a sum of the projection', ofNeuron({}, { all: { of: 'signal', sum: 'w / a', quantum: 1, doc: '' } })],
  ['synapses of another owner', { state: { y: { of: 'post', sum: 'w / a', over: 'incoming', doc: '' } }, every: { period: 1, do: [] } }],
])('of a neuron: refuses %s', (_, rule) => {
  expect(refusal(rule)).toMatchSnapshot();
});

describe('ownership', () => {
  it.each<[string, Partial<Rule>, ('neuron' | undefined)?, (readonly RuleUse[])?]>([
    ['pre from w', { state: { x }, onPre: ['x += w / wMax'] }],
    ['pre from synapse', { state: { x, s }, onPre: ['x += s'] }],
    ['pre from post', { state: { x, y }, onPre: ['x += y'] }],
    ['pre from a local that reads w', { state: { x }, onPre: ['r = w / wMax', 'x += r'] }],
    ['post from pre', { state: { x, y }, onPost: ['y += x'] }],
    ['post from branch', { state: { y, b }, every: { period: 1, do: ['y += b'] } }],
    ['pre in onPost', { state: { x }, onPost: ['x += 1'] }],
    ['pre in after', { state: { x }, onPre: [{ after: 1, do: ['x += 1'] }] }],
    ['post in onPre', { state: { y }, onPre: ['y += 1'] }],
    ['pre in advance of a rule with onPost', { state: { x }, advance: ['x *= 0.5'], onPre: [], onPost: [] }],
    ['signal in onPre', { state: { d }, onPre: ['d += 1'] }],
    ['branch in onPost', { state: { b }, onPost: ['b += 1'] }],
    ['branch by = in onPre', { state: { b }, onPre: ['b = 1'] }],
    ['branch without accumulates', { state: { b: { of: 'branch', doc: '' } }, onPre: ['b += 1'] }],
    ['a sum', { state: { y: { of: 'post', sum: 'w', doc: '' } }, every: { period: 1, do: ['y = 0'] } }],
    ['w by a neuron-owned rule', { onPost: ['w += a'] }, 'neuron'],
    ['w read by a neuron-owned rule', { state: { y }, onPost: ['y += w'] }, 'neuron'],
    ['a factor of a neuron from w', { factor: 'w / wMax' }, 'neuron'],
    ['a parameter', { onPre: ['k = 2'] }],
    ['elapsed', { onPre: ['elapsed = 0'] }],
    ['neuron in onPost', { state: { h }, onPost: ['h += 1'] }],
    ['neuron from post', { state: { h, y }, every: { period: 1, do: ['h += y'] } }],
    ['neuron from the output of another rule', { state: { h }, onSignal: { reward: ['h += other.gift'] } }, undefined, [giving]],
    ['synapse from a neuron, without saying which', { state: { h, s }, onPre: ['s += h'] }],
    ['neuron by a draw', { state: { h }, every: { period: 1, do: ['g ~ Normal()', 'h += g'] } }],
    ['post from the end of a synapse', { state: { h, y }, every: { period: 1, do: ['y += post.h'] } }],
    ['an end of a synapse', { state: { h }, onPre: ['post.h = 1'] }],
    ['a neuron in a neuron-owned rule', { state: { h }, every: { period: 1, do: ['h += 1'] } }, 'neuron'],
    ['gradient', { onSignal: { trialEnd: ['gradient = 0'] } }],
    ['w from a gradient that is not known yet', { onPre: ['w -= a * gradient'] }],
    ['a draw for a signal', { state: { d }, every: { period: 1, do: ['g ~ Normal()', 'd += g'] } }],
  ])('refuses to write %s', (_, rule, kind, others) => {
    expect(refusal(rule, kind, others)).toMatchSnapshot();
  });
});

describe('names', () => {
  it.each<[string, Partial<Rule>, 'neuron'?]>([
    ['unknown', { onPre: ['w -= b * k'] }],
    ['misspelt', { state: { x }, onPre: ['w -= a * tua'] }],
    ['that inherit from objects', { onPre: ['w -= a * constructor'] }],
    ['changed but not there', { onPre: ['q += 1'] }],
    ['in a time constant', { state: { x: { of: 'pre', decay: 'w', doc: '' } } }],
    ['in a factor that are locals', { onPre: ['r = 1'], factor: 'r' }],
    ['of a rule that is not there', { onPre: ['w -= a * nobody.output'] }],
    ['change without tick', { onPre: ['w += change'] }],
    ['of a signal outside its handler', { onPre: ['w += a * reward'], onSignal: { reward: [] } }],
    ['reserved', { state: { elapsed: x } }],
    ['twice', { state: { tau: x } }],
    ['of JavaScript', { params: { constructor: params.a } }],
    ['that are none', { state: { 'a b': x } }],
    ['of releases in onPost', { onPost: ['w += a * release.released'] }],
  ])('refuses names %s', (_, rule, kind) => {
    expect(refusal(rule, kind)).toMatchSnapshot();
  });
});

describe('declarations and handlers', () => {
  it.each<[string, Partial<Rule>, 'neuron'?]>([
    ['onPre of a neuron', { onPre: [] }, 'neuron'],
    ['a gain of a neuron', { gain: '2' }, 'neuron'],
    ['pre variables of a neuron', { state: { x } }, 'neuron'],
    ['an input of a synapse', { input: 'k' }],
    ['an input without ticks', { params: { i: { value: 1, unit: 'pA', doc: '' } }, input: 'i' }, 'neuron'],
    ['a sum that decays', { state: { y: { ...y, sum: 'w' } }, every: { period: 1, do: [] } }],
    ['a sum of synapses', { state: { s: { of: 'synapse', sum: 'w', doc: '' } }, every: { period: 1, do: [] } }],
    ['a sum that is never recomputed', { state: { y: { of: 'post', sum: 'w', doc: '' } } }],
    ['a sum over a source without quantum', { state: { x: { of: 'pre', sum: 'w', doc: '' } }, every: { period: 1, do: [] } }],
    ['a sum over synapses by a neuron', { state: { y: { of: 'post', sum: 'k', doc: '' } }, every: { period: 1, do: [] } }, 'neuron'],
    ['quantum without sum', { state: { y: { ...y, quantum: 1 } } }],
    ['short-term sources', { state: { x: { ...x, shortTerm: true } } }],
    ['transitions of a source', { state: { x: { ...x, transitions: true } } }],
    ['transitions of what decays', { state: { s: { ...s, decay: 'tau', transitions: true } } }],
    ['transitions at arrivals', { state: { s: { of: 'synapse', transitions: true, doc: '' } }, onPre: ['s = 1 - s'] }],
    ['accumulating sources', { state: { x: { ...x, accumulates: true } } }],
    ['a signal of synapses', { state: { s: { ...s, signal: 'reward' } } }],
    ['a negative time constant', { state: { s: { ...s, decay: '-tau' } } }],
    ['a period of zero', { every: { period: 0, do: [] } }],
    ['an initial value that is none', { state: { s: { ...s, initial: 'log(-k)' } } }],
    ['two deliveries', { onPre: ['deliver(w)', 'deliver(w)'] }],
    ['delivery in onPost', { onPost: ['deliver(w)'] }],
    ['delivery later', { onPre: [{ after: 1, do: ['deliver(w)'] }] }],
    ['delivery of a function of time', { onPre: ['deliver(w * exp(-elapsed / tau))'] }],
    ['a Binomial of a variable number', { state: { s }, onPre: ['n ~ Binomial(s, 0.5)'] }],
    ['a Binomial of at most a variable number', { state: { s }, onPre: ['n ~ Binomial(3, 0.5, s)'] }],
    ['a Binomial of half a trial', { onPre: ['n ~ Binomial(2.5, 0.5)'] }],
    ['a draw into a variable', { state: { s }, onPre: ['s ~ Normal()'] }],
    ['a draw in the fifth tick', { every: [1, 2, 3, 4, 5].map((period) => ({ period, do: ['g ~ Normal()'] })) }],
  ])('refuses %s', (_, rule, kind) => {
    expect(refusal(rule, kind)).toMatchSnapshot();
  });
});

describe('functions of time', () => {
  it.each<[string, Partial<Rule>]>([
    ['of what is no variable', { onPre: ['w += a * timeAbove(k, k) / tau'] }],
    ['of w', { onPre: ['w += integral(w) / tau'] }],
    ['after the variable has changed', { state: { s }, onPre: ['s += 1', 'w += a * integral(s) / tau'] }],
    ['with a level that moves', { state: { s, x }, onPre: ['w += a * timeAbove(s, x) / tau', 's += 1'] }],
    ['of a branch that others change', { state: { b }, onPre: ['w += a * integral(b) / tau', 'b += 1'] }],
    ['of a signal without handler', { state: { d, s }, onPre: ['w += a * integral(s * d) / tau'] }],
    [
      'per branch of what changes at spikes',
      { state: { y, b: { of: 'branch', doc: '' } }, onPost: ['y += 1'], every: { period: 1, do: ['b += integral(y) / tau'] } },
    ],
  ])('are refused %s', (_, rule) => {
    expect(refusal(rule)).toMatchSnapshot();
  });
  it('are refused per neuron where no handler is one of a neuron', () => {
    expect(refusal({ onPre: [], factor: 'exp(-elapsed / tau)' })).toMatchInlineSnapshot(
      `"In projection 'EE', rule 'mine' uses the time since its last handler per post, but onPre is no handler of a post."`,
    );
    expect(refusal({ onPost: [], factor: 'exp(-elapsed / tau)' })).toBe('no error');
  });
  it('may be taken of a trace whose every change is an event of the synapse', () => {
    expect(refusal({ state: { x }, onPre: ['x += 1'], onPost: ['w += a * integral(x) / tau'] })).toBe('no error');
  });
});

describe('dimensions', () => {
  it.each<[string, Partial<Rule>]>([
    ['w from a time', { onPre: ['w += tau'] }],
    ['a sum of a time and a weight', { onPre: ['w += a + tau'] }],
    ['a comparison', { onPre: ['w += a * (w > 0.5)'] }],
    ['min', { onPre: ['w += min(a, k)'] }],
    ['clip', { onPre: ['w = clip(w, 0, k)'] }],
    ['exp', { onPre: ['w += a * exp(tau)'] }],
    ['a power of a weight', { onPre: ['w += w^k'] }],
    ['a factor of a weight', { factor: 'a' }],
    ['a delivered number', { onPre: ['deliver(k)'] }],
    ['a probability in ms', { onPre: ['n ~ Bernoulli(tau)'] }],
    ['a choice', { onPre: ['w += w > 0 ? a : k'] }],
    ['a trace of weights added to one of numbers', { state: { s }, onPre: ['s += 1', 's += w'] }],
    ['a time constant that is a weight', { state: { s: { ...s, decay: 'a' } } }],
    ['a rate and a time', { params: { ...params, r: { value: 5, unit: 'Hz', doc: '' } }, onPre: ['w += a * (r + tau)'] }],
    ['a compound', { onPre: ['w += a * a / tau'] }],
  ])('must fit in %s', (_, rule) => {
    expect(refusal(rule)).toMatchSnapshot();
  });
  it('lets 0 fit everything, whole powers of dimensions pass, and infers those of variables through locals', () => {
    const rule = { state: { s, z: { ...s } }, onPre: ['r = w', 's += r', 'w = max(w - s^2 / a, 0)', 'z = s', 'w += z * (z > a) + 0'] };
    expect(refusal(rule)).toBe('no error');
  });
});

describe('rules together', () => {
  it('refuses two that deliver', () => {
    expect(refusal({ onPre: ['deliver(w)'] }, 'synapse', [bernoulliRelease()])).toMatchInlineSnapshot(
      `"In projection 'EE', rules 'bernoulliRelease' and 'mine' both deliver; one statement decides what reaches the target. Remove one."`,
    );
  });
  it('refuses two that release', () => {
    expect(refusal({ onPre: ['released = 1'] }, 'synapse', [bernoulliRelease()])).toMatchInlineSnapshot(
      `"In projection 'EE', rules 'bernoulliRelease' and 'mine' both decide 'released'; keep one."`,
    );
  });
  it('refuses to read a release before it is drawn', () => {
    expect(refusal({ onPre: ['released = 1'] }, 'synapse', [other({ onPre: ['w *= release.released'] })])).toMatchInlineSnapshot(`
      "Rule 'other', onPre: 'release.released' is read before rule 'mine' releases; put 'mine' before 'other'.
        w *= release.released
             ^"
    `);
  });
  it('lets a later rule read what an earlier one assigned, by its name', () => {
    const first = other({ onPre: ['q = 2'] });
    expect(refusal({ onPre: ['w += a * other.q'] }, 'synapse', [first])).toBe('no error');
    expect(refusal({ onPre: ['w += a * other.r'] }, 'synapse', [first])).toMatchInlineSnapshot(`
      "Rule 'mine', onPre: rule 'other' assigns no 'r' here. Its outputs here: q.
        w += a * other.r
                 ^"
    `);
    expect(
      refusal({ name: 'other', onPre: ['q = 2'] }, 'synapse', [
        { ...other({ onPre: ['w *= other.q'] }), rule: { ...other({ onPre: ['w *= other.q'] }).rule, name: 'before' } },
      ]),
    ).toMatchInlineSnapshot(`
      "Rule 'before', onPre: 'other.q' is read before it is assigned; put rule 'other' before 'before'.
        w *= other.q
             ^"
    `);
  });
  it('refuses to draw more random words than can be numbered', () => {
    const onPre = Array.from({ length: 150 }, (_, i) => `n${i} ~ Binomial(255, 0.5)`);
    expect(refusal({ onPre }, 'synapse', [other({ onPre })])).toMatchInlineSnapshot(
      `"The rules draw 65790 random words in onPre in projection 'EE'; at most 65536 can be numbered."`,
    );
  });
  it('refuses a signed rule beside one that changes magnitudes', () => {
    expect(refusal({ signed: true, onPre: ['w -= a'] }, 'synapse', [pairStdp()])).toMatchInlineSnapshot(
      `"In projection 'EE', rule 'mine' takes w as the signed weight and rule 'pairStdp' as the magnitude; they cannot share a projection."`,
    );
  });
  it('refuses unknown parameters and values that are no numbers, with the place', () => {
    const use = (given: Record<string, number>) => {
      try {
        compose([{ rule: pairStdp.rule, params: given }], { where, kind: 'synapse' });
      } catch (error) {
        return (error as Error).message;
      }
      return 'no error';
    };
    expect(use({ tauPlsu: 1 })).toMatchInlineSnapshot(
      `"In projection 'EE', rule 'pairStdp' has no parameter 'tauPlsu'. Parameters: tauPlus, tauMinus, aPlus, aMinus. Did you mean 'tauPlus'?"`,
    );
    expect(use({ tauPlus: Number.NaN })).toMatchInlineSnapshot(
      `"In projection 'EE', parameter 'tauPlus' of rule 'pairStdp' is NaN; it must be a finite number."`,
    );
    expect(use({ tauPlus: -1 })).toMatchInlineSnapshot(`"In projection 'EE', rule 'pairStdp': x.decay is -1 ms; it must be zero or more."`);
  });
  it('refuses a signal that nobody broadcasts', () => {
    const rule = constructs.signal.uses[0] as RuleUse;
    expect(() => compose([rule], { where, kind: 'synapse', signals: ['rewards'] })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: In projection 'EE', rule 'onReward' handles signal 'reward', which is never broadcast. Signals: rewards. Did you mean 'rewards'?]`,
    );
  });
});

describe('a rule from a file that nobody has read', () => {
  it.each<[string, string]>([
    ['a statement that is code', '"onPre": ["w -= a; process.exit()"]'],
    ['a name of JavaScript', '"onPre": ["w -= globalThis"]'],
    ['an inherited name', '"onPre": ["w -= toString"]'],
    ['an inherited target', '"onPre": ["valueOf = 1"]'],
    ['a variable called __proto__', '"state": { "__proto__": { "of": "pre", "doc": "" } }'],
    ['statements by the thousand', `"onPost": ["w *= 1"${', "w *= 1"'.repeat(5000)}]`],
    ['parentheses by the thousand', `"onPost": ["w *= ${'('.repeat(3900)}"]`],
    ['parameters by the thousand', `"params": { ${Array.from({ length: 1000 }, (_, i) => `"p${i}": { "value": 1, "unit": "", "doc": "" }`)} }`],
  ])('is refused for %s', (_, text) => {
    expect(refusal(JSON.parse(`{ ${text} }`)).slice(0, 400)).toMatchSnapshot();
  });
});

describe('structure', () => {
  const tick = { every: { period: 10, do: ['g = w < a'] }, state: { g: { of: 'synapse', doc: '' } } } as const;
  it.each<[string, Partial<Rule>, ('synapse' | 'neuron')?, (readonly RuleUse[])?]>([
    ['of neurons', { ...tick, state: {}, structural: { create: 1 } }, 'neuron'],
    ['of two rules', { ...tick, structural: { remove: 'g' } }, 'synapse', [other({ every: { period: 10, do: [] }, structural: { create: 1 } })]],
    ['without a tick', { structural: { create: 1 } }],
    ['after several ticks', { every: [tick.every, { period: 20, do: [] }], state: tick.state, structural: { remove: 'g' } }],
    ['of nothing', { ...tick, structural: {} }],
    ['by a name that is none', { ...tick, structural: { remove: 'h' } }],
    ['by a variable of the target', { ...tick, state: { ...tick.state, y }, structural: { remove: 'y' } }],
    ['by a variable that decays', { every: { period: 10, do: [] }, state: { s }, structural: { remove: 's' } }],
    ['by an expression in variables', { ...tick, state: { ...tick.state, y }, structural: { create: '2 * y' } }],
    ['at a rate', { ...tick, structural: { create: 'tau' } }],
    ['of weights that are numbers', { ...tick, structural: { create: 1, weight: 'k' } }],
    ['of weights alone', { ...tick, structural: { remove: 'g', weight: 'a' } }],
  ])('refuses changes %s', (_, rule, kind, others) => {
    expect(refusal(rule, kind, others)).toMatchSnapshot();
  });
});
