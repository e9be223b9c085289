/** Checks of populations: neurons, initial state, drives, positions, rules. */
import { neuronModels } from '../../neurons/index.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import { compose } from '../../rules/compose.ts';
import type { NeuronUse, Population } from '../description.ts';
import { drivesOf, isSource } from '../parts.ts';
import { checkDrive, checkSource } from './drives.ts';
import { parameterRange } from './ranges.ts';
import { checkPerNeuron } from './values.ts';
import { demand, unknownName } from './words.ts';

/** Neuron ids have 32 bits, one of which is kept for "no neuron". */
export const MOST_NEURONS = 2 ** 31 - 1;
/** Drive 255 names the draws of a Poisson source. */
const MOST_DRIVES = 255;

export const checkPopulation = (name: string, population: Population): void => {
  const where = `Population '${name}'`;
  const { neuron, size, branches, domains = 1, homeostasis } = population;
  demand(size <= MOST_NEURONS, 'size', () => `${where} has ${size} neurons; at most ${MOST_NEURONS}.`, { size });
  checkPositions(population, where);
  demand(domains <= size, 'domains', () => `${where} has ${domains} domains for ${size} neurons; at most one per neuron.`, { domains, size });
  if (isSource(neuron)) {
    checkSource(neuron, size, `${where}: neuron`);
    checkBare(population, where);
    return;
  }
  checkNeuron(neuron, population, where);
  const drives = drivesOf(population);
  demand(drives.length <= MOST_DRIVES, 'too-many', () => `${where} has ${drives.length} drives; at most ${MOST_DRIVES}.`);
  drives.forEach((drive, i) => {
    checkDrive(drive, size, `${where}: ${Array.isArray(population.drive) ? `drive[${i}]` : 'drive'}`);
  });
  demand(branches === undefined || branches >= 1, 'branches', () => `${where} has ${branches} branches.`);
  if (homeostasis?.length) compose(homeostasis, { where: `population '${name}'`, kind: 'neuron' });
};

/** A source takes no input, so nothing can act on it. */
const checkBare = (population: Population, where: string): void => {
  for (const key of ['initial', 'drive', 'homeostasis'] as const) {
    const value = population[key];
    const empty = value === undefined || (Array.isArray(value) ? value.length === 0 : key === 'initial' && Object.keys(value).length === 0);
    demand(empty, 'source-input', () => `${where} is a source, which ignores input: it can have no ${key}.`, { key });
  }
};

const checkNeuron = (use: NeuronUse, { initial = {}, size }: Population, where: string): void => {
  const model = modelNamed(use.model, where);
  const known = Object.keys(model.params);
  for (const [name, value] of Object.entries(use.params)) {
    if (!Object.hasOwn(model.params, name)) {
      throw unknownName(`${where}: neuron model '${model.name}' has no parameter '${name}'.`, name, known, 'Parameters', 'unknown-parameter');
    }
    checkPerNeuron(value, size, `${where}: neuron.params.${name}`, parameterRange(name));
  }
  for (const [name, value] of Object.entries(initial)) {
    if (!Object.hasOwn(model.state, name)) {
      const states = Object.keys(model.state);
      throw unknownName(`${where}: neuron model '${model.name}' has no state variable '${name}'.`, name, states, 'State', 'unknown-state');
    }
    checkPerNeuron(value, size, `${where}: initial.${name}`);
  }
};

export const modelNamed = (name: string, where: string): NeuronModel => {
  const model = Object.hasOwn(neuronModels, name) ? neuronModels[name] : undefined;
  if (model) return model;
  throw unknownName(`${where} has neurons of model '${name}', which does not exist.`, name, Object.keys(neuronModels), 'Models', 'unknown-model');
};

const checkPositions = ({ positions, size }: Population, where: string): void => {
  if (positions === undefined) return;
  demand(positions.length === size, 'length', () => `${where} has ${positions.length} positions for ${size} neurons. Give one per neuron.`, {
    length: positions.length,
    size,
  });
  const dimensions = positions[0]?.length;
  positions.forEach((position, i) => {
    demand(
      (position.length === 2 || position.length === 3) && position.length === dimensions,
      'positions',
      () => `${where}: positions[${i}] has ${position.length} coordinates. Give two or three, the same number for all neurons.`,
    );
  });
};
