/**
 * A neuron model as data. One file per model; the machinery (interpreter, SIMD kernel, event-clock solver) is written once
 * and reads this.
 *
 * **Grid clock.** `constants` are evaluated once per neuron (or once, where all parameters they read are common), in order;
 * `step` runs once per neuron and step, in order, over the names of `state`, `constants`, `params` and these inputs:
 * `exc`, `inh` (what arrives at the end of this step: mV for delta input, pA for currents, nS, negative weights in `inh`
 * as negative numbers) and `iExt` (`iE` plus current drives during this step [pA]). Names assigned but not declared are locals.
 * Then `v >= threshold` is tested. While refractory a neuron's `v` takes no part in `step` (it is held at the reset
 * value), everything else does.
 *
 * **Event clock.** With piecewise constant current the subthreshold solution is a sum of exponentials; `event` names them:
 * v(t) = vInf + a·e^(−t/membrane) + b·e^(−t/excitatory) + c·e^(−t/inhibitory), threshold vTh + θ·e^(−t/adaptation).
 */
import type { Parameter, UnitName } from '../units.ts';

export interface NeuronState {
  /** Initial value: an expression in parameters, or a number. `initial: { v }` of a population overrides it. */
  readonly initial: string | number;
  readonly unit: UnitName;
  readonly doc: string;
  /** Added at the neuron's own spike: an expression in parameters (`dTheta`). */
  readonly onSpike?: string;
}

export interface EventForm {
  /** Parameter names of the time constants [ms]; null where the model lacks the mode. */
  readonly membrane: string;
  readonly excitatory: string | null;
  readonly inhibitory: string | null;
  readonly adaptation: string | null;
  /** v that constant `iExt` alone would lead to: an expression in parameters and `iExt` [mV]. */
  readonly vInf: string;
}

export interface NeuronModel {
  readonly name: string;
  readonly doc: string;
  readonly cite: string;
  /** What a weight is: a jump of v [mV], of a current [pA], of a conductance [nS]; `none`: ignores input. */
  readonly input: 'delta' | 'current' | 'conductance' | 'none';
  readonly params: Readonly<Record<string, Parameter>>;
  readonly state: Readonly<Record<string, NeuronState>>;
  readonly constants: readonly string[];
  readonly step: readonly string[];
  /** Threshold as an expression in state and parameters; null: the model never spikes. */
  readonly threshold: string | null;
  readonly event: EventForm | null;
  /** Why the event clock cannot run it, where `event` is null. */
  readonly eventRefusal?: string;
  /** Surrogate derivative for learning rules: an expression in state and parameters. */
  readonly psi?: string;
  /** Names other simulators use: NEST, Brian 2, PyNN, NIR. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What happens to v at a spike: set to `vReset`, or lowered by `vTh − vReset`. */
export type Reset = 'value' | 'subtract';

/** A neuron as a description holds it: plain data, made by `lif({ tauM: 10 * ms })`. */
export interface NeuronUse {
  readonly model: string;
  readonly params: Readonly<Record<string, NeuronValue>>;
  readonly reset: Reset;
}

/** A number, a distribution, or one number per neuron. */
export type NeuronValue = number | Distribution | readonly number[];

/** A random quantity, drawn per neuron or per synapse; clipped to `min` and `max` (a projection's `bounds` also clip weights). */
export type Distribution =
  | { readonly distribution: 'normal'; readonly mean: number; readonly sd: number; readonly min?: number; readonly max?: number }
  /** `mu`, `sigma` of the underlying normal: the value is scale · exp(mu + sigma·N(0, 1)). */
  | {
      readonly distribution: 'lognormal';
      readonly mu: number;
      readonly sigma: number;
      readonly scale?: number;
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly distribution: 'uniform'; readonly low: number; readonly high: number };
