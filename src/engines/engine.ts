/**
 * The contract of an engine: one partition of one network on one clock, advanced from exchange to exchange.
 * The reference engine and the WebAssembly engines implement it; whoever drives them (simulation/) owns time, exchange,
 * recordings and checkpoints.
 */
import type { Partition } from '../network/partition.ts';
import type { Program } from '../rules/program.ts';

/** Spikes in (time, id) order. Time is tick / perMs + frac [ms]; on the grid `fracs` are 0. */
export interface Spikes {
  /** Global neuron ids. */
  readonly ids: Uint32Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}

/**
 * A column of state, addressed independently of partitioning.
 * `neuron`: one value per neuron of a population slice, in neuron order. `row`: one per row of a projection, the same in every partition.
 * `synapse`: one per synapse of this partition, in row order. `global`: the same in every partition.
 */
export interface StateColumn {
  /** Unique: `E.v`, `EE.w`, `EE.pairStdp.x`. */
  readonly name: string;
  readonly of: 'neuron' | 'row' | 'synapse' | 'global';
  /** Population index (`neuron`) or projection index (`row`, `synapse`). */
  readonly owner: number;
  /** A live view of the state, never a copy: writing to it sets the state. Of synapses that come and go, a view until they next do. */
  readonly data: Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array | BigInt64Array;
  /**
   * `parameter`: only interventions change it, so that a checkpoint holds it only where one did. `derived`: follows from other columns as of the last `flush`, and
   * changes those where an intervention writes it; never in a checkpoint.
   */
  readonly role?: 'parameter' | 'derived';
  /** What its values may be, and how to say so: `from 0 to 10 Hz`; absent: any finite number. */
  readonly range?: { readonly least: number; readonly most: number; readonly text: string };
}

/** When something last happened, one entry per owner; without `fracs` they are 0. */
export interface Times {
  readonly ticks: Float64Array;
  readonly fracs: Float64Array | null;
}

/** When the rules of a population or projection last did what: with it, whoever holds the columns can tell what a variable is at any time. */
export interface RuleTimes {
  /** Of the population or projection; the columns of its variables are `name.variable`. */
  readonly name: string;
  readonly program: Program;
  /** By variable of the program: its last write; null where the time does not matter. */
  readonly written: readonly (Times | null)[];
  /** By clock of the program: its last stamp; null where nothing reads it. */
  readonly stamped: readonly (Times | null)[];
}

/** Counters since the start of the run. */
export interface Counts {
  readonly spikes: number;
  /** Presynaptic arrivals and postsynaptic updates, one per synapse each. */
  readonly synapticEvents: number;
}

/** Synapses, in row order. */
export interface SynapseList {
  /** Neurons within their populations. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  /** Among synapses between the same two. */
  readonly ordinal: Uint32Array;
  /** As rules see it. */
  readonly w: Float64Array;
  /** Where its elements were in columns of the partition, of removed synapses; where they are, of new ones. */
  readonly place: Uint32Array;
}

/** What a tick has changed of a projection, in this partition. */
export interface Rewired {
  readonly projection: number;
  readonly removed: SynapseList;
  readonly created: SynapseList;
  /** How many there now are. */
  readonly synapses: number;
}

/** What an engine offers where rules remove and create synapses. */
export interface StructureChanges {
  /** Indices of the projections concerned. */
  readonly projections: readonly number[];
  /** Those that change at a tick: the same in every partition. */
  due(now: number): readonly number[];
  /**
   * After `tick` and `flush`, makes the changes that rules ask for at that tick. Of every projection that is due, in order, whether or not anything changed. Whoever drives the
   * engine then says how rows rank (`rank`), and puts anew what is under way (`restored`, `requeue`).
   */
  rewire(now: number): readonly Rewired[];
  /** For each row how many of its synapses lie in lower partitions: names draws. After `rewire` and `restore`. */
  rank(projection: number, base: Uint32Array): void;
  /** Takes these own synapses, in row order, instead of all there are; their columns are then to be written. */
  restore(projection: number, sources: Uint32Array, targets: Uint32Array): void;
  /** Synapses of own targets removed and created so far, two numbers per projection. */
  turnover(): Float64Array;
}

export interface PartitionEngine {
  /**
   * Its slices and rows, for whoever orders synapse columns across partitions (checkpoints, weight snapshots, digests). `rowStart`, `target` and `delay`
   * of every projection stay readable as long as the engine lives (views on its memory will do); the other columns may be empty once copied.
   */
  readonly partition: Partition;
  /** Runs (now, until]; `until` = now only collects what an intervention made fire. `until` is at most the network's epoch after the last `receive`, and at most the next rule tick. Returns own spikes of that interval. */
  advance(until: number): Spikes;
  /** Takes all partitions' spikes of the interval just advanced, own included, merged in (time, id) order. */
  receive(spikes: Spikes): void;
  /** Next tick at which a rule has a tick handler, or Infinity: the driver ends an interval there and calls `tick`. */
  nextRuleTick(): number;
  /**
   * Runs every tick handler due now. Where a variable is a sum over partitions, `partialSums` gives this partition's share before, and `sums` the total.
   * @param signal - the signal that will be broadcast with the total; absent before a tick
   */
  partialSums(signal?: string): BigInt64Array;
  tick(sums: BigInt64Array): void;
  /** Broadcasts a signal now; `sums` is the total of `partialSums(name)`. */
  signal(name: string, value: number, sums: BigInt64Array): void;
  /** Makes every column read as of now (replays what is lazy). Neutral: results are the same with or without. */
  flush(): void;
  columns(): readonly StateColumn[];
  /** Live views, like columns: current after `flush`. */
  ruleTimes(): readonly RuleTimes[];
  /**
   * After columns were written at `now`: rebuilds whatever is derived from them.
   * @param written - the one column that an intervention wrote; absent after a checkpoint
   */
  restored(now: number, written?: string): void;
  /**
   * Puts these spikes under way, in place of all that are: those emitted at most `horizonTicks` ago, of which some arrivals are still to come.
   * Always follows `restored`, after a checkpoint and after an intervention alike, so that what is under way delivers what the columns now say.
   */
  requeue(spikes: Spikes): void;
  /** Absent where synapses stay what they are. */
  readonly structure?: StructureChanges | undefined;
  /** Membrane potentials of a population slice extrapolated to now [mV]. */
  voltages(population: number, out: Float64Array): void;
  /** Fixes what each neuron of a population may do from now on. */
  silence(population: number, silent: boolean): void;
  /** Frozen, rules change neither `w` nor variables of synapses, short-term ones apart. */
  freeze(projection: number, frozen: boolean): void;
  /**
   * Frozen, rules that the neurons of a population own change only variables that relax, and no time passes for `elapsed` and the closed forms: their factors stay as
   * they are at this moment.
   */
  freezeHomeostasis(population: number, frozen: boolean): void;
  counts(): Counts;
  /**
   * Where the plan measures energy: what own synapses have transmitted since this was last asked, two sums per projection in order, of amounts that are 0 or
   * more and of negative ones, in units of 2^-24 of the target's input (transmitted.ts).
   */
  transmitted?(): BigInt64Array;
}
