/** Checks of drawn and listed neuron values, which only a plan has. */
import { ModelError } from '../../errors.ts';
import type { EventForm } from '../../neurons/model.ts';
import type { PerNeuron, PlannedPopulation } from '../plan.ts';
import { parameterRange } from '../validation/ranges.ts';
import { fromParameters } from './evaluate.ts';
import type { Ticking } from './times.ts';
import { rangeOf, valueFor } from './values.ts';

const MOST_REFRACTORY_TICKS = 2 ** 31;

/** Ranges that hold on both clocks, for every neuron. */
export const checkParameters = (population: PlannedPopulation, { perMs }: Ticking): void => {
  for (const [name, values] of Object.entries(population.params)) {
    const [low, high] = rangeOf(values);
    const range = parameterRange(name);
    if (range && !range.holds(low)) throw outside(population, name, low, range.words);
    if (name === 'tRef' && high * perMs > MOST_REFRACTORY_TICKS) throw outside(population, name, high, `at most ${MOST_REFRACTORY_TICKS / perMs} ms`);
  }
  const { vReset, vTh } = population.params;
  if (vReset === undefined || vTh === undefined) return;
  const neuron = firstWhere(population, (i) => valueFor(vReset, i) >= valueFor(vTh, i));
  if (neuron === -1) return;
  throw new ModelError(
    'reset-above-threshold',
    `Population '${population.name}', neuron ${neuron}: vReset, ${valueFor(vReset, neuron)} mV, must lie below vTh, ${valueFor(vTh, neuron)} mV.`,
    { population: population.name, neuron },
  );
};

const outside = (population: PlannedPopulation, name: string, value: number, allowed: string): ModelError =>
  new ModelError('parameter-range', `Population '${population.name}': ${name} is ${value}, but must be ${allowed}.`, {
    population: population.name,
    parameter: name,
    value,
  });

/** Time constants closer than this, relative to the larger, have no usable sum of exponentials. */
const LEAST_DIFFERENCE = 1e-6;

/** What the event clock's closed forms need of every neuron. */
export const checkForEventClock = (population: PlannedPopulation): void => {
  const { model, params, initial, size, name } = population;
  if (!model?.event) return;
  checkTimeConstants(population, model.event);
  if (model.threshold === null || initial.v === undefined) return;
  const threshold = fromParameters(model.threshold, { ...params, ...initial }, size);
  const v: PerNeuron = initial.v;
  const neuron = firstWhere(population, (i) => valueFor(v, i) >= valueFor(threshold, i));
  if (neuron === -1) return;
  throw new ModelError(
    'starts-above-threshold',
    `Population '${name}', neuron ${neuron} starts at v = ${valueFor(v, neuron)} mV, at or above its threshold, ${valueFor(threshold, neuron)} mV: on the event clock it would never cross it. Start below, for a distribution with { max }, or use the grid clock.`,
    { population: name, neuron, v: valueFor(v, neuron) },
  );
};

const checkTimeConstants = (population: PlannedPopulation, event: EventForm): void => {
  const membrane = population.params[event.membrane] as PerNeuron;
  for (const mode of [event.excitatory, event.inhibitory]) {
    if (mode === null) continue;
    const tau = population.params[mode] as PerNeuron;
    const neuron = firstWhere(population, (i) => {
      const [a, b] = [valueFor(membrane, i), valueFor(tau, i)];
      return Math.abs(a - b) < LEAST_DIFFERENCE * Math.max(a, b);
    });
    if (neuron === -1) continue;
    throw new ModelError(
      'equal-time-constants',
      `Population '${population.name}', neuron ${neuron}: ${event.membrane} and ${mode} are both ${valueFor(tau, neuron)} ms; on the event clock they must differ by a millionth at least. Change one a little, or use the grid clock.`,
      { population: population.name, neuron },
    );
  }
};

const firstWhere = (population: PlannedPopulation, holds: (neuron: number) => boolean): number => {
  const values = [...Object.values(population.params), ...Object.values(population.initial)];
  const count = values.every((value) => typeof value === 'number') ? Math.min(1, population.size) : population.size;
  for (let i = 0; i < count; i++) if (holds(i)) return i;
  return -1;
};
