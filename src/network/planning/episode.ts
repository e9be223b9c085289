/** Learning from whole trials: who learns by gradient, from whose errors. */
import { ModelError } from '../../errors.ts';
import { gradientOf } from '../../rules/gradient.ts';
import { units } from '../../units.ts';
import type { Network, Population, Projection } from '../description.ts';
import type { PlannedEpisode, PlannedLearner, PlannedPopulation, PlannedProjection, PlannedReadout } from '../plan.ts';
import type { Ticking } from './times.ts';

/** Null where no rule reads `gradient`. @throws ModelError where one does and there is no gradient for it */
export const planEpisode = (
  network: Network,
  populations: readonly PlannedPopulation[],
  projections: readonly PlannedProjection[],
  { perMs }: Ticking,
): PlannedEpisode | null => {
  const learning = projections.filter(({ program }) => gradientOf(program) !== null);
  if (learning.length === 0) return null;
  const described = Object.values<Population>(network.populations);
  const readouts = described.flatMap(({ targets }, population): PlannedReadout[] =>
    targets === undefined ? [] : [{ population, length: targets[0]?.length ?? 0, targets: Float64Array.from(targets.flat()) }],
  );
  for (const projection of learning) checkTarget(projection, populations[projection.to] as PlannedPopulation, readouts);
  const carriers = Object.values<Projection>(network.projections).flatMap(({ carries = 'spikes' }, index) =>
    carries === 'spikes' ? [] : [{ projection: projections[index] as PlannedProjection, back: carries === 'both' }],
  );
  const learners = populations.flatMap((population): PlannedLearner[] => {
    if (population.model?.psi === undefined || !learning.some(({ to }) => to === population.index)) return [];
    const feedback = carriers.flatMap(({ projection: { index, from, to }, back }) =>
      (back ? from : to) === population.index ? [{ projection: index, back }] : [],
    );
    const { rateTarget } = described[population.index] as Population;
    if (feedback.length === 0 && rateTarget === undefined) throw withoutErrors(population.name);
    return [
      {
        population: population.index,
        rateTarget: rateTarget === undefined ? null : { ...rateTarget, rate: rateTarget.rate * units.Hz.coherent },
        feedback,
      },
    ];
  });
  const longest = Math.max(0, ...readouts.map(({ length }) => length));
  if (longest === 0)
    throw new ModelError(
      'targets',
      "Rules read 'gradient', but no population has targets, which say how long a trial can be: give a readout targets.",
    );
  return { signal: signalOf(learning), ticks: longest * perMs, readouts, learners, projections: learning.map(({ index }) => index) };
};

/** How long after its emission a spike can count for a gradient: until the trial in which it arrives has ended [ticks]. */
export const trialHorizon = (episode: PlannedEpisode | null, projections: readonly PlannedProjection[]): number =>
  episode === null ? 0 : episode.ticks + Math.max(...episode.projections.map((index) => projections[index]?.delays.at(-1) ?? 0));

const checkTarget = (
  { name, program }: PlannedProjection,
  { name: to, model, reset, index }: PlannedPopulation,
  readouts: readonly PlannedReadout[],
): void => {
  const refuse = (why: string): never => {
    throw new ModelError('gradient', `Projection '${name}' has rules that read 'gradient', but ${why}.`, { projection: name });
  };
  if (program?.structural) refuse('its synapses come and go, and one that was not there for the whole trial has none');
  if (model === null) refuse(`'${to}' is a source, which ignores input`);
  else if (readouts.some(({ population }) => population === index)) return;
  else if (model.input !== 'delta' || model.psi === undefined)
    refuse(`neurons of '${to}' (${model.name}) have none: lif() and adaptiveLif() have, and integrators with targets`);
  else if (reset !== 'subtract')
    refuse(`spikes of '${to}' set its potential to a value, which ends all dependence on weights: use reset: 'subtract'`);
};

const withoutErrors = (name: string): ModelError =>
  new ModelError(
    'gradient',
    `Rules of projections onto '${name}' read 'gradient', but no error reaches '${name}': add a projection from a readout with carries: 'error', or carries: 'both' to the projection onto the readout, or a rateTarget.`,
    { population: name },
  );

const signalOf = (learning: readonly PlannedProjection[]): string => {
  const signals = [...new Set(learning.flatMap(({ program }) => gradientOf(program)?.signals ?? []))];
  if (signals.length > 1)
    throw new ModelError('gradient', `Rules read 'gradient' at the signals ${signals.join(' and ')}, but one signal must end trials for all.`, {
      signals,
    });
  return signals[0] as string;
};
