import { expect, it } from 'vitest';
import { compose } from '../../src/rules/compose.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { switching } from '../../src/rules/switching.ts';

const context = { where: "projection 'EE'", kind: 'synapse' } as const;

it('is a list of rules as data: the state, then the rules of each state, guarded', () => {
  const uses = switching({ weak: pairStdp(), strong: [pairStdp({ aPlus: 0.1 })], up: 0.9 });
  expect(uses.map(({ rule, params }) => [rule.name, rule.guard, params])).toEqual([
    ['switching', undefined, { up: 0.9 }],
    ['pairStdp', 'switching.strong == 0', {}],
    ['pairStdp', 'switching.strong != 0', { aPlus: 0.1 }],
  ]);
  const travelled: RuleUse[] = JSON.parse(JSON.stringify(uses));
  expect(compose(travelled, context)).toEqual(compose(uses, context));
});
it('guards writes of w and of synapse variables, not those of neurons', () => {
  const program = compose(switching({ weak: pairStdp(), strong: [] }), context);
  expect(program.onPre.map(({ kind, guard }) => [kind, guard !== null])).toEqual([
    ['writeWeight', true],
    ['write', false],
  ]);
});
it('refuses thresholds without hysteresis, and two switchings on one projection', () => {
  expect(() => switching({ weak: pairStdp(), strong: pairStdp(), up: 0.1 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: switching: up (0.1) is below down (0.3); a spine would change state at every test.]`,
  );
  const twice = [...switching({ weak: pairStdp(), strong: [] }), ...switching({ weak: [], strong: pairStdp() })];
  expect(() => compose(twice, context)).toThrowErrorMatchingInlineSnapshot(`
    [EquationError: Rule 'pairStdp', guard: 'switching.strong' belongs to two rules of projection 'EE'; keep one 'switching'.
      switching.strong == 0
      ^]
  `);
});
it('nests: both guards must hold', () => {
  const inner: RuleUse = { rule: { ...pairStdp.rule, guard: 'w > wMin' }, params: {} };
  expect(switching({ weak: inner, strong: [] })[1]?.rule.guard).toBe('(w > wMin) * (switching.strong == 0)');
});
