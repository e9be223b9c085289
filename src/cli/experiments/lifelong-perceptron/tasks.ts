/** Tasks of a lifelong perceptron: random patterns with random labels, task after task; and the order in which they are shown. */
import { uniforms } from '../../../random.ts';

export const inputs = 1000;
export const tasks = 5;
export const patterns = 100;
export const passes = 25;
/** Patterns between two changes of weights. */
export const batch = 5;
/** Answers of which a test takes the majority. */
export const samples = 10;

/** All patterns, task by task; inputs and labels are 1 or −1. */
export interface Material {
  readonly x: readonly Int8Array[];
  readonly y: Int8Array;
}

export const drawMaterial = (seed: string): Material => {
  const random = uniforms(`${seed} patterns`);
  const sign = (): number => (random() < 0.5 ? -1 : 1);
  return {
    x: Array.from({ length: tasks * patterns }, () => Int8Array.from({ length: inputs }, sign)),
    y: Int8Array.from({ length: tasks * patterns }, sign),
  };
};

export const ofTask = (task: number): readonly number[] => Array.from({ length: patterns }, (_, i) => task * patterns + i);

/** Task learned, then the tasks that are tested: the first after each, all after the last. */
export const course = Array.from({ length: tasks }, (_, task) => ({
  task,
  tested: task === tasks - 1 ? Array.from({ length: tasks }, (_, i) => i) : [0],
}));

/** Share of right answers, after each task by task tested. */
export type Accuracies = readonly ReadonlyMap<number, number>[];

/** Of the last test the mean over all tasks; of every test the first task. */
export const lastMean = (accuracies: Accuracies): number =>
  [...(accuracies.at(-1) as ReadonlyMap<number, number>).values()].reduce((sum, share) => sum + share / tasks, 0);
export const firstTask = (accuracies: Accuracies): number[] => accuracies.map((tested) => tested.get(0) as number);

/** Share of a task's patterns whose answers, `samples` each in turn, sum to the label's sign; no majority counts as 1. */
export const rightOf = (task: number, answers: ArrayLike<number>, { y }: Material): number => {
  const right = ofTask(task).filter((pattern, i) => {
    const said = Array.from({ length: samples }, (_, k) => answers[i * samples + k] as number).reduce((sum, answer) => sum + answer, 0);
    return (said >= 0 ? 1 : -1) === y[pattern];
  });
  return right.length / patterns;
};
