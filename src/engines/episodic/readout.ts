/** The readouts of a partition: their errors, step by step through a trial. */
import { exp } from '../../math.ts';
import type { PerNeuron, Plan, PlannedPopulation, PlannedReadout } from '../../network/plan.ts';
import type { PartitionEngine, StateColumn } from '../engine.ts';

export const valueAt = (values: PerNeuron, neuron: number): number => (typeof values === 'number' ? values : (values[neuron] as number));

export class Readout {
  readonly population: PlannedPopulation;
  /** Neurons of the slice. */
  readonly lo: number;
  readonly size: number;
  /** v − target times the step [ms], by neuron of the slice, then step of the trial. */
  readonly #errors: Float64Array;
  readonly #targets: Float64Array;
  readonly #v: Float64Array;
  readonly #plan: Plan;
  readonly #length: number;
  readonly #capacity: number;

  constructor(plan: Plan, { population, length, targets }: PlannedReadout, engine: PartitionEngine, capacity: number) {
    const { lo, hi } = engine.partition.slices[population] as { lo: number; hi: number };
    this.population = plan.populations[population] as PlannedPopulation;
    this.lo = lo;
    this.size = hi - lo;
    this.#plan = plan;
    this.#length = length;
    this.#capacity = capacity;
    this.#errors = new Float64Array(this.size * capacity);
    this.#targets = targets.slice(lo * length, hi * length);
    this.#v = new Float64Array(this.size);
  }

  /** Step `step` of the trial, from 0: what is shown at its end against the target of the ms that it lies in. Where targets have ended, nothing is wrong. */
  archive(engine: PartitionEngine, step: number): void {
    engine.voltages(this.population.index, this.#v);
    const ms = Math.floor(step / this.#plan.perMs);
    for (let i = 0; i < this.size; i++) {
      const target = this.#targets[i * this.#length + ms] as number;
      this.#errors[i * this.#capacity + step] = ms < this.#length ? ((this.#v[i] as number) - target) / this.#plan.perMs : 0;
    }
  }

  /** Own errors of a trial of `steps` into those of the whole population, by neuron, then step. */
  share(steps: number, whole: Float64Array): void {
    for (let i = 0; i < this.size; i++) {
      const own = i * this.#capacity;
      whole.set(this.#errors.subarray(own, own + steps), (this.lo + i) * steps);
    }
  }

  /**
   * From errors to what a jump of v at each step adds to the error of the trial: backwards, F(t) = error(t) + κ F(t + 1), κ = exp(−dt/tauM). In place.
   * @param whole - errors of the whole population, by neuron, then step
   */
  settle(steps: number, whole: Float64Array): void {
    const { size, params } = this.population;
    for (let neuron = 0; neuron < size; neuron++) {
      const kappa = exp(-(1 / this.#plan.perMs) / valueAt(params.tauM as PerNeuron, neuron));
      for (let t = (neuron + 1) * steps - 2; t >= neuron * steps; t--) whole[t] = (whole[t] as number) + kappa * (whole[t + 1] as number);
    }
  }

  columns(): StateColumn[] {
    const { name, index } = this.population;
    const column = (suffix: string, data: Float64Array) => ({ name: `${name}.${suffix}`, of: 'neuron' as const, owner: index, data });
    return [column('error', this.#errors), { ...column('target', this.#targets), role: 'parameter' }];
  }
}
