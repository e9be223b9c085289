import { join, resolve } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Account } from './account.ts';
import type { Crew } from './crew.ts';
import { ask, digestWeights, writeWeights } from './crew-tasks.ts';
import { makeDirectory } from './files.ts';
import type { Listeners } from './listeners.ts';
import type { Looks } from './looks.ts';
import type { SimulateOptions } from './options.ts';
import type { Outline, RawBlock } from './protocol.ts';
import type { RunStatus } from './receipt.ts';
import { energyBin, type RunDirectory } from './run-directory.ts';
import type { Schedule } from './schedule.ts';
import type { Transitions } from './transitions.ts';

/** Transitions wait in the workers' memory no longer than this [ms]. */
const statesWithin = 1000;

/** What there is once workers have built their partitions: accounts, files if there are any, and everybody who listens; what happens is told to all of them. */
export class Keeping {
  readonly outline: Outline;
  readonly account: Account;
  readonly directory: RunDirectory | null;
  readonly #crew: Crew;
  readonly #schedule: Schedule;
  readonly #listeners: Listeners;

  constructor(outline: Outline, account: Account, directory: RunDirectory | null, crew: Crew, schedule: Schedule, listeners: Listeners) {
    this.outline = outline;
    this.account = account;
    this.directory = directory;
    this.#crew = crew;
    this.#schedule = schedule;
    this.#listeners = listeners;
    this.writeReceipt('running');
  }

  /** Has recordings and checkpoints made from time to time. @param now - the present [ticks] */
  lookFrom(now: () => number, looks: Looks, { checkpointEvery, record = {} }: SimulateOptions): void {
    const add = (every: number | undefined, look: () => unknown, seen?: number): void => {
      if (every !== undefined) looks.add({ every, look }, seen);
    };
    if (record.energy) add(record.energyEvery ?? energyBin, () => this.endEnergyBin(now()));
    if (record.states) add(statesWithin, () => {});
    add(record.weightsEvery, () => this.#writeWeights(now()));
    add(checkpointEvery, () => this.checkpoint(now(), undefined), now());
  }

  async take(raw: RawBlock): Promise<void> {
    const { account, directory, outline } = this;
    const block = { ...raw, from: account.tick, perMs: outline.perMs };
    account.take(block);
    await directory?.take(block);
    await this.#listeners.spikes.tell(block);
    if (directory?.receiptDue) this.writeReceipt('running');
  }

  /** @param changes - null where none are recorded */
  async takeTransitions(now: number, changes: Transitions | null): Promise<void> {
    if (changes === null) return;
    await this.directory?.takeTransitions(changes);
    await this.#listeners.states.tell({ ...changes, upTo: now, perMs: this.outline.perMs, variables: this.outline.transitions });
  }

  async endEnergyBin(now: number): Promise<void> {
    const { energy } = this.account;
    if (energy === null || now <= energy.binTick) return;
    const [fromMs, timeMs] = [this.#timeOf(energy.binTick), this.#timeOf(now)];
    const rows = energy.bin(now);
    await this.directory?.takeEnergy(timeMs, rows);
    await this.#listeners.energy.tell({ fromMs, timeMs, rows });
  }

  async checkpoint(now: number, parent: string | undefined): Promise<string> {
    const { account, directory } = this;
    const place = parent ?? directory?.path;
    if (place === undefined) throw new ModelError('option', "A checkpoint needs a directory: give one, or simulate with 'out'.", { option: 'out' });
    makeDirectory(place);
    await directory?.flush();
    const name = `checkpoint-${this.#timeOf(now)}`;
    const facts = account.facts(this.#schedule, directory?.recordings ?? null);
    await ask(this.#crew, { do: 'checkpoint', target: join(place, name), facts, pending: account.pendingBytes });
    if (directory && resolve(place) === resolve(directory.path)) {
      directory.wroteCheckpoint(name, this.#timeOf(now));
      this.writeReceipt('running');
    }
    return join(place, name);
  }

  /** The end of a run that may go on. */
  async flush(): Promise<void> {
    await this.directory?.flush();
    this.writeReceipt('running');
  }

  /** Writes what belongs at the end of everything. */
  async finish(now: number): Promise<void> {
    await this.endEnergyBin(now);
    if (!this.directory) return;
    await this.#writeWeights(now);
    this.account.weightDigests = await digestWeights(this.#crew, this.outline, undefined);
  }

  /** Closes all files. @param failure - why it ends, where that is a failure: it is then the one to report */
  async close(status: RunStatus, failure: Error | null): Promise<void> {
    const unlessFailed = (error: unknown): void => {
      if (failure === null) throw error;
    };
    await this.directory?.close().catch(unlessFailed);
    try {
      this.writeReceipt(failure ? 'failed' : status, failure);
    } catch (error) {
      unlessFailed(error);
    }
  }

  writeReceipt(status: RunStatus, failure: Error | null = null): void {
    if (this.directory) this.account.writeReceipt(this.directory, status, this.#schedule.done, failure);
  }

  #timeOf(tick: number): number {
    return tick / this.outline.perMs;
  }

  async #writeWeights(now: number): Promise<void> {
    if (this.directory) await writeWeights(this.#crew, this.outline, this.directory, this.#timeOf(now));
  }
}
