/** Neurons that learn by gradient: their surrogate derivative, archived through a trial, and the way back through it. */
import { evaluate } from '../../equations/evaluate.ts';
import { parseExpression } from '../../equations/parse.ts';
import { exp } from '../../math.ts';
import type { PerNeuron, Plan, PlannedLearner, PlannedPopulation } from '../../network/plan.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import type { PartitionEngine, StateColumn } from '../engine.ts';
import { type ColumnExpression, columnExpression } from './column-expression.ts';
import { valueAt } from './readout.ts';

/** Stands for psi while a neuron is refractory: its v is held then, and what arrives is lost. */
const heldPsi = -1;

/** A state variable as it was when the threshold was tested: what a spike has since taken or added is put back. */
interface Tested {
  readonly values: Float64Array;
  read(): void;
  readonly bySpike: Float64Array;
}

export class Learner {
  readonly planned: PlannedLearner;
  readonly population: PlannedPopulation;
  readonly lo: number;
  readonly size: number;
  silent = false;
  /** By neuron of the slice, then step of the trial. */
  readonly #psi: Float64Array;
  readonly #capacity: number;
  readonly #tested: readonly Tested[];
  readonly #expression: ColumnExpression;
  /** Last step at which a neuron is held. */
  readonly #heldUntil: Float64Array;
  readonly #refractory: Float64Array;
  readonly #perMs: number;
  /** Of v and of the threshold in a step; how far a spike raises the threshold of the next step. */
  readonly #decay: Float64Array;
  readonly #thresholdDecay: Float64Array;
  readonly #rise: Float64Array;

  constructor(plan: Plan, planned: PlannedLearner, engine: PartitionEngine, capacity: number) {
    const { lo, hi } = engine.partition.slices[planned.population] as { lo: number; hi: number };
    this.planned = planned;
    this.population = plan.populations[planned.population] as PlannedPopulation;
    this.lo = lo;
    this.size = hi - lo;
    this.#capacity = capacity;
    this.#perMs = plan.perMs;
    this.#psi = new Float64Array(this.size * capacity);
    const model = this.population.model as NeuronModel;
    const state = new Map(Object.entries(model.state).map(([name, { onSpike }]) => [name, this.#testedState(engine, name, onSpike)]));
    this.#tested = [...state.values()];
    this.#expression = columnExpression(parseExpression(model.psi as string), this.size, (name) => state.get(name)?.values ?? this.#ownParam(name));
    this.#refractory = this.#perNeuron((param) => Math.round(param('tRef') * plan.perMs));
    this.#heldUntil = new Float64Array(this.size);
    const { membrane, adaptation } = model.event as { membrane: string; adaptation: string | null };
    const decayWith = (tau: string) => this.#perNeuron((param) => exp(-(1 / plan.perMs) / param(tau)));
    this.#decay = decayWith(membrane);
    this.#thresholdDecay = adaptation === null ? new Float64Array(this.size) : decayWith(adaptation);
    this.#rise = adaptation === null ? new Float64Array(this.size) : this.#perNeuron((param) => param('dTheta'));
    for (let i = 0; i < this.size; i++) this.#rise[i] = (this.#rise[i] as number) * (this.#thresholdDecay[i] as number);
  }

  #perNeuron(of: (param: (name: string) => number) => number): Float64Array {
    return Float64Array.from({ length: this.size }, (_, i) => of((name) => valueAt(this.population.params[name] as PerNeuron, this.lo + i)));
  }

  #ownParam(name: string): number | Float64Array {
    const values = this.population.params[name] as PerNeuron;
    return typeof values === 'number' ? values : values.slice(this.lo, this.lo + this.size);
  }

  #testedState(engine: PartitionEngine, name: string, onSpike: string | undefined): Tested {
    const { index } = this.population;
    const values = new Float64Array(this.size);
    if (name === 'v') {
      const bySpike = this.#perNeuron((param) => param('vReset') - param('vTh'));
      return { values, bySpike, read: () => engine.voltages(index, values) };
    }
    const shown = engine.columns().find((column) => column.name === `${this.population.name}.${name}`)?.data as Float64Array;
    const bySpike = this.#perNeuron((param) => (onSpike === undefined ? 0 : evaluate(parseExpression(onSpike), onSpike, param)));
    return { values, bySpike, read: () => values.set(shown) };
  }

  /** Those of the ids that are neurons of the slice, counted in it. */
  own(ids: Uint32Array): number[] {
    const first = this.population.first + this.lo;
    const own: number[] = [];
    for (let i = 0; i < ids.length; i++) {
      const neuron = (ids[i] as number) - first;
      if (neuron >= 0 && neuron < this.size) own.push(neuron);
    }
    return own;
  }

  /**
   * Step `step` of the trial, from 0, which ended at `now`.
   * @param fired - own neurons that fired then, counted in the slice
   */
  archive(step: number, now: number, fired: readonly number[]): void {
    for (const { values, bySpike, read } of this.#tested) {
      read();
      for (const neuron of fired) values[neuron] = (values[neuron] as number) - (bySpike[neuron] as number);
    }
    this.#expression.update();
    const { values } = this.#expression;
    for (let i = 0; i < this.size; i++) {
      const psi = (this.#heldUntil[i] as number) >= now ? heldPsi : this.silent ? 0 : (values[i] as number);
      this.#psi[i * this.#capacity + step] = psi;
    }
    this.fired(now, fired);
  }

  /** Holds neurons that fired at `now`. */
  fired(now: number, fired: readonly number[]): void {
    for (const neuron of fired) this.#heldUntil[neuron] = now + (this.#refractory[neuron] as number);
  }

  /** Takes refractoriness as the columns say it. */
  restored(engine: PartitionEngine, now: number): void {
    const left = engine.columns().find((column) => column.name === `${this.population.name}.refractory`)?.data as Uint32Array;
    for (let i = 0; i < this.size; i++) this.#heldUntil[i] = now + (left[i] as number);
  }

  /**
   * What a jump of v at each step adds to the error of the trial, by the surrogate derivative and without spikes' further effects on other neurons (Bellec et al.
   * 2020, eqs. 13, 22–25, run backwards). Per neuron and step, from the last to the first, with L what a spike at that step adds to the errors of readouts and rate:
   *
   *     A = psi (L + q),   q = rho q − beta A,   jump = A + alpha jump
   *
   * alpha and rho: decay of v and of the threshold in a step; beta: what a spike adds to the threshold of the next step. While refractory v is held: alpha is 1,
   * psi is 0, and what arrives is lost.
   * @param learning - L without the rate's part, by neuron of the slice, then step
   * @param spikes - how many spikes each neuron of the slice fired in the trial
   * @returns by step, then neuron of the slice
   */
  jumps(steps: number, learning: Float64Array, spikes: Uint32Array): Float64Array {
    const out = new Float64Array(steps * this.size);
    const { rateTarget } = this.planned;
    const ms = steps / this.#perMs;
    for (let i = 0; i < this.size; i++) {
      const [alpha, rho, beta] = [this.#decay[i] as number, this.#thresholdDecay[i] as number, this.#rise[i] as number];
      const byRate = rateTarget === null ? 0 : (rateTarget.strength * ((spikes[i] as number) / ms - rateTarget.rate)) / ms;
      let q = 0;
      let jump = 0;
      let kept = alpha;
      for (let t = steps - 1; t >= 0; t--) {
        const psi = this.#psi[i * this.#capacity + t] as number;
        const held = psi === heldPsi;
        const a = held ? 0 : psi * ((learning[i * steps + t] as number) + byRate + q);
        q = rho * q - beta * a;
        jump = a + kept * jump;
        kept = held ? 1 : alpha;
        out[t * this.size + i] = held ? 0 : jump;
      }
    }
    return out;
  }

  columns(): StateColumn[] {
    const { name, index } = this.population;
    return [{ name: `${name}.psi`, of: 'neuron', owner: index, data: this.#psi }];
  }
}
