/** From a description to a plan: everything resolved to indices and numbers for one clock and one seed. */
import { keyOf } from '../random.ts';
import type { Program } from '../rules/program.ts';
import type { Network, Population, Projection } from './description.ts';
import type { Plan, PlannedProjection } from './plan.ts';
import { type ClockOptions, chooseClock } from './planning/clock.ts';
import { planEpisode, trialHorizon } from './planning/episode.ts';
import { planPopulation } from './planning/populations.ts';
import { planProjection } from './planning/projections.ts';
import { validate } from './validate.ts';

export interface PlanOptions extends ClockOptions {
  /** What all randomness follows from; default 1. */
  readonly seed?: string | number;
  /** Whether engines add up what synapses transmit; default false. Spikes and weights do not depend on it. */
  readonly energy?: boolean;
}

/** Epoch of a network without projections [ms]: nothing needs exchange. */
const IDLE_EPOCH = 10;

/**
 * The plan of a network: what building and the engines read. The same description and options give the same plan anywhere.
 *
 * @throws ModelError where the description is wrong; UnsupportedError where the event clock is asked for and cannot
 */
export const planNetwork = (network: Network, options: PlanOptions = {}): Plan => {
  validate(network);
  const ticking = chooseClock(network, options);
  const seed = String(options.seed ?? 1);
  const key = keyOf(seed);
  const names = Object.keys(network.populations);
  let first = 0;
  const populations = Object.entries<Population>(network.populations).map(([name, population], index) => {
    const planned = planPopulation(population, { name, index, size: population.size, key, ticking }, first);
    first += population.size;
    return planned;
  });
  const { perMs } = ticking;
  const projections = Object.entries<Projection>(network.projections).map(([name, projection], index) =>
    planProjection(projection, { name, index, from: names.indexOf(projection.from), to: names.indexOf(projection.to), perMs }),
  );
  const episode = planEpisode(network, populations, projections, ticking);
  const programs = [...projections.map(({ program }) => program), ...populations.map(({ homeostasis }) => homeostasis)];
  return {
    name: network.name ?? 'network',
    clock: ticking.clock,
    seed,
    key,
    perMs,
    epochTicks: projections.length === 0 ? IDLE_EPOCH * perMs : Math.min(...projections.map(({ delays }) => delays[0] as number)),
    horizonTicks: Math.max(1, ...projections.map((projection) => horizonOf(projection, perMs)), trialHorizon(episode, projections)),
    neurons: first,
    populations,
    projections,
    signals: [...new Set(programs.flatMap(signalsOf))],
    energy: options.energy ?? false,
    episode,
  };
};

/** How long after its emission a spike can still act through a projection. */
const horizonOf = ({ delays, dendriticTicks, program }: PlannedProjection, perMs: number): number => {
  const after = program?.after.map(({ delay }) => Math.ceil((program.params[delay]?.value ?? 0) * perMs)) ?? [];
  return Math.max((delays.at(-1) as number) + Math.max(0, ...after), dendriticTicks);
};

const signalsOf = (program: Program | null): string[] =>
  program === null
    ? []
    : [...program.onSignal.map(({ signal }) => signal), ...program.variables.flatMap(({ signal }) => (signal === null ? [] : [signal]))];
