/** Neurons and what drives them, in other units. */
import type { NeuronModel } from '../../neurons/model.ts';
import { type Dimension, units } from '../../units.ts';
import type { CurrentDrive, Drive, NeuronUse, Population } from '../description.ts';
import { drivesOf, isSource } from '../parts.ts';
import { modelNamed } from '../validation/populations.ts';
import { scaledRules } from './rules.ts';
import { type Factor, type Refuse, scaledNumber, scaledPerNeuron } from './values.ts';

/**
 * Powers of a population's factor. Input of voltages or currents: both count in units smaller by the factor, and conductances stay. Input of conductances: these,
 * currents and capacitances do, and voltages stay. Either is a change of units, which no sound equation of a neuron notices.
 */
export const exponentIn =
  ({ input }: NeuronModel) =>
  ({ voltage, current, weight }: Dimension): number =>
    weight + current + (input === 'conductance' ? 0 : voltage);

const scaledShape = (shape: CurrentDrive['shape'], factor: Factor, refuse: Refuse, where: string): CurrentDrive['shape'] => {
  const one = (value: number, what: string): number => scaledNumber(value, factor, 1, refuse, `${where}.${what}`);
  switch (shape.kind) {
    case 'constant':
      return { ...shape, amplitude: scaledPerNeuron(shape.amplitude, factor, 1, refuse, `${where}.amplitude`) };
    case 'step':
      return { ...shape, amplitudes: shape.amplitudes.map((each) => one(each, 'amplitudes')) };
    case 'sine':
      return { ...shape, amplitude: one(shape.amplitude, 'amplitude'), offset: one(shape.offset, 'offset') };
    case 'array':
      return { ...shape, values: shape.values.map((each) => one(each, 'values')) };
  }
};

const scaledDrive = (drive: Drive, factor: Factor, refuse: Refuse, where: string): Drive => {
  switch (drive.drive) {
    case 'poisson':
      return { ...drive, weight: scaledPerNeuron(drive.weight, factor, 1, refuse, `${where}.weight`) };
    case 'spikeList':
    case 'images':
      return { ...drive, weight: scaledNumber(drive.weight, factor, 1, refuse, `${where}.weight`) };
    case 'current':
      return { ...drive, shape: scaledShape(drive.shape, factor, refuse, where) };
  }
};

const scaledNeuron = (neuron: NeuronUse, model: NeuronModel, factor: Factor, refuse: Refuse, where: string): NeuronUse => {
  const exponent = exponentIn(model);
  const params = Object.entries(model.params).flatMap(([name, { value, unit }]) => {
    const { held, dimension } = units[unit];
    const power = exponent(dimension);
    const given = Object.hasOwn(neuron.params, name) ? neuron.params[name] : undefined;
    if (power === 0) return given === undefined ? [] : [[name, given] as const];
    return [[name, scaledPerNeuron(given ?? value * held, factor, power, refuse, `${where}: ${name}`)] as const];
  });
  return { ...neuron, params: Object.fromEntries(params) };
};

/** The population, its neurons counting in other units. A population of sources has nothing to count. */
export const scaledPopulation = (name: string, population: Population, factor: Factor, refuse: Refuse): Population => {
  const where = `Population '${name}'`;
  const { neuron, initial, homeostasis } = population;
  if (isSource(neuron)) {
    if (factor !== 1) refuse(`${where} only emits spikes, which carry no amplitude; it has no factor`);
    return population;
  }
  const model = modelNamed(neuron.model, where);
  const exponent = exponentIn(model);
  const states = Object.entries(initial ?? {}).map(([state, value]) => {
    const unit = model.state[state]?.unit ?? '';
    return [state, scaledPerNeuron(value, factor, exponent(units[unit].dimension), refuse, `${where}: initial ${state}`)] as const;
  });
  const drives = drivesOf(population).map((drive, i) => scaledDrive(drive, factor, refuse, `${where}: drive[${i}]`));
  return {
    ...population,
    neuron: scaledNeuron(neuron, model, factor, refuse, where),
    ...(initial === undefined ? {} : { initial: Object.fromEntries(states) }),
    ...(population.drive === undefined ? {} : { drive: Array.isArray(population.drive) ? drives : (drives[0] as Drive) }),
    ...(homeostasis === undefined ? {} : { homeostasis: scaledRules(homeostasis, factor, exponent, refuse, where) }),
  };
};
