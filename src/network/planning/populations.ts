/** Populations with parameters, initial state and drives as numbers. */
import type { NeuronModel } from '../../neurons/model.ts';
import { compose } from '../../rules/compose.ts';
import { units } from '../../units.ts';
import type { NeuronUse, Population } from '../description.ts';
import { drivesOf, isSource } from '../parts.ts';
import type { PerNeuron, PlannedPopulation } from '../plan.ts';
import { modelNamed } from '../validation/populations.ts';
import { type Driven, planDrive, planSource } from './drives.ts';
import { fromParameters } from './evaluate.ts';
import { checkForEventClock, checkParameters } from './neuron-checks.ts';
import { perNeuron, slot } from './values.ts';

export const planPopulation = (population: Population, of: Driven, first: number): PlannedPopulation => {
  const { neuron } = population;
  const common = {
    name: of.name,
    index: of.index,
    first,
    size: population.size,
    branches: population.branches ?? 1,
    domains: population.domains ?? 1,
    positions: population.positions ?? null,
  };
  if (isSource(neuron)) {
    return { ...common, model: null, source: planSource(neuron, of), reset: 'value', params: {}, initial: {}, drives: [], homeostasis: null };
  }
  const model = modelNamed(neuron.model, `Population '${of.name}'`);
  const params = planParameters(model, neuron, of);
  const initial = planInitial(model, population, params, of);
  const planned: PlannedPopulation = {
    ...common,
    model,
    source: null,
    reset: neuron.reset,
    params,
    initial,
    drives: drivesOf(population).map((drive, i) => planDrive(drive, i, of)),
    homeostasis: population.homeostasis?.length ? compose(population.homeostasis, { where: `population '${of.name}'`, kind: 'neuron' }) : null,
  };
  checkParameters(planned, of.ticking);
  if (of.ticking.clock === 'event') checkForEventClock(planned);
  return planned;
};

/** Parameters in the system of the equations (a rate per ms). */
const planParameters = (model: NeuronModel, use: NeuronUse, of: Driven): Record<string, PerNeuron> =>
  Object.fromEntries(
    Object.entries(model.params).map(([name, parameter], i) => {
      const { held, coherent } = units[parameter.unit];
      const value = Object.hasOwn(use.params, name) ? use.params[name] : undefined;
      return [name, perNeuron(value ?? parameter.value * held, coherent, of.size, of.key, of.index, slot.parameter(i))];
    }),
  );

/** Initial state: what the population says, else the model's expression of its parameters. */
const planInitial = (
  model: NeuronModel,
  population: Population,
  params: Readonly<Record<string, PerNeuron>>,
  of: Driven,
): Record<string, PerNeuron> =>
  Object.fromEntries(
    Object.entries(model.state).map(([name, state], i) => {
      const given = population.initial && Object.hasOwn(population.initial, name) ? population.initial[name] : undefined;
      if (given !== undefined) return [name, perNeuron(given, units[state.unit].coherent, of.size, of.key, of.index, slot.initial(i))];
      return [name, typeof state.initial === 'number' ? state.initial : fromParameters(state.initial, params, of.size)];
    }),
  );
