import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSpikeloomError } from '../../src/errors.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { rules } from '../../src/rules/index.ts';

const define = defineRule as (literal: unknown) => unknown;
const plain = { name: 'mine', cite: 'test', params: { a: { value: 1, unit: '', doc: 'a' } }, onPre: ['w *= a'] };

test('a literal that is no rule is refused by the place where it is not', () => {
  expect(() => define({ ...plain, params: { a: { value: 1, unit: '1', doc: 'a' } } })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Rule 'mine'.params.a.unit must be one of '', 'us', 'ms', 's', 'min', '1/ms', 'Hz', 'kHz', 'uV', 'mV', 'pA', 'nA', 'pF', 'nF', 'nS', 'uS', 'MOhm', 'GOhm', 'weight', '1/weight', not "1".]`,
  );
  expect(() => define({ ...plain, onPst: [] })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Rule 'mine' has no 'onPst'. It has: name, cite, params, doc, state, advance, onPre, onPost, every, onSignal, structural, gain, factor, input, guard, signed. Did you mean 'onPost'?]`,
  );
  expect(() => define({ ...plain, onPre: 'w *= a' })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Rule 'mine'.onPre must be a list of statements, not "w *= a".]`,
  );
  expect(() => define({ ...plain, state: { x: { of: 'axon', doc: 'x' } } })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Rule 'mine'.state.x.of must be one of 'synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal', not "axon".]`,
  );
  expect(() => define({ ...plain, onPre: [{ after: 1, do: ['w *= a', 3] }] })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Rule 'mine'.onPre[0].do[1] must be a text, not 3.]`,
  );
  expect(() => define({ ...plain, every: [{ period: 5 }] })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Rule 'mine'.every[0].do must be a list of statements, not undefined.]`,
  );
  expect(() => define(null)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: A rule must be an object with name, cite, params, doc, state, advance, onPre, onPost, every, onSignal, structural, gain, factor, input, guard, signed, not null.]`,
  );
});

const paths = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap((key) => paths((value as Readonly<Record<string, unknown>>)[key], [...path, key]))
    : []),
];

test('any part of any rule replaced by anything is taken, or refused in one of our errors', () => {
  const all = Object.values(rules)
    .map((definition) => ('rule' in definition ? definition.rule : definition))
    .filter((rule) => typeof rule === 'object');
  const spots = all.flatMap((rule) =>
    paths(rule)
      .slice(1)
      .map((path) => ({ rule, path })),
  );
  const values = fc.oneof(fc.constantFrom<unknown>(undefined, null, 0, -1, Number.NaN, '', 'w', '((', [], [null], {}, true), fc.anything());
  fc.assert(
    fc.property(fc.nat(spots.length - 1), values, (spot, value) => {
      const { rule, path } = spots[spot]!;
      const literal = structuredClone(rule) as unknown as Record<string, unknown>;
      const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, literal);
      holder[path.at(-1)!] = value;
      try {
        define(literal);
      } catch (error) {
        if (!isSpikeloomError(error) || error.name === 'InternalError') throw error;
      }
    }),
    { numRuns: 1500, seed: 3 },
  );
});
