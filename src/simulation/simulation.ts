import { performance } from 'node:perf_hooks';
import { ModelError } from '../errors.ts';
import { Account, type Summary } from './account.ts';
import { pendingBytes, type Snapshot } from './checkpoint.ts';
import { Crew } from './crew.ts';
import { ask, digestWeights, readNow } from './crew-tasks.ts';
import type { Intervention } from './interventions.ts';
import { Keeping } from './keeping.ts';
import { Listeners, type Moment } from './listeners.ts';
import { Looks } from './looks.ts';
import { watchPace } from './pace.ts';
import { type Outline, projectionIndex, type Reply } from './protocol.ts';
import type { RunStatus } from './receipt.ts';
import { RunDirectory } from './run-directory.ts';
import { runEnd } from './run-end.ts';
import { Schedule } from './schedule.ts';
import { shown } from './shown.ts';
import { closed, type RunOptions, type RunResult, type Start } from './start.ts';
import type { WeightTable } from './weights.ts';

/** Everything behind the public `Simulation`: a crew of workers, and what is done with their spikes. One thing is done at a time, in the order asked. */
export class LiveSimulation {
  readonly schedule: Schedule;
  readonly listeners = new Listeners();
  readonly #start: Start;
  readonly #crew: Crew;
  readonly #opening: Promise<Keeping>;
  #kept: Keeping | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #now: number;
  #interrupted = false;
  #ended = false;
  #closing = false;
  #running = false;
  readonly #looks = new Looks();
  #tellEnd: (failure: Error | null) => void = () => {};
  readonly ended = new Promise<Error | null>((resolve) => {
    this.#tellEnd = resolve;
  });

  constructor(start: Start) {
    this.#start = start;
    this.schedule = new Schedule(start.names, start.snapshot?.body.facts);
    this.#now = start.snapshot?.body.tick ?? 0;
    const { network, engine, settings, workers, snapshot: restore, options } = start;
    const { heapMiB, record: { states: transitions = false } = {} } = options;
    this.#crew = new Crew({
      workers,
      network,
      engine,
      settings,
      restore,
      transitions,
      heapMiB,
      onBlock: async (block) => (await this.#opening).take(block),
    });
    this.#opening = this.#open(performance.now());
    // Whoever asks for something first gets the error; until then it is nobody's.
    this.#opening.catch(() => {});
  }

  /** The present, for whoever is given the word while everything waits. */
  get #moment(): Moment {
    const { outline } = this.#kept as Keeping;
    return {
      timeMs: this.timeMs,
      weights: (projection, synapses = null) =>
        ask<WeightTable>(this.#crew, { do: 'weights', projection: projectionIndex(outline, projection), synapses }),
      read: (variable) => readNow(this.#crew, outline, variable),
    };
  }

  get timeMs(): number {
    return this.#kept ? this.#now / this.#kept.outline.perMs : (this.#start.snapshot?.body.timeMs ?? 0);
  }

  at(timeMs: number, intervention: Intervention): void {
    if (this.#closing || this.#ended) throw this.#crew.failure ?? closed();
    this.schedule.add(timeMs, intervention, this.timeMs);
  }

  run(ms: number, options: RunOptions): Promise<RunResult> {
    return this.#next(async (kept) => {
      await this.#runUntil(runEnd(this.#now, ms, kept.outline.perMs), kept, options);
      if (this.#interrupted && this.#start.options.checkpointEvery !== undefined) await kept.checkpoint(this.#now, undefined);
      await kept.flush();
      return { simulatedMs: this.timeMs, interrupted: this.#interrupted };
    });
  }

  /** Has something looked at from time to time; a run under way pauses, so that it begins at once. */
  watch(every: number, look: (moment: Moment) => void | Promise<void>): () => void {
    if (!(Number.isFinite(every) && every > 0))
      throw new ModelError('option', `A network can be looked at every so many milliseconds, which must be positive; not every ${shown(every)}.`, {
        every,
      });
    if (this.#running) this.#crew.requestStop(true);
    return this.#looks.add({ every, look: () => look(this.#moment) });
  }

  checkpoint(parent: string | undefined): Promise<string> {
    return this.#next((kept) => kept.checkpoint(this.#now, parent));
  }

  /** The present state in shared memory. */
  snapshot(): Promise<Snapshot> {
    return this.#next(({ account }) =>
      ask<Snapshot>(this.#crew, { do: 'checkpoint', target: null, facts: account.facts(this.schedule, null), pending: account.pendingBytes }),
    );
  }

  weights(projection: string): Promise<WeightTable> {
    return this.#next(() => this.#moment.weights(projection));
  }

  read(variable: string): Promise<Float64Array> {
    return this.#next(() => this.#moment.read(variable));
  }

  weightDigests(projections: readonly string[] | undefined): Promise<Readonly<Record<string, string>>> {
    return this.#next(({ outline }) => digestWeights(this.#crew, outline, projections));
  }

  summary(): Promise<Summary> {
    if (this.#ended && this.#kept) return Promise.resolve(this.#kept.account.summary());
    return this.#next(async ({ account, outline }) => {
      account.weightDigests = await digestWeights(this.#crew, outline, undefined);
      return account.summary();
    });
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#closing = true;
    try {
      await this.#next((kept) => kept.finish(this.#now));
    } catch (error) {
      // A crew that failed has said so to whoever asked it for something.
      if (this.#crew.failure === null) throw error;
    } finally {
      await this.#end(this.#interrupted ? 'interrupted' : 'complete');
    }
  }

  /** Does one thing after the other; a failure of the crew ends everything. */
  #next<T>(work: (kept: Keeping) => Promise<T>): Promise<T> {
    const result = this.#queue.then(async () => {
      if (this.#ended && this.#crew.failure === null) throw closed();
      try {
        return await work(await this.#opening);
      } catch (error) {
        if (this.#crew.failure === null) throw error;
        await this.#end('failed');
        throw this.#crew.failure;
      }
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  async #open(started: number): Promise<Keeping> {
    const { snapshot, out, options, goesOn } = this.#start;
    try {
      const replies = await this.#crew.built;
      const outline = replies[0]?.result as Outline;
      this.schedule.open(outline);
      const facts = snapshot?.body.facts;
      const account = new Account(this.#start, outline, this.#now, facts, snapshot ? pendingBytes(snapshot) : new Uint8Array(0));
      account.takeTurnover(replies);
      account.buildSeconds = (performance.now() - started) / 1000;
      const directory =
        out === undefined
          ? null
          : await RunDirectory.open(out, outline, options.record ?? {}, goesOn ? (facts ?? null) : null, options.overwrite ?? false);
      const kept = new Keeping(outline, account, directory, this.#crew, this.schedule, this.listeners);
      kept.lookFrom(() => this.#now, this.#looks, options);
      this.#kept = kept;
      return kept;
    } catch (error) {
      this.#crew.fail(error as Error);
      throw error;
    }
  }

  async #runUntil(until: number, kept: Keeping, { signal, ...pace }: RunOptions): Promise<void> {
    const { outline, account } = kept;
    const stopShowing = watchPace(pace, this.#crew, this.#now, account.spikes, outline.perMs);
    const stop = (): void => this.#crew.requestStop(true);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    this.#interrupted = false;
    this.#running = true;
    try {
      await this.#looks.at(this.#now, outline.perMs);
      do {
        await this.#runTo(this.#looks.next(this.#now, until, outline.perMs), kept);
        this.#interrupted = this.#now < until && signal?.aborted === true;
        if (!this.#interrupted) this.#crew.requestStop(false);
        await this.#looks.at(this.#now, outline.perMs);
      } while (this.#now < until && !this.#interrupted);
    } finally {
      stopShowing(this.#now, account.spikes);
      signal?.removeEventListener('abort', stop);
      this.#crew.requestStop(false);
      this.#running = false;
    }
  }

  async #runTo(until: number, kept: Keeping): Promise<void> {
    const due = this.schedule.begin(until);
    const started = performance.now();
    const replies = await this.#crew.command({ do: 'run', until, due });
    kept.account.ran((performance.now() - started) / 1000, replies);
    this.#now = (replies[0] as Reply).now;
    this.schedule.end(this.#now);
    await kept.takeTransitions(this.#now, kept.account.changed(replies));
  }

  async #end(status: RunStatus): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const { failure } = this.#crew;
    await this.#crew.close();
    try {
      await this.#kept?.close(status, failure);
    } finally {
      this.#tellEnd(failure);
    }
  }
}
