/** Bytes of a partition's columns. What engines add, mainly tables of constants, is small beside them. */
import { neuronModels } from '../../neurons/index.ts';
import { gradientOf } from '../../rules/gradient.ts';
import type { Owner } from '../../rules/rule.ts';
import type { Population } from '../description.ts';
import { isSource } from '../parts.ts';
import type { ClockName, PlannedProjection } from '../plan.ts';

const DOUBLE = 8;
/** What is counted per target where synapses come and go. */
const TURNOVER = 8;
/** Values that a neuron has besides its state: currents, refractoriness, spike counts. */
const NEURON_EXTRA = 4;

export interface Sized {
  readonly planned: PlannedProjection;
  readonly from: Population;
  readonly to: Population;
  readonly synapses: number;
}

/** Neurons of a population in one of `count` partitions, with the ring in which static input waits for its delay. */
export const neuronBytes = (population: Population, count: number, clock: ClockName, projections: readonly Sized[]): number => {
  const { neuron, size } = population;
  if (isSource(neuron)) return 0;
  const model = neuronModels[neuron.model];
  const values = Object.keys(model?.state ?? {}).length + NEURON_EXTRA;
  const onto = projections.filter(({ to, planned }) => to === population && clock === 'grid' && planned.program === null);
  const waits = onto.reduce((longest, { planned }) => Math.max(longest, planned.delays.at(-1) as number), 0);
  return Math.ceil(size / count) * DOUBLE * (values + 2 * (waits + 1));
};

/** Synapses, rows and rule variables of a projection in one of `count` partitions. */
export const projectionBytes = ({ planned, from, to, synapses }: Sized, count: number, clock: ClockName): number => {
  const { program, delays, single, commonWeight, spare } = planned;
  const arrival = program !== null || clock === 'event';
  const rows = from.size * (arrival ? delays.length : 1);
  const slice = Math.ceil(to.size / count);
  const of = (owner: Owner): number => program?.variables.filter((variable) => variable.owner === owner).length ?? 0;
  const delay = arrival || delays.length === 1 ? 0 : delays.length <= 256 ? 1 : 2;
  const perSynapse =
    (slice <= 65_536 ? 2 : 4) + (commonWeight !== null ? 0 : single ? 4 : 8) + delay + ((to.branches ?? 1) > 1 ? 1 : 0) + DOUBLE * of('synapse');
  const perRow = 4 + (program !== null && program.draws > 0 ? 4 : 0) + DOUBLE * of('pre');
  const both = planned.from === planned.to ? from.size : from.size + to.size;
  const ofTargets = slice * (DOUBLE * of('post') + (program?.structural ? TURNOVER : 0));
  return (synapses / count + spare * slice) * perSynapse + rows * perRow + ofTargets + both * DOUBLE * of('neuron');
};

/** Columns by neuron and step of a trial: what is archived, and at its end learning signals and what follows from them. */
const TRIAL_COLUMNS = 3;

/** Archives of those who learn from trials, and of their readouts, in one of `count` partitions. */
export const trialBytes = (populations: readonly Population[], projections: readonly Sized[], count: number, perMs: number): number => {
  const learning = projections.filter(({ planned }) => gradientOf(planned.program) !== null);
  if (learning.length === 0) return 0;
  const steps = perMs * populations.reduce((longest, { targets }) => Math.max(longest, targets?.[0]?.length ?? 0), 0);
  const archived = populations.filter((population) => population.targets !== undefined || learning.some(({ to }) => to === population));
  return archived.reduce((sum, { size }) => sum + Math.ceil(size / count) * steps * DOUBLE * TRIAL_COLUMNS, 0);
};
