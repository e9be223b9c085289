/** What the main thread and its workers say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { StateColumn } from '../engines/engine.ts';
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import type { ClockName } from '../network/plan.ts';
import type { Charge } from './charge.ts';
import type { Facts, Snapshot } from './checkpoint.ts';
import type { SharedBlocks } from './control.ts';
import type { Placed } from './interventions.ts';
import type { EngineName, PlanSettings } from './make-engine.ts';
import type { ThreadError } from './thread-error.ts';
import type { Transitions } from './transitions.ts';
import type { WeightTable } from './weights.ts';

/** What a worker is started with. */
export interface Task {
  readonly index: number;
  readonly count: number;
  /** Cores of the machine. */
  readonly cores: number;
  readonly network: Network;
  readonly engine: EngineName;
  readonly settings: PlanSettings;
  readonly blocks: SharedBlocks;
  readonly port: MessagePort;
  readonly restore: Snapshot | null;
  /** Whether to say which synapses change their state. */
  readonly transitions: boolean;
}

export type Command =
  | { readonly do: 'run'; readonly until: number; readonly due: readonly Placed[] }
  | { readonly do: 'checkpoint'; readonly target: string | null; readonly facts: Facts; readonly pending: Uint8Array }
  | { readonly do: 'weights'; readonly projection: number; readonly synapses: number | null }
  | { readonly do: 'read'; readonly variable: string }
  | { readonly do: 'writeWeights'; readonly projection: number; readonly path: string }
  | { readonly do: 'weightDigest'; readonly projection: number }
  | { readonly do: 'close' };

/** What the network turned out to be, once planned and built. */
export interface Outline {
  readonly clock: ClockName;
  readonly perMs: number;
  readonly neurons: number;
  readonly populations: readonly { readonly name: string; readonly first: number; readonly size: number; readonly homeostasis: boolean }[];
  readonly projections: readonly { readonly name: string; readonly plastic: boolean; readonly structural: boolean; readonly charge: Charge }[];
  readonly signals: readonly string[];
  /**
   * State variables that interventions can name, with how many values each has in all workers together. `shared`: of neurons, which several projections compute
   * alike, so that none may be given another value. `changing`: as built, for synapses come and go.
   */
  readonly variables: readonly {
    readonly name: string;
    readonly length: number;
    readonly range?: StateColumn['range'];
    readonly shared?: boolean;
    readonly changing?: boolean;
  }[];
  /** Of these, states of synapses whose changes can be recorded. */
  readonly transitions: readonly string[];
  /** How many synapses are in a state other than 0 at the start, by `transitions`; null where nobody asked. */
  readonly inState: readonly number[] | null;
  /** What can be read besides. */
  readonly derived: readonly string[];
  /** Of all workers together. */
  readonly synapses: number;
}

/** A block of spikes of all partitions, in (time, id) order: all there are after those of the block before, up to tick `upTo`. */
export interface RawBlock {
  readonly upTo: number;
  readonly ids: Uint32Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}

/** What a worker answers a command with; of results only worker 0's counts. */
export interface Reply {
  readonly now: number;
  readonly synapticEvents: number;
  /** Where energy is measured: what own synapses transmitted since the last reply, as engines say it. */
  readonly transmitted?: BigInt64Array;
  /** Where asked for: changes of own synapses' states since the last reply. */
  readonly transitions?: Transitions;
  /** Where synapses come and go: those onto own neurons removed and created so far, two numbers per projection. */
  readonly turnover?: Float64Array;
  readonly result?: Outline | Snapshot | WeightTable | Float64Array | string | number | null;
}

export type Message =
  | { readonly is: 'spikes'; readonly block: RawBlock }
  | { readonly is: 'reply'; readonly reply: Reply }
  | { readonly is: 'failed'; readonly error: ThreadError }
  /** Left because another worker failed. */
  | { readonly is: 'aborted' };

/** @throws ModelError if there is no projection of that name */
export const projectionIndex = ({ projections }: Outline, name: string): number => {
  const index = projections.findIndex((projection) => projection.name === name);
  if (index >= 0) return index;
  const names = projections.map((projection) => projection.name);
  throw new ModelError('projection', `This network has no projection '${name}'. Projections: ${names.join(', ') || 'none'}.`, {
    name,
    allowed: names,
  });
};
