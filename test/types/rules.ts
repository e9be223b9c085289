/** Compiled, not run: what the editor refuses in a rule. Each expectation fails to compile once the line below it compiles. */
import { defineRule } from '../../src/rules/define-rule.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';

const params = { tau: { value: 20, unit: 'ms', doc: 'a time' }, a: { value: 1, unit: 'weight', doc: 'an amplitude' } } as const;
const base = { name: 'mine', cite: 'none', params, state: { x: { of: 'pre', decay: 'tau', doc: 'a trace' } } } as const;

export const accepted = [
  defineRule({ ...base, advance: ['k = exp(-elapsed / tau)'], onPre: ['j = 0.5e-3 * k', 'w -= a * x * j', 'x += 1', 'n ~ Normal()', 'w += a*n'] }),
  defineRule({ ...base, onPre: ['w += a * release.released', { after: 'tau', do: ['w -= a'] }], every: { period: 'tau', do: ['w *= 0.5'] } }),
  defineRule({ ...base, onSignal: { reward: ['w += a * reward * (x == 1)'] }, gain: 'x > 1 ? 1 : 0', factor: '2 * x' }),
];
export const structural = defineRule({
  ...base,
  state: { gone: { of: 'synapse', doc: 'whether it goes' } },
  every: { period: 'tau', do: ['gone = w < a'] },
  structural: { remove: 'gone', create: 2, weight: '0.5 * a' },
});
export const used = [pairStdp(), pairStdp({ tauPlus: 16.8 })];

export const refused = [
  // @ts-expect-error a parameter misspelt in a statement
  () => defineRule({ ...base, onPre: ['w -= aMinus * x'] }),
  // @ts-expect-error a variable misspelt in the second of two statements
  () => defineRule({ ...base, onPost: ['w += a', 'w -= a * xx'] }),
  // @ts-expect-error a function that is none
  () => defineRule({ ...base, onPre: ['w -= a * exq(x)'] }),
  // @ts-expect-error a local before it is assigned
  () => defineRule({ ...base, onPre: ['w -= a * k', 'k = 2'] }),
  // @ts-expect-error a name that is changed and not there
  () => defineRule({ ...base, onPre: ['z += 1'] }),
  // @ts-expect-error inside a delayed handler
  () => defineRule({ ...base, onPre: [{ after: 'tau', do: ['w -= b'] }] }),
  // @ts-expect-error inside a tick
  () => defineRule({ ...base, every: { period: 'tau', do: ['w -= b'] } }),
  // @ts-expect-error the period of one of several ticks
  () => defineRule({ ...base, every: [{ period: 'tauu', do: [] }] }),
  // @ts-expect-error the value of another signal
  () => defineRule({ ...base, onSignal: { reward: ['w += a * punishment'] } }),
  // @ts-expect-error what is to be removed
  () => defineRule({ ...base, every: { period: 'tau', do: [] }, structural: { remove: 'going' } }),
  // @ts-expect-error in a gain
  () => defineRule({ ...base, gain: '2 * xx' }),
  // @ts-expect-error in a time constant
  () => defineRule({ ...base, state: { x: { of: 'pre', decay: 'tauPlus', doc: 'a trace' } } }),
  // @ts-expect-error a unit that is none
  () => defineRule({ ...base, params: { tau: { value: 1, unit: 'parsec', doc: '' } } }),
  // @ts-expect-error an owner that is none
  () => defineRule({ ...base, state: { x: { of: 'axon', doc: '' } } }),
  // @ts-expect-error a parameter misspelt in a use
  () => pairStdp({ tauPlsu: 16.8 }),
];
