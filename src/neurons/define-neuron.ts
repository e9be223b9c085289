/** `defineNeuron`: a neuron model's literal, checked name by name, frozen, and made callable. */
import { EquationError, ModelError } from '../errors.ts';
import type { NeuronModel, NeuronUse, NeuronValue, Reset } from './model.ts';

/** What a model's constructor takes: any of its parameters, and how it resets. */
export type NeuronArguments<M extends NeuronModel> = { readonly [K in keyof M['params']]?: NeuronValue } & { readonly reset?: Reset };

/** Makes a neuron of a description: `lif({ tauM: 10 * ms })`. What is not given has the model's default. */
export interface NeuronConstructor<M extends NeuronModel = NeuronModel> {
  (values?: NeuronArguments<M>): NeuronUse;
  readonly model: M;
}

const functions = new Set(['exp', 'log', 'sqrt', 'abs', 'sign', 'min', 'max', 'clip']);
const nameOrNumber = /[A-Za-z_]\w*|\d[\d.]*(?:e[+-]?\d+)?/g;
const assignment = /^\s*([A-Za-z_]\w*)\s*=(?!=)/;

/** Throws where an expression reads a name that nothing declares; `from` skips the target of a statement. */
const checkNames = (model: string, where: string, text: string, known: ReadonlySet<string>, from = 0): void => {
  for (const match of text.slice(from).matchAll(nameOrNumber)) {
    const name = match[0];
    if (/^\d/.test(name) || known.has(name) || functions.has(name)) continue;
    throw new EquationError(
      'unknown-name',
      `Neuron model '${model}', ${where}, reads '${name}', which is none of its names: ${[...known].join(', ')}.`,
      text,
      from + match.index,
      { model, name },
    );
  }
};

/** Checks statements in order; each may read what stands before it. Returns all names known afterwards. */
const checkStatements = (
  model: string,
  where: string,
  statements: readonly string[],
  before: Iterable<string>,
  fixed: ReadonlySet<string>,
): Set<string> => {
  const known = new Set(before);
  for (const text of statements) {
    const match = assignment.exec(text);
    if (match === null)
      throw new EquationError('not-a-statement', `Neuron model '${model}', ${where}: expected 'name = expression'.`, text, 0, { model });
    const target = match[1] as string;
    if (fixed.has(target)) {
      throw new EquationError(
        'fixed-name',
        `Neuron model '${model}', ${where}, assigns '${target}', which is not its to change.`,
        text,
        text.indexOf(target),
        {
          model,
          name: target,
        },
      );
    }
    checkNames(model, where, text, known, match[0].length);
    known.add(target);
  }
  return known;
};

const checkModel = (model: NeuronModel): void => {
  const params = Object.keys(model.params);
  const state = Object.keys(model.state);
  const inputs = ['exc', 'inh', 'iExt'];
  const ofParams = new Set(params);
  const ofState = new Set([...params, ...state]);
  for (const [name, { initial, onSpike }] of Object.entries(model.state)) {
    if (typeof initial === 'string') checkNames(model.name, `initial value of ${name}`, initial, ofParams);
    if (onSpike !== undefined) checkNames(model.name, `onSpike of ${name}`, onSpike, ofParams);
  }
  const constants = checkStatements(model.name, 'constants', model.constants, [...params, 'dt'], new Set([...ofState, ...inputs, 'dt']));
  checkStatements(model.name, 'step', model.step, [...constants, ...state, ...inputs], new Set([...constants, ...inputs]));
  if (model.threshold !== null) checkNames(model.name, 'threshold', model.threshold, ofState);
  if (model.psi !== undefined) checkNames(model.name, 'psi', model.psi, ofState);
  if (model.event === null) return;
  const { vInf, ...modes } = model.event;
  checkNames(model.name, 'event.vInf', vInf, new Set([...params, 'iExt']));
  for (const [mode, name] of Object.entries(modes)) if (name !== null) checkNames(model.name, `event.${mode}`, name, ofParams);
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
 * @throws EquationError `unknown-name`, `fixed-name`, `not-a-statement`, with a caret under the place
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
