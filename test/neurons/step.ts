/** A neuron's step text, run: the shortest interpreter that the grid clock's rules allow. */
import { parseExpression, parseStatement } from '../../src/equations/parse.ts';
import type { Expression, Statement } from '../../src/equations/tree.ts';
import { exp, log, pow } from '../../src/math.ts';
import type { NeuronModel } from '../../src/neurons/model.ts';

export type Names = Record<string, number>;

const functions: Record<string, (...args: number[]) => number> = {
  exp,
  log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  min: Math.min,
  max: Math.max,
  clip: (x, low, high) => Math.min(Math.max(x as number, low as number), high as number),
};
const operators: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': pow,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};

export const evaluate = (node: Expression, names: Names): number => {
  const value = (inner: Expression): number => evaluate(inner, names);
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name':
      return names[node.name] as number;
    case 'negate':
      return -value(node.operand);
    case 'binary':
    case 'compare':
      return operators[node.operator]!(value(node.left), value(node.right));
    case 'choose':
      return value(node.test) !== 0 ? value(node.yes) : value(node.no);
    case 'call':
      return functions[node.name]!(...node.args.map(value));
    case 'history':
      throw new Error('not in a neuron');
  }
};

export const evaluateText = (text: string | number, names: Names): number =>
  typeof text === 'number' ? text : evaluate(parseExpression(text), names);

const run = (statements: readonly Statement[], names: Names): void => {
  for (const statement of statements) if (statement.kind === 'assign') names[statement.target] = evaluate(statement.value, names);
};

export interface SteppedNeuron {
  readonly names: Names;
  /** One step with what arrives at its end; whether the neuron fired. */
  step(exc: number, inh: number): boolean;
}

export const steppedNeuron = (model: NeuronModel, values: Names, dt: number, initial: Names = {}): SteppedNeuron => {
  const names: Names = { dt };
  for (const [name, { value }] of Object.entries(model.params)) names[name] = values[name] ?? value;
  for (const [name, state] of Object.entries(model.state)) names[name] = initial[name] ?? evaluateText(state.initial, names);
  run(model.constants.map(parseStatement), names);
  const statements = model.step.map(parseStatement);
  const refractorySteps = Math.round((names.tRef ?? 0) / dt);
  let held = 0;
  const step = (exc: number, inh: number): boolean => {
    const before = names.v as number;
    Object.assign(names, { exc, inh, iExt: names.iE as number });
    run(statements, names);
    if (held > 0) {
      held--;
      names.v = before;
      return false;
    }
    if (model.threshold === null || (names.v as number) < evaluateText(model.threshold, names)) return false;
    names.v = names.vReset as number;
    for (const [name, { onSpike }] of Object.entries(model.state)) if (onSpike !== undefined) names[name]! += evaluateText(onSpike, names);
    held = refractorySteps;
    return true;
  };
  return { names, step };
};
