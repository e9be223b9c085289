/** What steps of a program read. */
import type { Node, Program, Step, Variable } from '../../rules/program.ts';

/** Index of a variable, or that a local, or the weight or a bound of it, is read. */
export type Read = number | 'local' | 'weight';

type Readers = { readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>) => readonly Read[] };

const readers: Readers = {
  number: () => [],
  param: () => [],
  variable: ({ index }) => [index],
  end: ({ index }) => [index],
  local: () => ['local'],
  weight: () => ['weight'],
  broadcast: () => [],
  negate: ({ operand }) => readsIn(operand),
  binary: ({ left, right }) => [...readsIn(left), ...readsIn(right)],
  compare: ({ left, right }) => [...readsIn(left), ...readsIn(right)],
  choose: ({ test, yes, no }) => [test, yes, no].flatMap(readsIn),
  call: ({ args }) => args.flatMap(readsIn),
  elapsed: () => [],
  timeAbove: ({ variable, level }) => [variable, ...readsIn(level)],
  integral: ({ variable, cap }) => [variable, ...(cap === null ? [] : readsIn(cap))],
  integralOfProduct: ({ left, right }) => [left, right],
};

const readsIn = (node: Node): readonly Read[] => (readers[node.kind] as (node: Node) => readonly Read[])(node);

/** Expressions that a step evaluates. */
const expressionsOf = (step: Step): readonly Node[] => {
  const guard = step.guard === null ? [] : [step.guard];
  switch (step.kind) {
    case 'let':
    case 'deliver':
    case 'write':
      return [...guard, step.value];
    case 'writeWeight':
      return [...guard, step.value, ...step.gains];
    case 'draw':
      return [...guard, ...step.args];
    case 'stamp':
      return guard;
  }
};

/** All that the expressions read. */
export const readsOfNodes = (nodes: readonly Node[]): ReadonlySet<Read> => new Set(nodes.flatMap(readsIn));

/** All that the steps read; a variable that `+=`, `-=` or `*=` changes by what others say is not among it. */
export const readsOf = (steps: readonly Step[]): ReadonlySet<Read> => readsOfNodes(steps.flatMap(expressionsOf));

/** Whether a variable relaxes at once: between events it is where it relaxes to. */
export const atOnce = (program: Program, { decay }: Variable): boolean => decay !== null && program.params[decay]?.value === 0;

/** `deliver(w)`: what a projection without a rule that delivers does at the end of an arrival. */
export const plainDelivery: Step = { kind: 'deliver', scope: 'synapse', rule: 0, guard: null, value: { kind: 'weight', name: 'w' } };

/**
 * Variables that relax at once and that the steps read: where one handler alone reads them, it finds them at rest, because no event of
 * its kind happens twice at an instant; it may begin by putting them there.
 */
export const restingIn = (program: Program, steps: readonly Step[]): readonly number[] =>
  program.variables.flatMap((variable, index) => (atOnce(program, variable) && readsOf(steps).has(index) ? [index] : []));

/** Reasons why a variable that relaxes at once has no counterpart: handlers that meet at an instant see what the other left. */
export const restlessReasons = (program: Program, title: string): readonly string[] => {
  const handlers = [program.onPre, program.onPost, ...[...program.after, ...program.onTick, ...program.onSignal].map(({ steps }) => steps)];
  const readers = (index: number): number => handlers.filter((steps) => readsOf(steps).has(index)).length;
  return program.variables.flatMap((variable, index) =>
    atOnce(program, variable) && readers(index) > 1
      ? [`'${variable.name}' relaxes at once (time constant 0) and is read in several handlers; ${title} has no equation for that`]
      : [],
  );
};
