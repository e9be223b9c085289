/** The same learning as arithmetic: the rate model of Schug et al. 2021, without time or spikes. */
import { uniforms } from '../../../random.ts';
import { type Accuracies, batch, course, inputs, type Material, ofTask, passes, rightOf, samples } from './tasks.ts';

/** What a perceptron is after a life: its weights in steps of 1, and what it knew on the way. */
export interface Life {
  readonly w: Float64Array;
  readonly p: Float64Array;
  readonly accuracies: Accuracies;
}

/** A life with consolidation, or without (p = 1). Constants are those of the authors' code; masks are drawn anew for each pattern. */
export const rateLife = (material: Material, consolidates: boolean, seed: string): Life => {
  const random = uniforms(`${seed} rate`);
  const w = new Float64Array(inputs);
  const p = new Float64Array(inputs).fill(consolidates ? 0.25 : 1);
  const sent = new Float64Array(inputs);
  const answer = (pattern: number): number => {
    const x = material.x[pattern] as Int8Array;
    let sum = 0;
    for (let i = 0; i < inputs; i++) {
      const share = p[i] as number;
      sent[i] = share >= 1 || random() < share ? (x[i] as number) : 0;
      sum += ((sent[i] as number) * (w[i] as number)) / share;
    }
    // Sums of 0 are an answer of 1, whatever rounding makes of them.
    return sum > -1e-6 ? 1 : -1;
  };
  const learn = (some: readonly number[]): void => {
    const u = new Float64Array(inputs);
    for (const pattern of some) {
      const error = (material.y[pattern] as number) - answer(pattern);
      for (let i = 0; i < inputs; i++) (u[i] as number) += (error * (sent[i] as number)) / batch;
    }
    for (let i = 0; i < inputs; i++) {
      const share = p[i] as number;
      (w[i] as number) += (consolidates ? 1 - share : 1) * (u[i] as number);
      if (share < 0.9) p[i] = Math.min(0.9, Math.max(0.25, share + (Math.abs(u[i] as number) > 0.1 ? 0.2 : -0.2) * (1 - share)));
    }
  };
  const accuracies = course.map(({ task, tested }) => {
    const patterns = ofTask(task);
    for (let pass = 0; pass < passes; pass++) for (let i = 0; i < patterns.length; i += batch) learn(patterns.slice(i, i + batch));
    return new Map(
      tested.map((old) => [
        old,
        rightOf(
          old,
          ofTask(old).flatMap((pattern) => Array.from({ length: samples }, () => answer(pattern))),
          material,
        ),
      ]),
    );
  });
  return { w, p, accuracies };
};
