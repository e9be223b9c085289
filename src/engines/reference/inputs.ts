/** What the neurons of one population receive at one instant, kept apart as engines/README.md, Sums, says. */
import type { Plan } from '../../network/plan.ts';
import type { CommonWeight } from '../common-weight.ts';

export class Inputs {
  readonly #staticPlus: Float64Array;
  readonly #staticMinus: Float64Array;
  readonly #ruledPlus: Float64Array;
  readonly #ruledMinus: Float64Array;
  /** Arrivals of projections with a common weight, and of drives: count × weight. */
  readonly #counted: { readonly counts: Uint32Array; weightOf(neuron: number): number }[] = [];
  readonly #slotOfProjection = new Map<number, number>();
  readonly #firstDrive: number;

  readonly #onInput: (neuron: number) => void;
  /** Whether anything excitatory or inhibitory came since the last `take`, be it 0. */
  readonly #excCame: Uint8Array;
  readonly #inhCame: Uint8Array;

  /** `onInput` is told of every neuron that something arrives at. */
  constructor(plan: Plan, population: number, commonWeights: readonly CommonWeight[], onInput: (neuron: number) => void) {
    this.#onInput = onInput;
    const { size, drives } = plan.populations[population]!;
    this.#excCame = new Uint8Array(size);
    this.#inhCame = new Uint8Array(size);
    this.#staticPlus = new Float64Array(size);
    this.#staticMinus = new Float64Array(size);
    this.#ruledPlus = new Float64Array(size);
    this.#ruledMinus = new Float64Array(size);
    for (const weight of commonWeights) {
      if (weight.projection.to !== population) continue;
      this.#slotOfProjection.set(weight.projection.index, this.#counted.length);
      this.#counted.push({ counts: new Uint32Array(size), weightOf: () => weight.value });
    }
    this.#firstDrive = this.#counted.length;
    for (const drive of drives) {
      const weight = 'weight' in drive ? drive.weight : 0;
      this.#counted.push({ counts: new Uint32Array(size), weightOf: (neuron) => (typeof weight === 'number' ? weight : weight[neuron]!) });
    }
  }

  addStatic(neuron: number, amount: number): void {
    this.#add(amount >= 0 ? this.#staticPlus : this.#staticMinus, neuron, amount);
  }

  addRuled(neuron: number, amount: number): void {
    this.#add(amount >= 0 ? this.#ruledPlus : this.#ruledMinus, neuron, amount);
  }

  #add(sums: Float64Array, neuron: number, amount: number): void {
    sums[neuron] = sums[neuron]! + amount;
    this.#came(neuron, amount);
  }

  #came(neuron: number, amount: number): void {
    (amount >= 0 ? this.#excCame : this.#inhCame)[neuron] = 1;
    this.#onInput(neuron);
  }

  countProjection(neuron: number, projection: number): void {
    this.#count(this.#slotOfProjection.get(projection)!, neuron, 1);
  }

  countDrive(neuron: number, drive: number, count: number): void {
    this.#count(this.#firstDrive + drive, neuron, count);
  }

  #count(slot: number, neuron: number, count: number): void {
    const { counts, weightOf } = this.#counted[slot]!;
    counts[neuron] = counts[neuron]! + count;
    this.#came(neuron, weightOf(neuron));
  }

  /** Excitatory and inhibitory sum, and whether there was any, taken away. */
  take(neuron: number): { exc: number; inh: number; excCame: boolean; inhCame: boolean } {
    const came = { excCame: this.#excCame[neuron] === 1, inhCame: this.#inhCame[neuron] === 1 };
    this.#excCame[neuron] = 0;
    this.#inhCame[neuron] = 0;
    let exc = this.#staticPlus[neuron]! + this.#ruledPlus[neuron]!;
    let inh = this.#staticMinus[neuron]! + this.#ruledMinus[neuron]!;
    for (const { counts, weightOf } of this.#counted) {
      const weight = weightOf(neuron);
      if (weight >= 0) exc += counts[neuron]! * weight;
      else inh += counts[neuron]! * weight;
      counts[neuron] = 0;
    }
    for (const sums of [this.#staticPlus, this.#staticMinus, this.#ruledPlus, this.#ruledMinus]) sums[neuron] = 0;
    return { exc, inh, ...came };
  }
}
