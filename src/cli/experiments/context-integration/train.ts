/** One network learning by gradient descent: alone, with balancing after every step, or with a penalty on its weights. */
import { imbalancesOf, neuronCosts, synapticCosts } from '../../../comparators/balancing/costs.ts';
import { normals } from '../../../random.ts';
import { columns, initial, type Parameters, RateNetwork } from './network.ts';
import { conditions, inputLines, trialsOf } from './task.ts';

export const arms = ['SGD', 'SGD with balancing', 'SGD with L2'] as const;
export type Arm = (typeof arms)[number];

const rate = 5e-3;
/** Longest gradient that is followed as it is. */
const clip = 10;
/** Change of h per imbalance in each step. */
const balancing = 0.01;
/** Of Σ J². */
const penalty = 1e-3;

export interface Course {
  readonly iteration: number;
  /** Mean of the iterations since the last. */
  readonly loss: number;
  readonly cost: number;
  /** |g|, the root of the sum of squares. */
  readonly imbalance: number;
}

export interface Trained {
  readonly seed: string;
  readonly arm: Arm;
  readonly course: readonly Course[];
  readonly parameters: Parameters<readonly number[]>;
}

/** D·J·D⁻¹, and all else that must change with it so that rectified units compute the same. */
export const rescaled = ({ n, ...of }: Parameters<Float32Array | Float64Array>, h: ArrayLike<number>): Parameters => {
  const factor = Float64Array.from(h, Math.exp);
  const at = (i: number): number => factor[i] as number;
  return {
    n,
    J: Float64Array.from(of.J, (w, k) => (w * at(Math.floor(k / n))) / at(k % n)),
    input: Float64Array.from(of.input, (w, k) => w * at(Math.floor(k / inputLines))),
    bias: Float64Array.from(of.bias, (b, i) => b * at(i)),
    output: Float64Array.from(of.output, (w, k) => w / at(k % n)),
  };
};

export const costOf = ({ n, J }: Pick<Parameters<Float32Array | Float64Array>, 'n' | 'J'>): { readonly cost: number; readonly g: Float64Array } => {
  const sums = neuronCosts(synapticCosts(Float64Array.from(J), n), n);
  return { cost: sums.cost, g: imbalancesOf(sums) };
};

export const lengthOf = (values: Iterable<number>): number => {
  let squares = 0;
  for (const each of values) squares += each * each;
  return Math.sqrt(squares);
};

const update = ({ parameters }: RateNetwork, gradient: Parameters, arm: Arm): void => {
  const { J } = gradient;
  if (arm === 'SGD with L2') for (let k = 0; k < J.length; k++) J[k] = (J[k] as number) + 2 * penalty * (parameters.J[k] as number);
  const length = Math.hypot(...columns.map((column) => lengthOf(gradient[column])));
  const step = rate * Math.min(1, clip / length);
  for (const column of columns) {
    const [own, along] = [parameters[column], gradient[column]];
    for (let k = 0; k < own.length; k++) own[k] = (own[k] as number) - step * (along[k] as number);
  }
  if (arm !== 'SGD with balancing') return;
  const next = rescaled(
    parameters,
    costOf(parameters).g.map((g) => balancing * g),
  );
  for (const column of columns) parameters[column].set(next[column]);
};

export interface Learning {
  readonly n: number;
  readonly iterations: number;
  /** Iterations between two entries of the course. */
  readonly every: number;
}

export const train = (seed: string, arm: Arm, { n, iterations, every }: Learning, shown: (iteration: number) => void = () => {}): Trained => {
  const network = new RateNetwork(initial(n, normals(`${seed} initial`)), conditions, 'float32', true);
  const { parameters } = network;
  // All arms of a seed see the same noise.
  const noise = normals(`${seed} noise`);
  const course: Course[] = [];
  let losses = 0;
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const trials = trialsOf(conditions, noise);
    const loss = network.answer(trials);
    losses += loss;
    update(network, network.gradient(trials, loss), arm);
    if (iteration % every !== 0) continue;
    const { cost, g } = costOf(parameters);
    course.push({ iteration, loss: losses / every, cost, imbalance: lengthOf(g) });
    losses = 0;
    shown(iteration);
  }
  const { J, input, bias, output } = parameters;
  return { seed, arm, course, parameters: { n, J: [...J], input: [...input], bias: [...bias], output: [...output] } };
};
