import { describe, expect, it } from 'vitest';
import { defineRule } from '../../src/rules/define-rule.ts';
import { rules } from '../../src/rules/index.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';

describe('a rule', () => {
  it('is used by calling it, with its own values or some others', () => {
    expect(pairStdp()).toEqual({ rule: pairStdp.rule, params: {} });
    expect(pairStdp({ tauPlus: 16.8 }).params).toEqual({ tauPlus: 16.8 });
  });
  it('is plain frozen data, whoever wrote the literal', () => {
    const literal = { name: 'mine', cite: 'test', params: {}, onPre: ['w *= 0.5'] };
    const mine = defineRule(literal);
    literal.onPre.push('nonsense');
    expect(mine.rule.onPre).toEqual(['w *= 0.5']);
    expect(Object.isFrozen(mine.rule) && Object.isFrozen(mine.rule.onPre) && Object.isFrozen(mine())).toBe(true);
    expect(structuredClone(pairStdp())).toEqual(pairStdp());
    expect(JSON.parse(JSON.stringify(pairStdp()))).toEqual(pairStdp());
  });
  it('refuses parameters that it has not', () => {
    const use = pairStdp as (params: Record<string, number>) => unknown;
    expect(() => use({ tauPlsu: 16.8 })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Rule 'pairStdp' has no parameter 'tauPlsu'. Parameters: tauPlus, tauMinus, aPlus, aMinus. Did you mean 'tauPlus'?]`,
    );
    expect(() => use({ tauPlus: Number.POSITIVE_INFINITY })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Parameter 'tauPlus' of rule 'pairStdp' is Infinity; it must be a finite number.]`,
    );
    expect(() => use({ toString: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Rule 'pairStdp' has no parameter 'toString'. Parameters: tauPlus, tauMinus, aPlus, aMinus.]`,
    );
  });
  it('is checked when it is defined', () => {
    expect(() => defineRule({ name: 'mine', cite: 'test', params: {}, onPre: ['w -= w +'] })).toThrowErrorMatchingInlineSnapshot(`
      [EquationError: Rule 'mine', onPre: Expected a number, a name or '(', found the end.
        w -= w +
                ^]
    `);
    expect(() => defineRule({ name: 'mine', cite: 'test', params: {}, onPre: ['w -= elapsed'] })).toThrowErrorMatchingInlineSnapshot(`
      [EquationError: Rule 'mine', onPre: 'w' is a weight, and this is a time [ms].
        w -= elapsed
             ^]
    `);
    const x = { of: 'pre', doc: '' } as const;
    expect(() => defineRule({ name: 'mine', cite: 'test', params: {}, state: { x }, onPre: ['x += w / wMax'] })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Rule 'mine' writes x (of: 'pre') from w (of: 'synapse'): a presynaptic variable has one value for all synapses of its source.]`,
    );
  });
});

describe('built-in rules', () => {
  it.each(Object.entries(rules))('%s is called by its name, cites its source and says what everything is', (name, { rule }) => {
    expect(rule.name).toBe(name);
    expect(rule.cite).toMatch(/^(doi:|bioRxiv )/);
    for (const { doc } of [...Object.values(rule.params), ...Object.values(rule.state ?? {})]) expect(doc.length).toBeGreaterThan(8);
  });
});
