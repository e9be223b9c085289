import { describe, expect, it } from 'vitest';
import { isSpikeloomError } from '../../src/errors.ts';
import { checkRule } from '../../src/rules/check-rule.ts';
import { type Construct, constructs } from './constructs.ts';

const rule = { name: 'mine', cite: 'test', params: { a: { value: 1, unit: 'weight', doc: 'amplitude' } }, onPre: ['w -= a'] };
const refusal = (value: unknown): string => {
  try {
    checkRule(value, 'projections.EE.synapse[0].rule');
  } catch (error) {
    return isSpikeloomError(error) ? error.message : `not ours: ${error}`;
  }
  return 'no error';
};

it.each(Object.entries<Construct>(constructs))('takes the rules of %s back from JSON', (_, { uses }) => {
  for (const use of uses) expect(checkRule(JSON.parse(JSON.stringify(use.rule)))).toEqual(use.rule);
});

describe('refuses', () => {
  it.each<[string, unknown]>([
    ['what is no object', null],
    ['a list', []],
    ['a missing name', { cite: '', params: {} }],
    ['an unknown key', { ...rule, onPree: [] }],
    ['an unknown key of a parameter', { ...rule, params: { a: { value: 1, unit: '', doc: '', docs: '' } } }],
    ['a unit that is none', { ...rule, params: { a: { value: 1, unit: 'mv', doc: '' } } }],
    ['a value that is none', { ...rule, params: { a: { value: '1', unit: 'mV', doc: '' } } }],
    ['an owner that is none', { ...rule, state: { x: { of: 'axon', doc: '' } } }],
    ['statements that are no list', { ...rule, onPre: 'w -= a' }],
    ['a statement that is no text', { ...rule, onPre: [1] }],
    ['an incomplete delay', { ...rule, onPre: [{ after: 1 }] }],
    ['an incomplete tick', { ...rule, every: { do: [] } }],
    ['a hundred thousand statements', { ...rule, onPre: Array(100_000).fill('w -= a') }],
    ['text that does not parse', { ...rule, onPre: ['w -= a; process.exit()'] }],
    ['names of nothing', { ...rule, onPre: ['w -= globalThis'] }],
    ['a variable called __proto__', JSON.parse('{ "name": "mine", "cite": "", "params": {}, "state": { "__proto__": { "of": "pre", "doc": "" } } }')],
    ['a key called __proto__', JSON.parse('{ "name": "mine", "cite": "", "params": {}, "__proto__": { "onPre": [] } }')],
  ])('%s', (_, value) => {
    expect(refusal(value)).toMatchSnapshot();
  });
});
