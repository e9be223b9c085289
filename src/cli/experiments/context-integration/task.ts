/** Context-dependent integration (Mante, Sussillo, Shenoy & Newsome 2013, as in Stock et al. 2022): add up the evidence of the stimulus that the context names. */

/** Moments at which input changes and output is read. */
export const moments = 50;
/** Two lines for the context, two channels for each of two stimuli. */
export const inputLines = 6;
export const outputs = 2;
/** Contexts × channel of the one stimulus × channel of the other. */
export const conditions = 8;

/** Noise on every line at every moment (standard deviation). */
const noise = 0.3;

export interface Trials {
  readonly count: number;
  /** [moment][trial][line]. */
  readonly inputs: Float64Array;
  /** [moment][trial][output]: running sums of the two noisy channels of the stimulus that counts. */
  readonly targets: Float64Array;
}

/** All conditions in turn, as often as it takes. */
export const trialsOf = (count: number, normal: () => number): Trials => {
  const inputs = new Float64Array(moments * count * inputLines);
  const targets = new Float64Array(moments * count * outputs);
  for (let moment = 0; moment < moments; moment++)
    for (let trial = 0; trial < count; trial++) {
      const [context, first, second] = [trial & 1, (trial >> 1) & 1, (trial >> 2) & 1];
      const at = (moment * count + trial) * inputLines;
      for (let line = 0; line < inputLines; line++) {
        const on = line === context || line === 2 + first || line === 4 + second;
        inputs[at + line] = Number(on) + noise * normal();
      }
      for (let output = 0; output < outputs; output++) {
        const own = (moment * count + trial) * outputs + output;
        const before = moment === 0 ? 0 : (targets[own - count * outputs] as number);
        targets[own] = before + (inputs[at + 2 + 2 * context + output] as number);
      }
    }
  return { count, inputs, targets };
};
