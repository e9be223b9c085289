/** Which clock a network runs on, and how many ticks a millisecond has there. */
import { ModelError, UnsupportedError } from '../../errors.ts';
import { neuronModels } from '../../neurons/index.ts';
import { readsGradient } from '../../rules/gradient.ts';
import type { Drive, Network, Projection } from '../description.ts';
import { drivesOf, isSource } from '../parts.ts';
import type { ClockName } from '../plan.ts';
import type { Ticking } from './times.ts';

/** Default steps [ms]: of the grid, and of delays on the event clock. */
const DEFAULT_DT = 0.1;
const DEFAULT_DELAY_STEP = 0.01;

export interface ClockOptions {
  /** Default: the network's own, else `event` where every model and drive allows it, else `grid`. */
  readonly clock?: ClockName;
  /** Step of the grid clock [ms], 1/dt whole; default 0.1. */
  readonly dt?: number;
  /** Resolution of delays on the event clock [ms], 1/delayStep whole; default 0.01. */
  readonly delayStep?: number;
}

/** Every reason why the event clock cannot run a network; empty if it can. */
export const eventRefusals = (network: Network): string[] => [
  ...populationRefusals(network),
  ...Object.entries<Projection>(network.projections).flatMap(([name, { synapse = [] }]) =>
    synapse.some(({ rule }) => readsGradient(rule))
      ? [`projection '${name}': its rules read 'gradient', for which potentials are archived step by step, and this clock has no steps`]
      : [],
  ),
];

const populationRefusals = (network: Network): string[] =>
  Object.entries(network.populations).flatMap(([name, population]) => {
    const reasons = drivesOf(population).flatMap((drive, i) =>
      isSine(drive) ? [`population '${name}', drive ${i}: under a sine current the time of a threshold crossing has no closed form`] : [],
    );
    if (isSource(population.neuron)) {
      const repeats = population.neuron.source === 'spikes' && population.neuron.repeat !== undefined;
      return repeats ? [...reasons, `population '${name}': spikes that repeat are read step by step, and this clock has no steps`] : reasons;
    }
    const model = neuronModels[population.neuron.model];
    if (model && model.event === null)
      reasons.unshift(`population '${name}' (${model.name}): ${model.eventRefusal ?? 'has no closed-form solution'}`);
    return reasons;
  });

const isSine = (drive: Drive): boolean => drive.drive === 'current' && drive.shape.kind === 'sine';

/** @throws UnsupportedError `clock` if the event clock is asked for and cannot; ModelError `step` for a step that does not divide 1 ms. */
export const chooseClock = (network: Network, options: ClockOptions): Ticking => {
  const wanted = options.clock ?? network.clock;
  const reasons = wanted === 'grid' ? [] : eventRefusals(network);
  const clock = wanted ?? (reasons.length === 0 ? 'event' : 'grid');
  if (clock !== 'event' && clock !== 'grid') {
    throw new ModelError('clock', `There is no clock '${String(clock)}'. Clocks: event, grid.`, { clock });
  }
  if (clock === 'event' && reasons.length > 0) {
    throw new UnsupportedError('clock', "The event clock cannot run this network; the grid clock can (clock: 'grid').", reasons);
  }
  return clock === 'grid'
    ? { clock, perMs: ticksPerMs('dt', options.dt ?? DEFAULT_DT) }
    : { clock, perMs: ticksPerMs('delayStep', options.delayStep ?? DEFAULT_DELAY_STEP) };
};

const MOST_PER_MS = 1_000_000;

const ticksPerMs = (name: string, step: number): number => {
  const perMs = Math.round(1 / step);
  if (step > 0 && perMs >= 1 && perMs <= MOST_PER_MS && Math.abs(step * perMs - 1) < 1e-9) return perMs;
  throw new ModelError('step', `${name} is ${step} ms, but 1 ms must be a whole number of steps, 1 to ${MOST_PER_MS}: 1, 0.5, 0.2, 0.1, 0.05 …`, {
    [name]: step,
  });
};
