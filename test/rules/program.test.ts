import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSpikeloomError } from '../../src/errors.ts';
import { compose } from '../../src/rules/compose.ts';
import { describeProgram } from '../../src/rules/describe.ts';
import type { Node, Program, Step } from '../../src/rules/program.ts';
import type { RuleUse } from '../../src/rules/rule.ts';
import { type Construct, constructs } from './constructs.ts';

const composable = Object.values<Construct>(constructs).filter(({ kind }) => kind === 'synapse');
const lists = fc.array(fc.constantFrom(...composable.flatMap(({ uses }) => uses)), { maxLength: 6 });

/** The program, or null where the list is refused in our words. */
const attempt = (uses: readonly RuleUse[]): Program | null => {
  try {
    return compose(uses, { where: "projection 'EE'", kind: 'synapse' });
  } catch (error) {
    expect(isSpikeloomError(error)).toBe(true);
    return null;
  }
};

/** Every node of a kind in a tree of plain data. */
const nodesOf = <K extends Node['kind']>(kind: K, tree: unknown): Extract<Node, { readonly kind: K }>[] => {
  if (typeof tree !== 'object' || tree === null) return [];
  const inner = Object.values(tree).flatMap((each) => nodesOf(kind, each));
  return 'kind' in tree && tree.kind === kind ? [tree as Extract<Node, { readonly kind: K }>, ...inner] : inner;
};
const handlers = (program: Program): (readonly Step[])[] => [
  program.onPre,
  program.onPost,
  ...[...program.after, ...program.onTick, ...program.onSignal].map(({ steps }) => steps),
];

it('is refused in our words or is whole, for any list of rules in any order', () => {
  fc.assert(
    fc.property(lists, (uses) => {
      const program = attempt(uses);
      if (program === null) return;
      describeProgram(program);
      for (const { index } of nodesOf('param', program)) expect(program.params[index]).toBeDefined();
      for (const { index } of nodesOf('variable', program)) expect(program.variables[index]).toBeDefined();
      for (const { decay, towards, initial } of program.variables) {
        for (const index of [decay ?? 0, towards, initial]) expect(program.params[index]).toBeDefined();
      }
      expect(program.rules.length).toBe(uses.length);
      expect(new Set(program.variables.map(({ name }) => name)).size).toBe(program.variables.length);
      expect(new Set(program.params.map(({ name }) => name)).size).toBe(program.params.length);
    }),
  );
});

it('assigns each local once and before it is read, numbers draws without gap, and delivers last', () => {
  fc.assert(
    fc.property(lists, (uses) => {
      const program = attempt(uses);
      if (program === null) return;
      const assigned = new Set<number>();
      for (const steps of handlers(program)) {
        let draws = 0;
        for (const step of steps) {
          for (const { index } of nodesOf('local', step)) expect(assigned.has(index)).toBe(true);
          if (step.kind === 'draw') {
            expect(step.draw).toBe(draws);
            draws += step.draws;
          }
          if (step.kind !== 'let' && step.kind !== 'draw') continue;
          expect(assigned.has(step.local)).toBe(false);
          assigned.add(step.local);
        }
        expect(draws).toBeLessThanOrEqual(program.draws);
        expect(steps.findIndex(({ kind }) => kind === 'deliver')).toBe(steps === program.onPre && program.delivers ? steps.length - 1 : -1);
      }
      expect(assigned.size).toBe(program.locals.length);
    }),
  );
});

it('multiplies the increments of every other rule by each gain, in list order', () => {
  fc.assert(
    fc.property(lists, (uses) => {
      const program = attempt(uses);
      if (program === null) return;
      const gaining = uses.flatMap(({ rule }, index) => (rule.gain === undefined ? [] : [index]));
      for (const step of handlers(program).flat()) {
        if (step.kind !== 'writeWeight') continue;
        const increments = step.operator === '+=' || step.operator === '-=';
        expect(step.gains.length).toBe(increments ? gaining.filter((index) => index !== step.rule).length : 0);
      }
    }),
  );
});
