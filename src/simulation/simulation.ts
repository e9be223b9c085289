import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ModelError } from '../errors.ts';
import { Account, type Summary } from './account.ts';
import { pendingBytes, type Snapshot } from './checkpoint.ts';
import { Crew } from './crew.ts';
import { ask, digestWeights, readNow, writeWeights } from './crew-tasks.ts';
import { makeDirectory } from './files.ts';
import type { Intervention } from './interventions.ts';
import { watchPace } from './pace.ts';
import { falls, nextCut, type Periods, periodsOf, runEnd } from './periods.ts';
import { type Outline, projectionIndex, type RawBlock, type Reply } from './protocol.ts';
import type { RunStatus } from './receipt.ts';
import { RunDirectory } from './run-directory.ts';
import { Schedule } from './schedule.ts';
import type { SpikeListener } from './spike-block.ts';
import { closed, type RunOptions, type RunResult, type Start } from './start.ts';
import type { WeightTable } from './weights.ts';

/** What is there once workers have built their partitions. */
interface Opened {
  readonly outline: Outline;
  readonly account: Account;
  readonly directory: RunDirectory | null;
}

/** Everything behind the public `Simulation`: a crew of workers, and what is done with their spikes. One thing is done at a time, in the order asked. */
export class LiveSimulation {
  readonly schedule: Schedule;
  readonly listeners = new Set<SpikeListener>();
  readonly #start: Start;
  readonly #crew: Crew;
  readonly #opening: Promise<Opened>;
  #opened: Opened | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #now: number;
  #interrupted = false;
  #ended = false;
  #closing = false;
  readonly #periods: Periods;

  constructor(start: Start) {
    this.#start = start;
    this.schedule = new Schedule(start.names, start.snapshot?.body.facts);
    this.#now = start.snapshot?.body.tick ?? 0;
    this.#periods = periodsOf(start.options);
    const { network, engine, settings, workers, snapshot: restore, options } = start;
    const { heapMiB, record: { states: transitions = false } = {} } = options;
    this.#crew = new Crew({ workers, network, engine, settings, restore, transitions, heapMiB, onBlock: (block) => this.#take(block) });
    this.#opening = this.#open(performance.now());
    // Whoever asks for something first gets the error; until then it is nobody's.
    this.#opening.catch(() => {});
  }

  get timeMs(): number {
    return this.#opened ? this.#now / this.#opened.outline.perMs : (this.#start.snapshot?.body.timeMs ?? 0);
  }

  at(timeMs: number, intervention: Intervention): void {
    if (this.#closing || this.#ended) throw this.#crew.failure ?? closed();
    this.schedule.add(timeMs, intervention, this.timeMs);
  }

  run(ms: number, options: RunOptions): Promise<RunResult> {
    return this.#next(async (opened) => {
      const { directory, account } = opened;
      await this.#runUntil(runEnd(this.#now, ms, opened.outline.perMs), opened, options);
      if (this.#interrupted && this.#periods.checkpointEvery !== undefined) await this.#checkpoint(opened, undefined);
      if (directory) {
        await directory.flush();
        account.writeReceipt(directory, 'running', this.schedule.done);
      }
      return { simulatedMs: this.timeMs, interrupted: this.#interrupted };
    });
  }

  checkpoint(parent: string | undefined): Promise<string> {
    return this.#next((opened) => this.#checkpoint(opened, parent));
  }

  /** The present state in shared memory. */
  snapshot(): Promise<Snapshot> {
    return this.#next(({ account }) =>
      ask<Snapshot>(this.#crew, { do: 'checkpoint', target: null, facts: account.facts(this.schedule, null), pending: account.pendingBytes }),
    );
  }

  weights(projection: string): Promise<WeightTable> {
    return this.#next(({ outline }) => ask<WeightTable>(this.#crew, { do: 'weights', projection: projectionIndex(outline, projection) }));
  }

  read(variable: string): Promise<Float64Array> {
    return this.#next(({ outline }) => readNow(this.#crew, outline, variable));
  }

  weightDigests(projections: readonly string[] | undefined): Promise<Readonly<Record<string, string>>> {
    return this.#next(({ outline }) => digestWeights(this.#crew, outline, projections));
  }

  summary(): Promise<Summary> {
    if (this.#ended && this.#opened) return Promise.resolve(this.#opened.account.summary());
    return this.#next(async ({ account, outline }) => {
      account.weightDigests = await digestWeights(this.#crew, outline, undefined);
      return account.summary();
    });
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#closing = true;
    try {
      await this.#next(async (opened) => {
        const { directory, account, outline } = opened;
        if (!directory) return;
        await directory.takeEnergy(this.timeMs, account.energy?.bin(this.#now));
        await writeWeights(this.#crew, outline, directory, this.timeMs);
        account.weightDigests = await digestWeights(this.#crew, outline, undefined);
      });
    } catch (error) {
      // A crew that failed has said so to whoever asked it for something.
      if (this.#crew.failure === null) throw error;
    } finally {
      await this.#end(this.#interrupted ? 'interrupted' : 'complete');
    }
  }

  /** Does one thing after the other; a failure of the crew ends everything. */
  #next<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
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

  async #open(started: number): Promise<Opened> {
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
      if (directory) account.writeReceipt(directory, 'running', this.schedule.done);
      this.#opened = { outline, account, directory };
      return this.#opened;
    } catch (error) {
      this.#crew.fail(error as Error);
      throw error;
    }
  }

  async #runUntil(until: number, opened: Opened, { signal, ...pace }: RunOptions): Promise<void> {
    const { outline, account } = opened;
    const stopShowing = watchPace(pace, this.#crew, this.#now, account.spikes, outline.perMs);
    const stop = (): void => this.#crew.requestStop(true);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    this.#interrupted = false;
    const { checkpointEvery, weightsEvery, energyEvery, statesEvery } = this.#periods;
    try {
      await this.#snapshotWeights(opened);
      do {
        const cut = nextCut(this.#now, until, [checkpointEvery, weightsEvery, energyEvery, statesEvery], outline.perMs);
        const advances = this.#now < cut;
        await this.#runTo(cut, opened);
        if (falls(this.#now, energyEvery, outline.perMs)) await opened.directory?.takeEnergy(this.timeMs, account.energy?.bin(this.#now));
        await this.#snapshotWeights(opened);
        if (advances && falls(this.#now, checkpointEvery, outline.perMs)) await this.#checkpoint(opened, undefined);
        this.#interrupted = this.#now < until && (this.#now < cut || signal?.aborted === true);
      } while (this.#now < until && !this.#interrupted);
    } finally {
      stopShowing(this.#now, account.spikes);
      signal?.removeEventListener('abort', stop);
      this.#crew.requestStop(false);
    }
  }

  async #runTo(until: number, { account, directory }: Opened): Promise<void> {
    const due = this.schedule.begin(until);
    const started = performance.now();
    const replies = await this.#crew.command({ do: 'run', until, due });
    account.ran((performance.now() - started) / 1000, replies);
    this.#now = (replies[0] as Reply).now;
    this.schedule.end(this.#now);
    const changes = account.changed(replies);
    await directory?.takeTransitions(changes);
  }

  /** Weights at every multiple of their period, time 0 included, whatever runs there are. */
  async #snapshotWeights({ outline, directory }: Opened): Promise<void> {
    const { weightsEvery } = this.#periods;
    if (directory && falls(this.#now, weightsEvery, outline.perMs)) await writeWeights(this.#crew, outline, directory, this.timeMs);
  }

  async #checkpoint({ account, directory }: Opened, parent: string | undefined): Promise<string> {
    const place = parent ?? directory?.path;
    if (place === undefined) throw new ModelError('option', "A checkpoint needs a directory: give one, or simulate with 'out'.", { option: 'out' });
    makeDirectory(place);
    await directory?.flush();
    const name = `checkpoint-${this.timeMs}`;
    const facts = account.facts(this.schedule, directory?.recordings ?? null);
    await ask(this.#crew, { do: 'checkpoint', target: join(place, name), facts, pending: account.pendingBytes });
    if (directory && resolve(place) === resolve(directory.path)) {
      directory.wroteCheckpoint(name, this.timeMs);
      account.writeReceipt(directory, 'running', this.schedule.done);
    }
    return join(place, name);
  }

  async #take(raw: RawBlock): Promise<void> {
    const { account, directory, outline } = await this.#opening;
    const block = { ...raw, from: account.tick, perMs: outline.perMs };
    account.take(block);
    await directory?.take(block);
    for (const listener of this.listeners) await listener(block);
    if (directory?.receiptDue) account.writeReceipt(directory, 'running', this.schedule.done);
  }

  async #end(status: RunStatus): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const { failure } = this.#crew;
    await this.#crew.close();
    if (!this.#opened?.directory) return;
    const { directory, account } = this.#opened;
    // A disk that failed while recording fails again here: the first error is the one to report.
    await directory.close().catch((error) => {
      if (failure === null) throw error;
    });
    try {
      account.writeReceipt(directory, failure ? 'failed' : status, this.schedule.done, failure);
    } catch (error) {
      if (failure === null) throw error;
    }
  }
}
