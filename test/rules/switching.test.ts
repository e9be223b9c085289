import { expect, it } from 'vitest';
import { calciumSpine } from '../../src/rules/calcium-spine.ts';
import { compose } from '../../src/rules/compose.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { spineSwitching } from '../../src/rules/spine-state.ts';
import { switching } from '../../src/rules/switching.ts';
import { weightAt } from './one-synapse.ts';

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
  expect(() => spineSwitching({ up: 0.2 })).toThrow('spineSwitching: up (0.2) is below down (0.3); a spine would change state at every test.');
  expect(() => spineSwitching({ up: Number.NaN })).toThrow("Parameter 'up' of rule 'spineSwitching' is NaN; it must be a finite number.");
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
it('takes the state from any rule that has one', () => {
  const uses = switching({ by: calciumSpine({ initially: 1 }), weak: pairStdp(), strong: pairStdp({ aPlus: 0.1 }) });
  expect(uses.map(({ rule, params }) => [rule.name, rule.guard, params])).toEqual([
    ['calciumSpine', undefined, { initially: 1 }],
    ['pairStdp', 'calciumSpine.strong == 0', {}],
    ['pairStdp', 'calciumSpine.strong != 0', { aPlus: 0.1 }],
  ]);
  expect(() => switching({ by: pairStdp(), weak: [], strong: [] })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: switching: rule 'pairStdp' has no synapse variable 'strong', so it cannot decide the state.]`,
  );
  expect(() => switching({ by: calciumSpine(), up: 0.7, weak: [], strong: [] })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: switching: 'up' is for states decided by |w|; give rule 'calciumSpine' its own parameters.]`,
  );
});
it('learns by the one rule until calcium has made the spine strong, and by the other from then on', () => {
  const arrivals = Array.from({ length: 60 }, (_, i) => 100 + 20 * i);
  const course = { arrivals, spikes: arrivals.map((time) => time + 10), delay: 50 };
  const by = calciumSpine({ sigma: 0, acceleration: 10, period: 500 });
  const rises = pairStdp({ aPlus: 0.001, aMinus: 0 });
  const falls = pairStdp({ aPlus: -0.001, aMinus: 0 });
  const times = [99, 500, 1300];
  const [start, weak, end] = weightAt({ ...course, uses: switching({ by, weak: rises, strong: falls }) }, times) as [number, number, number];
  const [, risen] = weightAt({ ...course, uses: [rises] }, times);
  expect(weightAt({ ...course, uses: [by] }, [499, 500], 'calciumSpine.strong')).toEqual([0, 1]);
  expect(weak).toBe(risen);
  expect(weak).toBeGreaterThan(start + 0.01);
  expect(end).toBeLessThan(weak - 0.01);
});
