/**
 * A synaptic, homeostatic or neuronal rule as data: what a rule file holds, what travels in JSON.
 * `defineRule` (define-rule.ts) checks it at compile time and freezes it; `compose` makes a `Program` of a list of them.
 */
import type { Parameter } from '../units.ts';

/** Whose a variable is: `neuron` is one neuron as source and target alike, in every projection that has the rule. The compiler decides where it lives. */
export type Owner = 'synapse' | 'pre' | 'post' | 'neuron' | 'branch' | 'domain' | 'signal';

/** A state variable: constant between events (`decay` absent) or relaxing exponentially to `towards`. */
export interface RuleVariable {
  readonly of: Owner;
  /** Time constant [ms]: a parameter's name, or an expression in parameters. Zero relaxes at once. */
  readonly decay?: string | number;
  readonly towards?: string | number;
  readonly initial?: string | number;
  /** The variable is this sum over the owner's synapses, recomputed before the rule's tick and signal statements. */
  readonly sum?: string;
  /** `of: 'neuron'`: which of the neuron's synapses are summed, in all projections that have the rule. */
  readonly over?: 'incoming' | 'outgoing';
  /** Resolution of a sum over pre, neuron, population or domain (64-bit fixed point). */
  readonly quantum?: number;
  /** `of: 'branch'`: may be added to by every arrival, in delivery order. */
  readonly accumulates?: boolean;
  /** `of: 'synapse'`: a state of transmission, not of learning; it moves on while plasticity is frozen. */
  readonly shortTerm?: boolean;
  /** `of: 'synapse'`, changed by ticks and signals: each change is an event that recordings show, with its synapse, time and weight. */
  readonly transitions?: boolean;
  /** `of: 'signal'`: the broadcast that is added to it. */
  readonly signal?: string;
  readonly doc: string;
}

/** Statements, in the order in which they run. */
export type Statements = readonly string[];

/** What happens to a projection's synapses when the rule's tick is over. */
export interface RuleStructure {
  /** A variable of: 'synapse'; synapses of which it is not 0 are removed. */
  readonly remove?: string;
  /**
   * A variable of: 'post', or an expression in parameters: each target gets a Poisson number of new synapses with this mean, from sources drawn among those that have
   * none to it. Their variables are at their initial values, their delay is the projection's.
   */
  readonly create?: string | number;
  /** Weight of new synapses (a parameter, an expression in parameters); absent: as the projection draws its weights. */
  readonly weight?: string | number;
}

export interface Rule {
  readonly name: string;
  readonly doc?: string;
  readonly cite: string;
  readonly params: Readonly<Record<string, Parameter>>;
  readonly state?: Readonly<Record<string, RuleVariable>>;
  readonly advance?: Statements;
  readonly onPre?: Statements | readonly (string | { readonly after: string | number; readonly do: Statements })[];
  readonly onPost?: Statements;
  readonly every?:
    | { readonly period: string | number; readonly do: Statements }
    | readonly { readonly period: string | number; readonly do: Statements }[];
  readonly onSignal?: Readonly<Record<string, Statements>>;
  /** Multiplies the other rules' increments of `w`. */
  readonly gain?: string;
  /** Multiplies what is delivered, never `w`. */
  readonly factor?: string;
  /** Neuron-owned rules: a current, constant between the rule's ticks [pA]. */
  readonly input?: string;
  /** Synapses that come and go, after each of the rule's ticks. */
  readonly structural?: RuleStructure;
  /** Whether `w` is the signed weight (default: the magnitude, the sign applied at delivery). */
  readonly signed?: boolean;
  /** Set by combinators: statements that write `w` or synapse variables run only where this expression is not 0. */
  readonly guard?: string;
}

/** A rule with values for some of its parameters: one entry of a projection's `synapse` or a population's `homeostasis`. */
export interface RuleUse {
  readonly rule: Rule;
  readonly params: Readonly<Record<string, number>>;
}
