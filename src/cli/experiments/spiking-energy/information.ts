/** What answers say about classes. */

/** Probabilities of answers from potentials [mV]. */
export const softmax = (potentials: ArrayLike<number>): number[] => {
  const most = Array.from(potentials).reduce((a, b) => Math.max(a, b));
  const raised = Array.from(potentials, (v) => Math.exp(v - most));
  const sum = raised.reduce((a, b) => a + b);
  return raised.map((each) => each / sum);
};

/** Gathers answers to images of known classes. */
export class Answers {
  readonly #classes: number;
  /** Sums of probabilities of answers, by class. */
  readonly #sums: number[][];
  readonly #shown: number[];
  #right = 0;

  constructor(classes: number) {
    this.#classes = classes;
    this.#sums = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    this.#shown = new Array<number>(classes).fill(0);
  }

  add(label: number, probabilities: readonly number[]): void {
    const sums = this.#sums[label] as number[];
    for (let z = 0; z < this.#classes; z++) (sums[z] as number) += probabilities[z] as number;
    (this.#shown[label] as number)++;
    if (probabilities.indexOf(Math.max(...probabilities)) === label) this.#right++;
  }

  get #all(): number {
    return this.#shown.reduce((a, b) => a + b, 0);
  }

  /** Share of images whose likeliest answer is their class. */
  get accuracy(): number {
    return this.#right / this.#all;
  }

  /** Mutual information [bit] of class y and answer z, if answers were drawn with their probabilities: Σ P(y) C(y, z) log₂(C(y, z) / P(z)), C the mean over a class. */
  get information(): number {
    const joint = this.#sums.map((sums) => sums.map((sum) => sum / this.#all));
    const answered = joint[0]?.map((_, z) => joint.reduce((sum, row) => sum + (row[z] as number), 0)) as number[];
    const term = (p: number, y: number, z: number): number =>
      p === 0 ? 0 : p * Math.log2(p / (((this.#shown[y] as number) / this.#all) * (answered[z] as number)));
    return joint.flatMap((row, y) => row.map((p, z) => term(p, y, z))).reduce((a, b) => a + b, 0);
  }
}
