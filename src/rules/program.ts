/**
 * The composed rules of one projection (or the neuron-owned rules of one population): names resolved, owners checked,
 * order fixed. This is what the reference interpreter walks and what kernel and export printers print.
 * Frozen plain data; arrays are addressed by index.
 */
import type { BinaryOperator, Comparison, DistributionName, FunctionName } from '../equations/tree.ts';
import type { Owner } from './rule.ts';

/** A resolved expression. */
export type Node =
  | { readonly kind: 'number'; readonly value: number }
  /** `Program.params[index]`: also decays, targets and initial values, so that one kernel serves every parameter set. */
  | { readonly kind: 'param'; readonly index: number }
  | { readonly kind: 'variable'; readonly index: number }
  /** At a synapse: the variable (owner neuron) of its source or of its target. */
  | { readonly kind: 'end'; readonly end: 'pre' | 'post'; readonly index: number }
  | { readonly kind: 'local'; readonly index: number }
  | { readonly kind: 'weight'; readonly name: 'w' | 'wMin' | 'wMax' }
  /** The value that a signal broadcasts, inside its handler. */
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'negate'; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Node; readonly right: Node }
  | { readonly kind: 'choose'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Node[] }
  /** Time since `clocks[clock]` was last stamped [ms]. */
  | { readonly kind: 'elapsed'; readonly clock: number }
  /** Time in that interval during which the variable was above the level [ms]. */
  | { readonly kind: 'timeAbove'; readonly clock: number; readonly variable: number; readonly level: Node }
  /** Integral of the variable over that interval, capped at `cap` if there is one. */
  | { readonly kind: 'integral'; readonly clock: number; readonly variable: number; readonly cap: Node | null }
  | { readonly kind: 'integralOfProduct'; readonly clock: number; readonly left: number; readonly right: number };

export interface Variable {
  /** `pairStdp.x`; a second use of one rule in a list is `pairStdp#2.x`. */
  readonly name: string;
  readonly owner: Owner;
  /** Index of the time constant in `params` [ms], or null: constant between events. */
  readonly decay: number | null;
  readonly towards: number;
  readonly initial: number;
  /** Recomputed from the owner's synapses before the tick and signal statements of its rule. */
  readonly sum: Node | null;
  /** Owner neuron: which of its synapses the sum is over, in all projections with a rule of this name. */
  readonly over: 'incoming' | 'outgoing' | null;
  readonly quantum: number | null;
  readonly accumulates: boolean;
  /** Moves on while plasticity is frozen (owner synapse). */
  readonly shortTerm: boolean;
  /** Its changes, at ticks and signals, are events to record (owner synapse). */
  readonly transitions: boolean;
  /** The broadcast added to it (owner signal), or null. */
  readonly signal: string | null;
  readonly doc: string;
}

/** What a statement is run for: once per synapse, or once per neuron (or branch, domain, signal) and event. */
export type Scope = Owner;

export type Step = { readonly scope: Scope; readonly rule: number; readonly guard: Node | null } & (
  | { readonly kind: 'let'; readonly local: number; readonly value: Node }
  | {
      readonly kind: 'draw';
      readonly local: number;
      readonly distribution: DistributionName;
      readonly args: readonly Node[];
      /** First draw number; a Binomial takes one per trial (per possible trial where their number varies: a third argument), a Normal two. */
      readonly draw: number;
      readonly draws: number;
    }
  | { readonly kind: 'write'; readonly variable: number; readonly operator: '=' | '+=' | '-=' | '*='; readonly value: Node }
  | {
      readonly kind: 'writeWeight';
      readonly operator: '=' | '+=' | '-=' | '*=';
      readonly value: Node;
      /** Gains of the other rules: an increment is multiplied by each in turn. */
      readonly gains: readonly Node[];
      /** Variables (owner synapse) to which the raw signed increment is added: `change` of the rules that read it. */
      readonly tallies: readonly number[];
    }
  /** Sets `clocks[clock]` of this owner to now; the last step of a rule in a handler. */
  | { readonly kind: 'stamp'; readonly clock: number }
  /** Evaluated after all steps of the handler, with the values then current. */
  | { readonly kind: 'deliver'; readonly value: Node }
);

/** Structural changes, made after the ticks of an instant. */
export interface Structural {
  /** Index of the rule that makes them. */
  readonly rule: number;
  /** Which of `onTick` they follow. */
  readonly tick: number;
  /** Variable (owner synapse) that is not 0 where a synapse goes; null: none go. */
  readonly remove: number | null;
  /** Mean number of new synapses per target: a variable (owner post) or a parameter; null: none come. */
  readonly create: { readonly kind: 'variable' | 'param'; readonly index: number } | null;
  /** Parameter that is the weight of new synapses; null: as the projection draws weights. */
  readonly weight: number | null;
}

export interface Program {
  readonly rules: readonly { readonly name: string; readonly cite: string }[];
  /** In the coherent system (ms, mV, pA). A literal in a declaration has its number as name (`0`), so its value never changes. */
  readonly params: readonly { readonly name: string; readonly value: number }[];
  readonly variables: readonly Variable[];
  readonly locals: readonly { readonly name: string; readonly scope: Scope }[];
  /** Time of the last handler of a rule for an owner; only those that `elapsed` and its kin read. Start at time 0. */
  readonly clocks: readonly { readonly rule: number; readonly owner: Owner }[];
  readonly onPre: readonly Step[];
  /** Handlers that run `params[delay]` ms after an arrival, in list order. */
  readonly after: readonly { readonly delay: number; readonly steps: readonly Step[] }[];
  readonly onPost: readonly Step[];
  readonly onTick: readonly { readonly period: number; readonly steps: readonly Step[] }[];
  readonly onSignal: readonly { readonly signal: string; readonly steps: readonly Step[] }[];
  /** Neuron-owned: brings the rules up to now, as `advance` does, for whoever freezes or thaws them. Null for rules of synapses. */
  readonly hold: readonly Step[] | null;
  /** Factors on what is delivered, multiplied in list order. */
  readonly factors: readonly Node[];
  /** Whether every factor reads only post variables: then it multiplies the sum once. */
  readonly factorOfPost: boolean;
  /** Neuron-owned: a current, constant between ticks [pA]. */
  readonly input: Node | null;
  /** Synapses that come and go, or null where they stay. */
  readonly structural: Structural | null;
  /** Whether some step delivers; if not, `w` is delivered at every arrival. */
  readonly delivers: boolean;
  readonly signed: boolean;
  /** Number of random words a synapse may need per event. */
  readonly draws: number;
}

/**
 * Whether statements leave the variable alone while plasticity is frozen: of a projection's rules the variables of synapses, of neuron-owned rules all that do not
 * relax (a sensor goes on sensing).
 */
export const isHeld = ({ hold }: Program, { owner, decay, sum, shortTerm }: Variable): boolean =>
  hold === null ? owner === 'synapse' && !shortTerm : decay === null && sum === null && owner !== 'signal';
