/** Every rule and every construct of the language, for every target: a text, or a refusal that says what cannot be said. */
import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../src/errors.ts';
import { exportRule, type RuleTarget, ruleTargets } from '../../src/formats/rules/export-rule.ts';
import { rules } from '../../src/rules/index.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { constructs } from '../rules/constructs.ts';

const outcome = (uses: RuleUse | readonly RuleUse[], target: RuleTarget): string | readonly string[] => {
  try {
    return exportRule(uses, target);
  } catch (error) {
    if (error instanceof UnsupportedError) return error.reasons;
    throw error;
  }
};

const answersOrRefuses = (uses: RuleUse | readonly RuleUse[], target: RuleTarget): void => {
  const said = outcome(uses, target);
  expect(outcome(uses, target)).toEqual(said);
  if (typeof said === 'string') {
    for (const { rule } of [uses].flat() as readonly RuleUse[]) expect(said).toContain(rule.name);
    expect(said).not.toMatch(/undefined|NaN|\[object/);
    return;
  }
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said).size).toBe(said.length);
  // What is refused is quoted, then why.
  for (const reason of said) expect(reason).toMatch(/'[^']+'.*\w/);
};

describe.each(Object.keys(ruleTargets) as RuleTarget[])('%s', (target) => {
  it.each(Object.keys(rules) as (keyof typeof rules)[])('answers or refuses: %s', (name) => answersOrRefuses(rules[name](), target));
  it.each(Object.entries(constructs))('answers or refuses the construct: %s', (_, { uses }) => answersOrRefuses(uses, target));

  it('says of every rule where it goes', () => {
    const table = Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, typeof outcome(rule(), target) === 'string']));
    expect(table).toMatchSnapshot();
  });
});
