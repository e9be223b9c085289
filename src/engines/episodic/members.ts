/** Who takes part in learning from trials, in one partition. */
import type { Plan, PlannedEpisode } from '../../network/plan.ts';
import type { PartitionEngine } from '../engine.ts';
import { Learner } from './learner.ts';
import { Readout } from './readout.ts';
import { Synapses } from './synapses.ts';

export interface Members {
  readonly readouts: readonly Readout[];
  readonly learners: readonly Learner[];
  /** Projections that learn, and those that carry errors. */
  readonly synapses: ReadonlyMap<number, Synapses>;
  /** Those of them that carry errors against their direction. */
  readonly back: readonly Synapses[];
  /** Those that learn. */
  readonly learning: readonly Synapses[];
}

export const membersOf = (plan: Plan, episode: PlannedEpisode, engine: PartitionEngine): Members => {
  const feedback = episode.learners.flatMap((learner) => learner.feedback);
  const involved = new Set([...episode.projections, ...feedback.map(({ projection }) => projection)]);
  const synapses = new Map([...involved].map((index) => [index, new Synapses(plan, index, engine)]));
  const of = (index: number) => synapses.get(index) as Synapses;
  return {
    readouts: episode.readouts.map((readout) => new Readout(plan, readout, engine, episode.ticks)),
    learners: episode.learners.map((learner) => new Learner(plan, learner, engine, episode.ticks)),
    synapses,
    back: feedback.filter(({ back }) => back).map(({ projection }) => of(projection)),
    learning: episode.projections.map(of),
  };
};
