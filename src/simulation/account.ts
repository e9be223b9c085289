import { readFileSync } from 'node:fs';
import type { Network } from '../network/description.ts';
import { toJson } from '../network/json.ts';
import type { Facts, Identity } from './checkpoint.ts';
import { SpikeDigest } from './digest.ts';
import { type Energy, EnergyLedger } from './energy.ts';
import type { Past } from './interventions.ts';
import type { Outline, Reply } from './protocol.ts';
import type { Receipt, RunStatus } from './receipt.ts';
import { populationOfId } from './recorder.ts';
import type { Turnover } from './rewire.ts';
import type { RunDirectory } from './run-directory.ts';
import type { Schedule } from './schedule.ts';
import type { SpikeBlock } from './spike-block.ts';
import { type StateCounts, TransitionLedger } from './transition-ledger.ts';
import { mergeTransitions, type Transitions } from './transitions.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** What a run was and gave: the numbers of the receipt and of `--json`. */
export interface Summary {
  readonly clock: string;
  readonly engine: string;
  /** Step of the grid clock [ms]; null on the event clock. */
  readonly dt: number | null;
  readonly workers: number;
  readonly seed: string;
  readonly simulatedMs: number;
  /** Wall time of simulating alone, and of planning, building and compiling before it. */
  readonly wallSeconds: number;
  readonly buildSeconds: number;
  /** Wall seconds a biological second. */
  readonly realTimeFactor: number;
  readonly neurons: number;
  readonly synapses: number;
  readonly spikes: number;
  /** Mean rate of each population since time 0 [Hz]. */
  readonly ratesHz: Readonly<Record<string, number>>;
  readonly synapticEvents: number;
  readonly peakRssMiB: number;
  readonly spikeDigest: string;
  /** Of projections with rules. */
  readonly weightDigests: Readonly<Record<string, string>>;
  /** Null unless it was asked for (`record: { energy: true }`). */
  readonly energy: Energy | null;
  /** States of synapses, by variable; null unless they were asked for (`record: { states: true }`). */
  readonly states: Readonly<Record<string, StateCounts>> | null;
  /** Synapses removed and created since time 0, of projections where they come and go; absent where there are none. */
  readonly turnover?: Readonly<Record<string, Turnover>>;
}

interface About {
  readonly options: { readonly checkpointEvery?: number; readonly record?: { readonly energy?: boolean; readonly states?: boolean } };
  readonly network: Network;
  readonly networkDigest: string;
  readonly seed: string;
  readonly engine: string;
  readonly workers: number;
}

/** What passes during a run, counted: spikes and their digest, wall time, what the receipt says of them. Goes on where a checkpoint's facts left off. */
export class Account {
  readonly #about: About;
  /** The description as JSON holds it. */
  readonly #network: unknown;
  readonly #outline: Outline;
  readonly #populationOf: Uint16Array;
  readonly #startedAt = new Date().toISOString();
  readonly #digest: SpikeDigest;
  readonly #spikesOf: number[];
  readonly #eventsBefore: number;
  #synapticEvents: number;
  #wallSeconds: number;
  #tick: number;
  /** Null unless energy is measured. */
  readonly energy: EnergyLedger | null;
  /** Null unless states are recorded. */
  readonly states: TransitionLedger | null;
  /** Two numbers per projection. */
  #turnover: readonly number[] = [];
  buildSeconds = 0;
  weightDigests: Readonly<Record<string, string>> = {};

  constructor(about: About, outline: Outline, tick: number, facts: Facts | undefined, pending: Uint8Array) {
    this.#about = about;
    this.#network = JSON.parse(toJson(about.network));
    this.#outline = outline;
    this.#populationOf = populationOfId(outline.populations);
    this.#tick = tick;
    this.#digest = facts ? new SpikeDigest(outline.perMs, tick, { ...facts.digest, pending }) : new SpikeDigest(outline.perMs);
    this.#spikesOf = facts ? [...facts.spikesOf] : outline.populations.map(() => 0);
    this.#wallSeconds = facts?.wallSeconds ?? 0;
    this.#eventsBefore = facts?.synapticEvents ?? 0;
    this.#synapticEvents = this.#eventsBefore;
    this.states = about.options.record?.states ? new TransitionLedger(outline, facts?.states) : null;
    this.energy = about.options.record?.energy ? new EnergyLedger(outline.projections, tick, facts?.energy ?? null) : null;
  }

  /** Time up to which spikes were taken [ticks]. */
  get tick(): number {
    return this.#tick;
  }

  get spikes(): number {
    return this.#spikesOf.reduce((sum, count) => sum + count, 0);
  }

  /** Bytes of the digest's second under way, for a checkpoint. */
  get pendingBytes(): Uint8Array {
    return this.#digest.state().pending;
  }

  take(block: SpikeBlock): void {
    this.#digest.take(block, block.upTo);
    for (const id of block.ids) (this.#spikesOf[this.#populationOf[id] as number] as number)++;
    this.#tick = block.upTo;
  }

  /** @param replies - of all workers, after a run */
  ran(wallSeconds: number, replies: readonly Reply[]): void {
    this.#wallSeconds += wallSeconds;
    this.#synapticEvents = replies.reduce((sum, { synapticEvents }) => sum + synapticEvents, this.#eventsBefore);
    this.takeTurnover(replies);
    for (const { transmitted } of replies) if (transmitted) this.energy?.add(transmitted);
  }

  /** @returns changes of states that workers found, in order; null where none are recorded */
  changed(replies: readonly Reply[]): Transitions | null {
    if (this.states === null) return null;
    const transitions = mergeTransitions(replies.flatMap((reply) => reply.transitions ?? []));
    this.states.add(transitions);
    return transitions;
  }

  /** @param replies - of all workers, after a run and at the start: a checkpoint's counts come back with their state */
  takeTurnover(replies: readonly Reply[]): void {
    const of = (i: number): number => replies.reduce((sum, { turnover }) => sum + (turnover?.[i] ?? 0), 0);
    this.#turnover = this.#outline.projections.flatMap((_, index) => [of(2 * index), of(2 * index + 1)]);
  }

  get identity(): Identity {
    return { network: this.#about.networkDigest, seed: this.#about.seed, clock: this.#outline.clock, perMs: this.#outline.perMs };
  }

  facts(schedule: Schedule, recordings: Facts['recordings']): Facts {
    const { previous, second } = this.#digest.state();
    return {
      identity: this.identity,
      digest: { previous, second },
      spikesOf: this.#spikesOf,
      synapticEvents: this.#synapticEvents,
      wallSeconds: this.#wallSeconds,
      done: schedule.done,
      pending: schedule.pending,
      recordings,
      ...(this.energy === null ? {} : { energy: this.energy.facts }),
      ...(this.states === null ? {} : { states: this.states.facts }),
    };
  }

  summary(): Summary {
    const { clock, perMs, neurons, synapses, populations, projections } = this.#outline;
    const { engine, workers, seed } = this.#about;
    const simulatedMs = this.#tick / perMs;
    const rateOf = (index: number, size: number): number =>
      simulatedMs > 0 && size > 0 ? (1000 * (this.#spikesOf[index] as number)) / size / simulatedMs : 0;
    const changing = projections.flatMap(({ name, structural }, i) =>
      structural ? [[name, { pruned: this.#turnover[2 * i] as number, created: this.#turnover[2 * i + 1] as number }] as const] : [],
    );
    return {
      clock,
      engine,
      dt: clock === 'grid' ? 1 / perMs : null,
      workers,
      seed,
      simulatedMs,
      wallSeconds: this.#wallSeconds,
      buildSeconds: this.buildSeconds,
      realTimeFactor: simulatedMs > 0 ? (1000 * this.#wallSeconds) / simulatedMs : 0,
      neurons,
      synapses,
      spikes: this.spikes,
      ratesHz: Object.fromEntries(populations.map(({ name, size }, index) => [name, rateOf(index, size)])),
      synapticEvents: this.#synapticEvents,
      peakRssMiB: process.resourceUsage().maxRSS / 1024,
      spikeDigest: this.#digest.value(),
      weightDigests: this.weightDigests,
      energy: this.energy?.summary(perMs) ?? null,
      states: this.states?.summary() ?? null,
      ...(changing.length > 0 ? { turnover: Object.fromEntries(changing) } : {}),
    };
  }

  writeReceipt(directory: RunDirectory, status: RunStatus, done: readonly Past[], error: Error | null = null): void {
    const { peakRssMiB: _, realTimeFactor: __, ...summary } = this.summary();
    const { perMs, populations } = this.#outline;
    const receipt: Omit<Receipt, 'recordings' | 'checkpoints'> = {
      format: 'spikeloom-run',
      version: 1,
      spikeloom: version,
      node: process.version,
      startedAt: this.#startedAt,
      status,
      error: error?.message ?? null,
      network: this.#network,
      ...summary,
      perMs,
      populations,
      checkpointEvery: this.#about.options.checkpointEvery ?? null,
      interventions: done.map(({ tick, intervention }) => ({ atMs: tick / perMs, intervention })),
    };
    directory.writeReceipt(receipt);
  }
}
