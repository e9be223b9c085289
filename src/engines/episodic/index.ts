/**
 * Learning from whole trials: an engine around another, the same for all. Through a trial it archives the surrogate derivative of neurons that learn, the errors of
 * readouts and all spikes; at the signal that ends the trial it runs e-prop backwards, and gives rules the `gradient` they read.
 */
import { InternalError, ModelError } from '../../errors.ts';
import type { Plan, PlannedEpisode } from '../../network/plan.ts';
import { DelegatingEngine } from '../delegating.ts';
import type { PartitionEngine, Spikes, StateColumn } from '../engine.ts';
import { learn } from './backward.ts';
import { type Members, membersOf } from './members.ts';
import { ownShares, sharesLength, split } from './shares.ts';
import { TrialSpikes } from './trial-spikes.ts';

/** The engine, learning from trials where the plan says so. */
export const episodic = (plan: Plan, engine: PartitionEngine): PartitionEngine =>
  plan.episode === null ? engine : new EpisodicEngine(plan, plan.episode, engine);

class EpisodicEngine extends DelegatingEngine {
  readonly #plan: Plan;
  readonly #episode: PlannedEpisode;
  readonly #members: Members;
  readonly #spikes = new TrialSpikes();
  /** Tick at which the trial began: a column, so that a checkpoint may lie inside of it. */
  readonly #start = new Float64Array(1);
  #now = 0;

  constructor(plan: Plan, episode: PlannedEpisode, engine: PartitionEngine) {
    super(engine);
    this.#plan = plan;
    this.#episode = episode;
    this.#members = membersOf(plan, episode, engine);
  }

  /** Step by step: each leaves something in the archive. */
  override advance(until: number): Spikes {
    const parts: Spikes[] = [];
    while (this.#now < until) {
      const spikes = this.engine.advance(++this.#now);
      this.#archive(spikes);
      parts.push(spikes);
    }
    return parts.length === 0 ? this.engine.advance(until) : joined(parts);
  }

  #archive({ ids }: Spikes): void {
    const { learners, readouts } = this.#members;
    const step = this.#now - this.#began - 1;
    const within = step < this.#episode.ticks;
    for (const learner of learners) {
      const fired = learner.own(ids);
      if (within) learner.archive(step, this.#now, fired);
      else learner.fired(this.#now, fired);
    }
    if (within) for (const readout of readouts) readout.archive(this.engine, step);
  }

  override receive(spikes: Spikes): void {
    this.#spikes.add(spikes);
    super.receive(spikes);
  }

  override requeue(spikes: Spikes): void {
    this.#spikes.clear();
    this.#spikes.add(spikes);
    super.requeue(spikes);
  }

  override restored(now: number, written?: string): void {
    super.restored(now, written);
    this.#now = now;
    for (const learner of this.#members.learners) learner.restored(this.engine, now);
  }

  override silence(population: number, silent: boolean): void {
    super.silence(population, silent);
    for (const learner of this.#members.learners) if (learner.population.index === population) learner.silent = silent;
  }

  override columns(): readonly StateColumn[] {
    const { learners, readouts } = this.#members;
    const start: StateColumn = { name: 'trial.start', of: 'global', owner: -1, data: this.#start };
    return [...super.columns(), start, ...[...learners, ...readouts].flatMap((archive) => archive.columns())];
  }

  override partialSums(signal?: string): BigInt64Array {
    const own = super.partialSums(signal);
    if (signal !== this.#episode.signal) return own;
    const { all } = ownShares(this.#members, this.#steps());
    const sums = new BigInt64Array(own.length + all.length);
    sums.set(own);
    sums.set(new BigInt64Array(all.buffer), own.length);
    return sums;
  }

  override signal(name: string, value: number, sums: BigInt64Array): void {
    if (name !== this.#episode.signal) {
      super.signal(name, value, sums);
      return;
    }
    const steps = this.#steps();
    const own = sums.length - sharesLength(this.#members, steps);
    if (own < 0) throw new InternalError(`The signal '${name}' ends a trial, but came without what other partitions have to say.`);
    const shares = split(new Float64Array(sums.slice(own).buffer), this.#members, steps);
    if (steps > 0) learn(this.#members, { start: this.#began, steps, spikes: this.#spikes }, shares);
    super.signal(name, value, sums.subarray(0, own));
    this.#start[0] = this.#now;
    // What was emitted longer ago than this has arrived.
    this.#spikes.forget(this.#now - (this.#plan.horizonTicks - this.#episode.ticks));
  }

  get #began(): number {
    return this.#start[0] as number;
  }

  /** Steps of the trial that ends now. */
  #steps(): number {
    const steps = this.#now - this.#began;
    const { signal, ticks } = this.#episode;
    if (steps <= ticks) return steps;
    const [lasted, most] = [steps / this.#plan.perMs, ticks / this.#plan.perMs];
    throw new ModelError(
      'trial',
      `A trial has lasted ${lasted} ms, but the longest targets last ${most} ms: broadcast '${signal}' at least that often, or give longer targets.`,
      { lasted, most, signal },
    );
  }
}

const joined = (parts: readonly Spikes[]): Spikes =>
  parts.length === 1
    ? (parts[0] as Spikes)
    : {
        ids: Uint32Array.from(parts.flatMap(({ ids }) => [...ids])),
        ticks: Float64Array.from(parts.flatMap(({ ticks }) => [...ticks])),
        fracs: Float64Array.from(parts.flatMap(({ fracs }) => [...fracs])),
      };
