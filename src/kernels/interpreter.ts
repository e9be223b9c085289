/**
 * What an expression of a rule means: a value, one function per kind of node. Kernels and exports print the same nodes;
 * this record is what they are held against.
 */
import { binaryMeaning, comparisonMeaning, functionMeaning } from '../equations/evaluate.ts';
import type { Node } from '../rules/program.ts';
import { integral, integralOfProduct, timeAbove } from './history.ts';

/** A relaxing variable over the time since a handler: its value then, where it relaxes to, how fast [ms]. */
export interface Course {
  readonly start: number;
  readonly towards: number;
  /** Time constant [ms]; Infinity for a constant. */
  readonly tau: number;
}

/** Everything an expression can read, as it is at one instant for one synapse, neuron or row. */
export interface Scene {
  param(index: number): number;
  variable(index: number): number;
  /** A variable of the neuron at that end of the synapse. */
  end(end: 'pre' | 'post', index: number): number;
  local(index: number): number;
  weight(name: 'w' | 'wMin' | 'wMax'): number;
  broadcast(): number;
  /** Time since the clock was stamped [ms]. */
  elapsed(clock: number): number;
  /** How a variable ran since the clock was stamped. */
  course(clock: number, variable: number): Course;
}

type Meaning = { readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>, scene: Scene) => number };

const meaning: Meaning = {
  number: (node) => node.value,
  param: (node, scene) => scene.param(node.index),
  variable: (node, scene) => scene.variable(node.index),
  end: (node, scene) => scene.end(node.end, node.index),
  local: (node, scene) => scene.local(node.index),
  weight: (node, scene) => scene.weight(node.name),
  broadcast: (_, scene) => scene.broadcast(),
  negate: (node, scene) => -evaluate(node.operand, scene),
  binary: (node, scene) => binaryMeaning[node.operator](evaluate(node.left, scene), evaluate(node.right, scene)),
  compare: (node, scene) => comparisonMeaning[node.operator](evaluate(node.left, scene), evaluate(node.right, scene)),
  choose: (node, scene) => (evaluate(node.test, scene) !== 0 ? evaluate(node.yes, scene) : evaluate(node.no, scene)),
  call: (node, scene) => functionMeaning[node.name](...node.args.map((arg) => evaluate(arg, scene))),
  elapsed: (node, scene) => scene.elapsed(node.clock),
  timeAbove: (node, scene) => {
    const { start, towards, tau } = scene.course(node.clock, node.variable);
    return timeAbove(start, towards, tau, scene.elapsed(node.clock), evaluate(node.level, scene));
  },
  integral: (node, scene) => {
    const { start, towards, tau } = scene.course(node.clock, node.variable);
    const cap = node.cap === null ? Number.POSITIVE_INFINITY : evaluate(node.cap, scene);
    return integral(start, towards, tau, scene.elapsed(node.clock), cap);
  },
  integralOfProduct: (node, scene) => {
    const a = scene.course(node.clock, node.left);
    const b = scene.course(node.clock, node.right);
    return integralOfProduct(a.start, a.towards, a.tau, b.start, b.towards, b.tau, scene.elapsed(node.clock));
  },
};

/** Value of a node; a comparison is 1 or 0, a test holds where it is not 0. */
export const evaluate = (node: Node, scene: Scene): number => (meaning[node.kind] as (node: Node, scene: Scene) => number)(node, scene);
