/**
 * Closed forms over the time since a handler as plain arithmetic in `elapsed` and in the variable as it was when its clock was
 * stamped: what `kernels/history.ts` computes, for targets that know no such functions. The cases that depend on parameters alone are
 * decided here.
 */
import type { FunctionName } from '../../equations/tree.ts';
import type { Node, Program } from '../../rules/program.ts';
import { constantOf } from './constants.ts';

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>;

const number = (value: number): Node => ({ kind: 'number', value });
const binary =
  (operator: '+' | '-' | '*' | '/') =>
  (left: Node, right: Node): Node => ({ kind: 'binary', operator, left, right });
const [plus, minus, times, over] = [binary('+'), binary('-'), binary('*'), binary('/')];
const call = (name: FunctionName, ...args: readonly Node[]): Node => ({ kind: 'call', name, args });

interface Course {
  readonly start: Node;
  readonly towards: Node;
  /** Null: constant between events. */
  readonly tau: Node | null;
}

/** How a closed form finds what it needs where it is printed. */
export interface Surroundings {
  readonly program: Program;
  /** The value that a variable had when the clock was stamped. */
  stamped(clock: number, variable: number): Node;
  /** Gives a part a name of its own, so that it is computed once and the rest stays readable. */
  named(name: string, part: Node): Node;
}

const courseOf = ({ program, stamped }: Surroundings, clock: number, variable: number): Course => {
  const { decay, towards } = program.variables[variable] as Program['variables'][number];
  const param = (index: number): Node => ({ kind: 'param', index });
  return { start: stamped(clock, variable), towards: param(towards), tau: decay === null ? null : param(decay) };
};

/** Integral of what is left of a distance. */
const decayed = (program: Program, off: Node, tau: Node, span: Node): Node | null =>
  constantOf(program, tau) === 0 ? null : times(times(off, tau), minus(number(1), call('exp', { kind: 'negate', operand: over(span, tau) })));

const sum = (terms: readonly (Node | null)[]): Node => terms.filter((term) => term !== null).reduce(plus);

const isZero = (program: Program, node: Node): boolean => constantOf(program, node) === 0;

const area = (program: Program, { start, towards, tau }: Course, span: Node): Node => {
  if (tau === null) return times(start, span);
  if (isZero(program, towards)) return decayed(program, start, tau, span) ?? number(0);
  return sum([times(towards, span), decayed(program, minus(start, towards), tau, span)]);
};

const less = (program: Program, left: Node, right: Node): Node => (isZero(program, right) ? left : minus(left, right));

const timeAboveOf = (program: Program, { start, towards, tau }: Course, span: Node, level: Node): Node | null => {
  const above = (value: Node): Node => times(span, { kind: 'compare', operator: '>', left: value, right: level });
  if (tau === null) return above(start);
  if (isZero(program, tau)) return above(towards);
  const distance = constantOf(program, minus(towards, level));
  if (distance === null) return null;
  if (distance === 0) return above(start);
  const ratio = call('max', over(less(program, start, towards), less(program, level, towards)), number(1));
  const crossing = call('min', times(tau, call('log', ratio)), span);
  return distance < 0 ? crossing : minus(span, crossing);
};

const productOf = (program: Program, a: Course, b: Course, span: Node): Node => {
  const rest = ({ start, towards, tau }: Course): Node => (tau === null ? start : towards);
  /** What moves of one while the other rests at `factor`. */
  const left = ({ start, towards, tau }: Course, factor: Node): Node | null =>
    tau === null || isZero(program, factor) ? null : decayed(program, times(factor, less(program, start, towards)), tau, span);
  const both =
    a.tau === null || b.tau === null
      ? null
      : decayed(
          program,
          times(less(program, a.start, a.towards), less(program, b.start, b.towards)),
          over(times(a.tau, b.tau), plus(a.tau, b.tau)),
          span,
        );
  const still = isZero(program, rest(a)) || isZero(program, rest(b)) ? null : times(times(rest(a), rest(b)), span);
  const terms = [still, left(b, rest(a)), left(a, rest(b)), both].filter((term) => term !== null);
  return terms.length === 0 ? number(0) : terms.reduce(plus);
};

/** Arithmetic that says the same; null where a level moves, so that it is not known on which side of it the variable rests. */
export const plainForm = (place: Surroundings, node: NodeOf<'timeAbove' | 'integral' | 'integralOfProduct'>): Node | null => {
  const { program } = place;
  const span = place.named('span', { kind: 'elapsed', clock: node.clock });
  if (node.kind === 'integralOfProduct')
    return productOf(program, courseOf(place, node.clock, node.left), courseOf(place, node.clock, node.right), span);
  const course = courseOf(place, node.clock, node.variable);
  if (node.kind === 'timeAbove') return timeAboveOf(program, course, span, node.level);
  if (node.cap === null) return area(program, course, span);
  const time = timeAboveOf(program, course, span, node.cap);
  if (time === null) return null;
  const above = place.named('above', time);
  const below = area(program, { ...course, start: call('min', course.start, node.cap) }, place.named('below', minus(span, above)));
  return plus(times(node.cap, above), below);
};
