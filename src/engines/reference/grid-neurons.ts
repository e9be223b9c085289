/** The neurons of one population on the grid clock: the model's own `step` text, interpreted neuron by neuron. */
import { parseExpression, parseStatement } from '../../equations/parse.ts';
import type { Expression, Statement } from '../../equations/tree.ts';
import { evaluateExpression } from '../../kernels/evaluate.ts';
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import { perNeuron } from './currents.ts';

type Names = Record<string, number>;

/** Expressions that a model or a parameter list gives as text, a number or a name. */
export const expressionOf = (text: string | number): Expression => parseExpression(String(text));

export class GridNeurons {
  readonly state: Readonly<Record<string, Float64Array>>;
  /** Steps still to be held after a spike. */
  readonly refractory: Uint32Array;
  silent = false;
  readonly #population: PlannedPopulation;
  readonly #model: NeuronModel;
  readonly #constants: readonly Names[];
  readonly #step: readonly Statement[];
  readonly #threshold: Expression | null;
  readonly #onSpike: readonly (readonly [string, Expression])[];
  readonly #perMs: number;

  constructor(plan: Plan, population: PlannedPopulation, model: NeuronModel) {
    this.#population = population;
    this.#model = model;
    this.#perMs = plan.perMs;
    this.#step = model.step.map(parseStatement);
    this.#threshold = model.threshold === null ? null : expressionOf(model.threshold);
    this.#onSpike = Object.entries(model.state).flatMap(([name, { onSpike }]) =>
      onSpike === undefined ? [] : [[name, expressionOf(onSpike)] as const],
    );
    const neurons = Array.from({ length: population.size }, (_, neuron) => neuron);
    const constants = model.constants.map(parseStatement);
    this.#constants = neurons.map((neuron) => run(constants, { ...this.#params(neuron), dt: 1 / plan.perMs }));
    this.state = Object.fromEntries(
      Object.keys(model.state).map((name) => [name, Float64Array.from(neurons, (neuron) => perNeuron(population.initial[name]!, neuron))]),
    );
    this.refractory = new Uint32Array(population.size);
  }

  /** One step of one neuron; whether it fires at its end. */
  step(neuron: number, exc: number, inh: number, iExt: number): boolean {
    const held = this.refractory[neuron]! > 0;
    const before = this.#read(neuron);
    const after = run(this.#step, { ...this.#constants[neuron]!, ...before, exc, inh, iExt });
    if (held) after.v = before.v!;
    for (const [name, column] of Object.entries(this.state)) column[neuron] = after[name]!;
    if (held) {
      this.refractory[neuron] = this.refractory[neuron]! - 1;
      return false;
    }
    return !this.silent && this.#threshold !== null && after.v! >= evaluateExpression(this.#threshold, after);
  }

  /** What is about to become a denormal number becomes 0. */
  flushTiny(): void {
    for (const column of Object.values(this.state))
      column.forEach((value, i) => {
        if (Math.abs(value) < 1e-300) column[i] = 0;
      });
  }

  fire(neuron: number): void {
    const { vTh, vReset, tRef } = this.#params(neuron);
    const v = this.state.v!;
    v[neuron] = this.#population.reset === 'value' ? vReset! : v[neuron]! - (vTh! - vReset!);
    for (const [name, increment] of this.#onSpike) {
      const column = this.state[name]!;
      column[neuron] = column[neuron]! + evaluateExpression(increment, this.#constants[neuron]!);
    }
    this.refractory[neuron] = Math.round((tRef ?? 0) * this.#perMs);
  }

  #read(neuron: number): Names {
    return Object.fromEntries(Object.entries(this.state).map(([name, column]) => [name, column[neuron]!]));
  }

  #params(neuron: number): Names {
    return Object.fromEntries(Object.keys(this.#model.params).map((name) => [name, perNeuron(this.#population.params[name]!, neuron)]));
  }
}

/** Runs assignments in order over a set of names and returns it. */
const run = (statements: readonly Statement[], names: Names): Names => {
  for (const statement of statements) {
    if (statement.kind !== 'assign') continue;
    const value = evaluateExpression(statement.value, names);
    const present = names[statement.target] ?? 0;
    const { operator } = statement;
    names[statement.target] = operator === '=' ? value : operator === '+=' ? present + value : operator === '-=' ? present - value : present * value;
  }
  return names;
};
