/** `defineNeuron`: a neuron model's literal, checked name by name, frozen, and made callable. */
import { didYouMean } from '../equations/names.ts';
import { parseExpression, parseStatement } from '../equations/parse.ts';
import type { Expression } from '../equations/tree.ts';
import { EquationError, ModelError } from '../errors.ts';
import type { NeuronModel, NeuronUse, NeuronValue, Reset } from './model.ts';

/** What a model's constructor takes: any of its parameters, and how it resets. */
export type NeuronArguments<M extends NeuronModel> = { readonly [K in keyof M['params']]?: NeuronValue } & { readonly reset?: Reset };

/** Makes a neuron of a description: `lif({ tauM: 10 * ms })`. What is not given has the model's default. */
export interface NeuronConstructor<M extends NeuronModel = NeuronModel> {
  (values?: NeuronArguments<M>): NeuronUse;
  readonly model: M;
}

const operands = (node: Expression): readonly Expression[] => {
  switch (node.kind) {
    case 'number':
    case 'name':
      return [];
    case 'negate':
      return [node.operand];
    case 'binary':
    case 'compare':
      return [node.left, node.right];
    case 'choose':
      return [node.test, node.yes, node.no];
    case 'call':
    case 'history':
      return node.args;
  }
};

/** Throws where an expression reads a name that nothing declares. */
const checkNames = (model: string, where: string, source: string, node: Expression, known: ReadonlySet<string>): void => {
  if (node.kind === 'history' || (node.kind === 'name' && !known.has(node.name))) {
    const hint = didYouMean(node.name, [...known]);
    const message = `Neuron model '${model}', ${where}: '${node.name}' is none of the names known here (${[...known].join(', ')}).${hint}`;
    throw new EquationError('unknown-name', message, source, node.at, { model, name: node.name });
  }
  for (const operand of operands(node)) checkNames(model, where, source, operand, known);
};

const checkExpression = (model: string, where: string, source: string, known: Iterable<string>): void =>
  checkNames(model, where, source, parseExpression(source), new Set(known));

/** Checks statements in order; each may read what stands before it. Returns all names known afterwards. */
const checkStatements = (
  model: string,
  where: string,
  statements: readonly string[],
  before: Iterable<string>,
  fixed: ReadonlySet<string>,
): Set<string> => {
  const known = new Set(before);
  for (const source of statements) {
    const statement = parseStatement(source);
    if (statement.kind !== 'assign' || statement.operator !== '=') {
      throw new EquationError('not-an-assignment', `Neuron model '${model}', ${where}: only 'name = expression' may stand here.`, source, 0, {
        model,
      });
    }
    if (fixed.has(statement.target)) {
      throw new EquationError('fixed-name', `Neuron model '${model}', ${where}: '${statement.target}' cannot be assigned here.`, source, 0, {
        model,
        name: statement.target,
      });
    }
    checkNames(model, where, source, statement.value, known);
    known.add(statement.target);
  }
  return known;
};

const checkModel = ({ name, params, state, constants, step, threshold, psi, event }: NeuronModel): void => {
  const ofParams = Object.keys(params);
  const ofState = [...ofParams, ...Object.keys(state)];
  const inputs = ['exc', 'inh', 'iExt'];
  for (const [variable, { initial, onSpike }] of Object.entries(state)) {
    if (typeof initial === 'string') checkExpression(name, `initial value of ${variable}`, initial, ofParams);
    if (onSpike !== undefined) checkExpression(name, `onSpike of ${variable}`, onSpike, ofParams);
  }
  const ofConstants = checkStatements(name, 'constants', constants, [...ofParams, 'dt'], new Set([...ofState, ...inputs, 'dt']));
  checkStatements(name, 'step', step, [...ofConstants, ...ofState, ...inputs], new Set([...ofConstants, ...inputs]));
  if (threshold !== null) checkExpression(name, 'threshold', threshold, ofState);
  if (psi !== undefined) checkExpression(name, 'psi', psi, ofState);
  if (event === null) return;
  const { vInf, ...modes } = event;
  checkExpression(name, 'event.vInf', vInf, [...ofParams, 'iExt']);
  for (const [mode, tau] of Object.entries(modes)) if (tau !== null) checkExpression(name, `event.${mode}`, tau, ofParams);
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
};

/**
 * Declares a neuron model: checks that every name in its expressions exists, freezes it, and returns its constructor.
 *
 * @throws EquationError `unknown-name`, `fixed-name`, `not-an-assignment`, or the parser's, with a caret under the place
 */
export const defineNeuron = <const M extends NeuronModel>(literal: M): NeuronConstructor<M> => {
  checkModel(literal);
  const model = deepFreeze(literal);
  const make = (values: NeuronArguments<M> = {}): NeuronUse => {
    const { reset = 'value', ...params } = values as { reset?: Reset } & Record<string, NeuronValue>;
    for (const name of Object.keys(params)) {
      if (name in model.params) continue;
      throw new ModelError(
        'unknown-parameter',
        `Neuron model '${model.name}' has no parameter '${name}'. Parameters: ${Object.keys(model.params).join(', ')}; and reset.`,
        { model: model.name, parameter: name },
      );
    }
    return { model: model.name, params, reset };
  };
  return Object.assign(make, { model });
};
