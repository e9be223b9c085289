/** What the statements of a program read and write. */
import type { Node, Program, Step } from '../../rules/program.ts';

type Children = { readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>) => readonly Node[] };

const children: Children = {
  number: () => [],
  param: () => [],
  variable: () => [],
  end: () => [],
  local: () => [],
  weight: () => [],
  broadcast: () => [],
  negate: ({ operand }) => [operand],
  binary: ({ left, right }) => [left, right],
  compare: ({ left, right }) => [left, right],
  choose: ({ test, yes, no }) => [test, yes, no],
  call: ({ args }) => args,
  elapsed: () => [],
  timeAbove: ({ level }) => [level],
  integral: ({ cap }) => (cap === null ? [] : [cap]),
  integralOfProduct: () => [],
};

const childrenOf = (node: Node): readonly Node[] => (children[node.kind] as (node: Node) => readonly Node[])(node);

/** The node and all below it. */
export const allNodes = (node: Node): Node[] => [node, ...childrenOf(node).flatMap(allNodes)];

type Expressions = { readonly [K in Step['kind']]: (step: Extract<Step, { kind: K }>) => readonly Node[] };

const expressions: Expressions = {
  let: ({ value }) => [value],
  draw: ({ args }) => args,
  write: ({ value }) => [value],
  writeWeight: ({ value, gains }) => [value, ...gains],
  stamp: () => [],
  deliver: ({ value }) => [value],
};

/** The expressions of a step, its guard first. */
export const expressionsOf = (step: Step): readonly Node[] => {
  const own = (expressions[step.kind] as (step: Step) => readonly Node[])(step);
  return step.guard === null ? own : [step.guard, ...own];
};

/** Variables that expressions read: their value, or how they ran. */
export const variablesIn = (nodes: readonly Node[]): ReadonlySet<number> => {
  const found = new Set<number>();
  for (const node of nodes.flatMap(allNodes)) {
    if (node.kind === 'variable' || node.kind === 'end') found.add(node.index);
    if (node.kind === 'timeAbove' || node.kind === 'integral') found.add(node.variable);
    if (node.kind === 'integralOfProduct') found.add(node.left).add(node.right);
  }
  return found;
};

export const readsOf = (steps: readonly Step[]): ReadonlySet<number> => variablesIn(steps.flatMap(expressionsOf));

/** Variables that a step changes. */
export const writesOf = (step: Step): readonly number[] =>
  step.kind === 'write' ? [step.variable] : step.kind === 'writeWeight' ? step.tallies : [];

/** Every handler of a program under a name that is also the name of its function. */
export const handlersOf = (program: Program): readonly { readonly name: string; readonly steps: readonly Step[] }[] => [
  { name: 'arrive', steps: program.onPre },
  ...program.after.map(({ steps }, index) => ({ name: `after${index}`, steps })),
  { name: 'post', steps: program.onPost },
  ...program.onTick.map(({ steps }, index) => ({ name: `tick${index}`, steps })),
  ...program.onSignal.map(({ steps }, index) => ({ name: `signal${index}`, steps })),
  ...(program.hold === null ? [] : [{ name: 'hold', steps: program.hold }]),
];

/** Whether the steps, deliveries among them, read the local. */
export const readsLocal = (steps: readonly Step[], local: number): boolean =>
  steps
    .flatMap(expressionsOf)
    .flatMap(allNodes)
    .some((node) => node.kind === 'local' && node.index === local);
