/** What a neuron stands for, and what a population says: Diehl & Cook (2015), section 2.5. */

const classes = 10;

/** Of each neuron, the digit it stands for; −1 where it has said nothing. */
export type Assignment = Int8Array;

/** Responses summed by digit: all that assigning needs. */
export class Tally {
  readonly #sums: Float64Array;
  readonly #shown = new Uint32Array(classes);
  readonly #neurons: number;

  constructor(neurons: number) {
    this.#neurons = neurons;
    this.#sums = new Float64Array(classes * neurons);
  }

  add(counts: ArrayLike<number>, digit: number): void {
    (this.#shown[digit] as number)++;
    for (let neuron = 0; neuron < this.#neurons; neuron++) (this.#sums[digit * this.#neurons + neuron] as number) += counts[neuron] as number;
  }

  /** Each neuron stands for the digit to which it responded most, on average over that digit's images. */
  assignment(): Assignment {
    return Int8Array.from({ length: this.#neurons }, (_, neuron) => {
      let [best, most] = [-1, 0];
      for (let digit = 0; digit < classes; digit++) {
        const mean = (this.#sums[digit * this.#neurons + neuron] as number) / Math.max(1, this.#shown[digit] as number);
        if (mean > most) [best, most] = [digit, mean];
      }
      return best;
    });
  }
}

/** The digit whose neurons spike most, on average over the neurons that stand for it; −1 where none does. */
export const classify = (counts: ArrayLike<number>, assignment: Assignment): number => {
  const spikes = new Float64Array(classes);
  const neurons = new Uint32Array(classes);
  for (let neuron = 0; neuron < assignment.length; neuron++) {
    const digit = assignment[neuron] as number;
    if (digit < 0) continue;
    (spikes[digit] as number) += counts[neuron] as number;
    (neurons[digit] as number)++;
  }
  let [best, most] = [-1, 0];
  for (let digit = 0; digit < classes; digit++) {
    const mean = (spikes[digit] as number) / Math.max(1, neurons[digit] as number);
    if (mean > most) [best, most] = [digit, mean];
  }
  return best;
};

/** How often digit i was taken for j, at 10 · i + j; what was taken for nothing is in no cell. */
export const confusionOf = (labels: ArrayLike<number>, answers: ArrayLike<number>): Uint32Array => {
  const table = new Uint32Array(classes * classes);
  for (let i = 0; i < answers.length; i++) {
    const answer = answers[i] as number;
    if (answer >= 0) (table[classes * (labels[i] as number) + answer] as number)++;
  }
  return table;
};

/** Share of right answers. */
export const accuracyOf = (answers: readonly number[], labels: ArrayLike<number>): number =>
  answers.filter((answer, i) => answer === labels[i]).length / answers.length;
