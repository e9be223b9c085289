/**
 * The neurons of one population on the event clock: coefficients of exponentials at a base time, and what each event
 * does to them. Follows ../event-clock.md step by step.
 */
import { parseExpression } from '../../equations/parse.ts';
import type { Expression } from '../../equations/tree.ts';
import { evaluateExpression } from '../../kernels/evaluate.ts';
import { exp } from '../../math.ts';
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import { firstCrossing } from '../../neurons/crossing.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import { coefficientFor, currentWeight, fracIn, growth, potential, rebased, scaledThreshold, sinceBase, ticksIn } from '../event-forms.ts';
import { perNeuron } from './currents.ts';
import { advance } from './drives.ts';
import { type Moment, sameMoment } from './moment.ts';

/** The time constants of a neuron [ms]; null where the model has no such mode. */
interface Modes {
  readonly membrane: number;
  readonly excitatory: number | null;
  readonly inhibitory: number | null;
  readonly adaptation: number | null;
}

/** Growths and decays since the base; 1 for modes that are not there. */
interface Scales {
  readonly gM: number;
  readonly gE: number;
  readonly gI: number;
  readonly gTheta: number;
  readonly dM: number;
  readonly dE: number;
  readonly dI: number;
  readonly dTheta: number;
}

export class EventNeurons {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
  readonly theta: Float64Array;
  readonly since: Float64Array;
  /** −1: not refractory. */
  readonly releaseTick: Float64Array;
  readonly releaseFrac: Float64Array;
  readonly rebaseTicks: number;
  base = 0;
  silent = false;
  readonly vInf: Float64Array;
  readonly model: NeuronModel;
  readonly #population: PlannedPopulation;
  readonly #perMs: number;
  readonly #modes: readonly Modes[];
  readonly #vInf: Expression;

  constructor(plan: Plan, population: PlannedPopulation, model: NeuronModel, currentOf: (neuron: number) => number) {
    this.#population = population;
    this.model = model;
    this.#perMs = plan.perMs;
    const { size, initial } = population;
    const neurons = Array.from({ length: size }, (_, neuron) => neuron);
    const form = model.event!;
    const tau = (name: string | null, neuron: number) => (name === null ? null : this.#param(name, neuron));
    this.#modes = neurons.map((neuron) => ({
      membrane: this.#param(form.membrane, neuron),
      excitatory: tau(form.excitatory, neuron),
      inhibitory: tau(form.inhibitory, neuron),
      adaptation: tau(form.adaptation, neuron),
    }));
    const least = Math.min(...this.#modes.flatMap((modes) => Object.values(modes).filter((value) => value !== null)));
    this.rebaseTicks = Math.min(2 ** 30, Math.max(1, Math.floor(plan.perMs * 32 * least)));
    this.#vInf = parseExpression(form.vInf);
    this.vInf = Float64Array.from(neurons, (neuron) => this.vInfFor(neuron, currentOf(neuron)));
    const initially = (name: string, neuron: number) => (initial[name] === undefined ? 0 : perNeuron(initial[name], neuron));
    this.b = Float64Array.from(neurons, (neuron) => -this.#kE(neuron) * initially('iSynE', neuron));
    this.c = Float64Array.from(neurons, (neuron) => -this.#kI(neuron) * initially('iSynI', neuron));
    this.theta = Float64Array.from(neurons, (neuron) => initially('theta', neuron));
    this.a = Float64Array.from(neurons, (neuron) => initially('v', neuron) - this.vInf[neuron]! - this.b[neuron]! - this.c[neuron]!);
    this.since = new Float64Array(size);
    this.releaseTick = new Float64Array(size).fill(-1);
    this.releaseFrac = new Float64Array(size);
  }

  isRefractory(neuron: number): boolean {
    return this.releaseTick[neuron] !== -1;
  }

  releaseOf(neuron: number): Moment {
    return { tick: this.releaseTick[neuron]!, frac: this.releaseFrac[neuron]! };
  }

  vInfFor(neuron: number, iExt: number): number {
    const params = Object.fromEntries(Object.keys(this.model.params).map((name) => [name, this.#param(name, neuron)]));
    return evaluateExpression(this.#vInf, { ...params, iExt });
  }

  /** Step 1: the base moves; x is 0 from here. */
  rebase(tick: number): void {
    const shift = this.rebaseTicks / this.#perMs;
    const factor = (tau: number | null) => (tau === null ? 1 : exp(-shift / tau));
    this.base = tick;
    this.#modes.forEach(({ membrane, excitatory, inhibitory, adaptation }, neuron) => {
      if (!this.isRefractory(neuron)) this.a[neuron] = rebased(this.a[neuron]!, factor(membrane));
      this.b[neuron] = rebased(this.b[neuron]!, factor(excitatory));
      this.c[neuron] = rebased(this.c[neuron]!, factor(inhibitory));
      this.theta[neuron] = rebased(this.theta[neuron]!, factor(adaptation));
      this.since[neuron] = 0;
    });
  }

  /** Step 2: another constant current from `now` on. */
  setVInf(neuron: number, vInf: number, now: Moment): void {
    const x = this.#x(now);
    if (!this.isRefractory(neuron)) this.a[neuron] = this.a[neuron]! + (this.vInf[neuron]! - vInf) * this.#scales(neuron, x).gM;
    this.vInf[neuron] = vInf;
    this.since[neuron] = x;
  }

  /** Step 3: what arrived at `now`. */
  input(neuron: number, exc: number | null, inh: number | null, now: Moment): void {
    const x = this.#x(now);
    const { gM, gE, gI } = this.#scales(neuron, x);
    const lifted = !this.isRefractory(neuron);
    if (this.model.input === 'delta') {
      if (!lifted) return;
      this.a[neuron] = this.a[neuron]! + (exc === null ? inh! : inh === null ? exc : exc + inh) * gM;
    } else {
      if (exc !== null) {
        const jump = this.#kE(neuron) * exc;
        this.b[neuron] = this.b[neuron]! - jump * gE;
        if (lifted) this.a[neuron] = this.a[neuron]! + jump * gM;
      }
      if (inh !== null) {
        const jump = this.#kI(neuron) * inh;
        this.c[neuron] = this.c[neuron]! - jump * gI;
        if (lifted) this.a[neuron] = this.a[neuron]! + jump * gM;
      }
    }
    this.since[neuron] = x;
  }

  /** Step 4, first half: integration resumes from the held potential. */
  release(neuron: number, now: Moment): void {
    const x = this.#x(now);
    const { gM, dE, dI } = this.#scales(neuron, x);
    this.a[neuron] = coefficientFor(this.a[neuron]!, this.vInf[neuron]!, gM, this.b[neuron]!, dE, this.c[neuron]!, dI);
    this.since[neuron] = x;
    this.releaseTick[neuron] = -1;
  }

  isReleasedAt(neuron: number, now: Moment): boolean {
    return this.isRefractory(neuron) && sameMoment(this.releaseOf(neuron), now);
  }

  isAtThreshold(neuron: number, now: Moment): boolean {
    if (this.model.threshold === null || this.silent || this.isRefractory(neuron)) return false;
    const { gM, dTheta } = this.#scales(neuron, this.#x(now));
    const [vTh, theta] = [this.#param('vTh', neuron), this.theta[neuron]!];
    if (this.model.input === 'delta') return this.a[neuron]! >= scaledThreshold(vTh - this.vInf[neuron]!, theta, dTheta, gM);
    return this.voltage(neuron, now) >= vTh + theta * dTheta;
  }

  fire(neuron: number, now: Moment): void {
    const x = this.#x(now);
    const [vReset, vTh, tRef] = ['vReset', 'vTh', 'tRef'].map((name) => this.#param(name, neuron)) as [number, number, number];
    const held = this.#population.reset === 'value' ? vReset : this.voltage(neuron, now) - (vTh - vReset);
    if (this.model.event!.adaptation !== null) {
      this.theta[neuron] = this.theta[neuron]! + this.#param('dTheta', neuron) * this.#scales(neuron, x).gTheta;
    }
    const release = advance(now, tRef, this.#perMs);
    this.a[neuron] = held;
    this.releaseTick[neuron] = release.tick;
    this.releaseFrac[neuron] = release.frac;
    this.since[neuron] = x;
  }

  /** Step 5: when the neuron will fire if nothing else happens; null if never. */
  crossing(neuron: number): Moment | null {
    if (this.model.threshold === null || this.silent || this.isRefractory(neuron)) return null;
    const { membrane, excitatory, inhibitory, adaptation } = this.#modes[neuron]!;
    const gap = this.#param('vTh', neuron) - this.vInf[neuron]!;
    if (this.model.input === 'delta' && adaptation === null && gap >= 0) return null;
    const [a, b, c, theta] = [this.a[neuron]!, this.b[neuron]!, this.c[neuron]!, this.theta[neuron]!];
    const x = firstCrossing(this.since[neuron]!, -gap, a, membrane, b, excitatory ?? 1, c, inhibitory ?? 1, -theta, adaptation ?? 1);
    if (x === Number.POSITIVE_INFINITY) return null;
    const ticks = ticksIn(x, this.#perMs);
    return { tick: this.base + ticks, frac: fracIn(x, ticks, this.#perMs) };
  }

  /** Marks the neuron as written at `now` without changing it: from here its next crossing is sought. */
  touch(neuron: number, now: Moment): void {
    this.since[neuron] = this.#x(now);
  }

  /** Step 8 of an instant: an intervention gives the neuron another potential; while refractory, the one that it is held at. */
  setVoltage(neuron: number, v: number, now: Moment): void {
    const x = this.#x(now);
    const { gM, dE, dI } = this.#scales(neuron, x);
    const refractory = this.isRefractory(neuron);
    this.a[neuron] = refractory ? v : coefficientFor(v, this.vInf[neuron]!, gM, this.b[neuron]!, dE, this.c[neuron]!, dI);
    if (!refractory) this.since[neuron] = x;
  }

  /** By how much the threshold is raised now [mV]. */
  adaptation(neuron: number, now: Moment): number {
    return this.theta[neuron]! * this.#scales(neuron, this.#x(now)).dTheta;
  }

  setAdaptation(neuron: number, theta: number, now: Moment): void {
    const x = this.#x(now);
    this.theta[neuron] = theta * this.#scales(neuron, x).gTheta;
    if (!this.isRefractory(neuron)) this.since[neuron] = x;
  }

  voltage(neuron: number, now: Moment): number {
    if (this.isRefractory(neuron)) return this.a[neuron]!;
    const { dM, dE, dI } = this.#scales(neuron, this.#x(now));
    return potential(this.vInf[neuron]!, this.a[neuron]!, dM, this.b[neuron]!, dE, this.c[neuron]!, dI);
  }

  #x(now: Moment): number {
    return sinceBase(now.tick, now.frac, this.base, this.#perMs);
  }

  #scales(neuron: number, x: number): Scales {
    const { membrane, excitatory, inhibitory, adaptation } = this.#modes[neuron]!;
    const of = (tau: number | null) => (tau === null ? 1 : growth(x, tau));
    const [gM, gE, gI, gTheta] = [of(membrane), of(excitatory), of(inhibitory), of(adaptation)] as const;
    return { gM, gE, gI, gTheta, dM: 1 / gM, dE: 1 / gE, dI: 1 / gI, dTheta: 1 / gTheta };
  }

  #kE(neuron: number): number {
    const { membrane, excitatory } = this.#modes[neuron]!;
    return excitatory === null ? 0 : currentWeight(membrane, this.#param('cM', neuron), excitatory);
  }

  #kI(neuron: number): number {
    const { membrane, inhibitory } = this.#modes[neuron]!;
    return inhibitory === null ? 0 : currentWeight(membrane, this.#param('cM', neuron), inhibitory);
  }

  #param(name: string, neuron: number): number {
    return perNeuron(this.#population.params[name]!, neuron);
  }
}
