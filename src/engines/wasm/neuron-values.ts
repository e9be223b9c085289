/** Parameters and constants of a population slice: one number where all neurons agree, else one per neuron of the slice. */
import { parseExpression, parseStatement } from '../../equations/parse.ts';
import { evaluateExpression } from '../../kernels/evaluate.ts';
import { namesIn } from '../../kernels/simd.ts';
import type { PerNeuron, PlannedPopulation } from '../../network/plan.ts';
import type { NeuronModel } from '../../neurons/model.ts';

export type Values = Readonly<Record<string, PerNeuron>>;
export interface Slice {
  readonly lo: number;
  readonly hi: number;
}

export const sliced = (value: PerNeuron, { lo, hi }: Slice): PerNeuron => (typeof value === 'number' ? value : value.slice(lo, hi));

export const valueAt = (value: PerNeuron, neuron: number): number => (typeof value === 'number' ? value : (value[neuron] as number));

const namesAt = (values: Values, neuron: number): Record<string, number> => {
  const names: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) names[name] = valueAt(value, neuron);
  return names;
};

/** An expression over `values`: one number if everything that it reads is. */
const evaluated = (text: string, values: Values, size: number): PerNeuron => {
  const expression = parseExpression(text);
  const read = Object.fromEntries(namesIn(expression).map((name) => [name, values[name] as PerNeuron]));
  if (Object.values(read).every((value) => typeof value === 'number')) return evaluateExpression(expression, namesAt(read, 0));
  return Float64Array.from({ length: size }, (_, neuron) => evaluateExpression(expression, namesAt(read, neuron)));
};

/** What the kernel of a population needs besides state: parameters, `dt`, constants; `resetValue`, `refractorySteps`, `onSpike_<state>`. */
export const neuronValues = (population: PlannedPopulation, model: NeuronModel, slice: Slice, perMs: number): Values => {
  const size = slice.hi - slice.lo;
  const values: Record<string, PerNeuron> = { dt: 1 / perMs };
  for (const name of Object.keys(model.params)) values[name] = sliced(population.params[name] as PerNeuron, slice);
  for (const text of model.constants) {
    const statement = parseStatement(text);
    if (statement.kind === 'assign') values[statement.target] = evaluated(text.slice(text.indexOf('=') + 1), values, size);
  }
  if (model.threshold !== null) {
    values.resetValue = evaluated(population.reset === 'value' ? 'vReset' : 'vTh - vReset', values, size);
    const { tRef } = values;
    const steps = (time: number): number => Math.round(time * perMs);
    values.refractorySteps = tRef === undefined ? 0 : typeof tRef === 'number' ? steps(tRef) : tRef.map(steps);
  }
  for (const [name, { onSpike }] of Object.entries(model.state)) {
    if (onSpike !== undefined) values[`onSpike_${name}`] = evaluated(onSpike, values, size);
  }
  return values;
};
