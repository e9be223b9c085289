/** A network that has learned, balanced: what stays, what it costs, and how it bears noise. All in double precision. */
import { balancingStep, diagonalSimilarity, neuronCosts, synapticCosts } from '../../../comparators/balancing/costs.ts';
import { normals, uniforms } from '../../../random.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { type Parameters, RateNetwork } from './network.ts';
import { type Trials, trialsOf } from './task.ts';
import { costOf, lengthOf, rescaled, type Trained } from './train.ts';

/** Noise in units, in standard deviations of their activity. */
export const noises = [0.1, 0.2] as const;
export const scrambles = [0.3, 0.6, 1] as const;

const eta = 0.4;

export interface Balanced {
  readonly parameters: Parameters;
  /** Total of J² before and after. */
  readonly before: number;
  readonly after: number;
  readonly steps: number;
  /** Largest rise of the total in a step, relative to it. */
  readonly rise: number;
}

/** Steps of fixed size until no neuron's imbalance exceeds 1e-10 of the total. @param gains - of costs, held while balancing */
export const balanced = (parameters: Parameters, gains?: ArrayLike<number>): Balanced => {
  const { n } = parameters;
  const h = new Float64Array(n);
  const costsAt = () => synapticCosts(diagonalSimilarity(parameters.J, h), n, 2, gains);
  let costs = costsAt();
  let sums = neuronCosts(costs, n);
  let [steps, rise] = [0, 0];
  for (; sums.imbalance > 1e-10 && steps < 10_000; steps++) {
    const { cost } = sums;
    balancingStep(costs, n, eta).forEach((step, i) => {
      h[i] = (h[i] as number) + step;
    });
    costs = costsAt();
    sums = neuronCosts(costs, n);
    rise = Math.max(rise, sums.cost / cost - 1);
  }
  const next = rescaled(parameters, h);
  return { parameters: next, before: costOf(parameters).cost, after: costOf(next).cost, steps, rise };
};

/** Error of a network on the test, with noise in its units or without; what it says, and what its units do (until it is asked again). */
export type Examiner = (
  parameters: Parameters,
  deviation?: number,
) => { readonly loss: number; readonly y: Float64Array; readonly states: Float64Array };

/** The same trials and the same noise for all networks of a seed. */
export const examinerOf = (n: number, seed: string, count: number): Examiner => {
  const trials: Trials = trialsOf(count, normals(`${seed} test`));
  const network = new RateNetwork(
    { n, J: new Float64Array(n * n), input: new Float64Array(6 * n), bias: new Float64Array(n), output: new Float64Array(2 * n) },
    count,
    'float64',
    false,
  );
  return (parameters, deviation = 0) => {
    for (const column of ['J', 'input', 'bias', 'output'] as const) network.parameters[column].set(parameters[column]);
    const loss = network.answer(trials, deviation > 0 ? { deviation, normal: normals(`${seed} units`) } : undefined);
    return { loss, y: network.y.slice(), states: network.states as Float64Array };
  };
};

const largestDifference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, each, k) => Math.max(most, Math.abs(each - (b[k] as number))), 0);

/** |g| of matrices whose rows are shuffled, self-connections in their place: what neurons pay for inputs stays, for outputs it is mixed. */
const shuffledImbalances = ({ n, J }: Parameters, seed: string, times: number): number[] => {
  const random = uniforms(`${seed} shuffled`);
  return Array.from({ length: times }, () => {
    const mixed = J.slice();
    for (let i = 0; i < n; i++) {
      const places = Array.from({ length: n }, (_, j) => i * n + j).filter((k) => k !== i * (n + 1));
      for (let last = places.length - 1; last > 0; last--) {
        const [a, b] = [places[last] as number, places[Math.floor(random() * (last + 1))] as number];
        [mixed[a], mixed[b]] = [mixed[b] as number, mixed[a] as number];
      }
    }
    return lengthOf(costOf({ n, J: mixed }).g);
  });
};

export interface Examined {
  readonly loss: number;
  readonly balancing: Balanced;
  /** |g| / C as it was trained. */
  readonly imbalance: number;
  /** (|g| − mean) / deviation of |g| with shuffled rows. */
  readonly z: number;
  /** Largest change of any answer by balancing. */
  readonly changed: number;
  /** Errors with noise in units: as trained, balanced, and balanced by costs weighted with the mean slope of the unit they come from. */
  readonly noisy: readonly (readonly [trained: number, balanced: number, weighted: number])[];
  /** Weighted cost after balancing it / before. */
  readonly weighted: number;
}

const own = ({ parameters: { n, J, input, bias, output } }: Trained): Parameters => ({
  n,
  ...{ J: Float64Array.from(J), input: Float64Array.from(input), bias: Float64Array.from(bias), output: Float64Array.from(output) },
});

/** Share of time that each unit spends above 0: the mean slope of its response. */
const slopesOf = (n: number, states: Float64Array): Float64Array => {
  const slopes = new Float64Array(n);
  for (let k = 0; k < states.length; k++) if ((states[k] as number) > 0) slopes[k % n] = (slopes[k % n] as number) + n / states.length;
  // A unit that is never above 0 still has outputs: a least slope keeps their costs above 0, and the balance finite.
  return slopes.map((slope) => Math.max(slope, 1e-3));
};

export const examine = (trained: Trained, examiner: Examiner, shuffles: number): Examined => {
  const parameters = own(trained);
  const before = examiner(parameters);
  const deviation = momentsOf(before.states).deviation;
  const gains = slopesOf(parameters.n, before.states);
  const balancing = balanced(parameters);
  const weighted = balanced(parameters, gains);
  const { cost, g } = costOf(parameters);
  const shuffled = momentsOf(shuffledImbalances(parameters, trained.seed, shuffles));
  const weightedCost = (J: Float64Array): number => neuronCosts(synapticCosts(J, parameters.n, 2, gains), parameters.n).cost;
  return {
    loss: before.loss,
    balancing,
    imbalance: lengthOf(g) / cost,
    z: (lengthOf(g) - shuffled.mean) / shuffled.deviation,
    changed: Math.max(...[balancing, weighted].map((each) => largestDifference(examiner(each.parameters).y, before.y))),
    noisy: noises.map(
      (share) =>
        [parameters, balancing.parameters, weighted.parameters].map((each) => examiner(each, share * deviation).loss) as [number, number, number],
    ),
    weighted: weightedCost(weighted.parameters.J) / weightedCost(parameters.J),
  };
};

export interface Scrambled {
  readonly sigma: number;
  readonly raised: number;
  readonly balanced: number;
  readonly steps: number;
  readonly changed: number;
  /** Errors with the least noise in units: scrambled, and balanced again. */
  readonly noisy: readonly [scrambled: number, balanced: number];
}

/** Factors drawn for every unit leave what is computed as it is, and raise the cost; balancing takes them all away. */
export const scrambled = (trained: Trained, examiner: Examiner): Scrambled[] => {
  const parameters = own(trained);
  const before = examiner(parameters);
  const deviation = noises[0] * momentsOf(before.states).deviation;
  return scrambles.map((sigma) => {
    const normal = normals(`${trained.seed} scrambled ${sigma}`);
    const drawn = Float64Array.from({ length: parameters.n }, () => sigma * normal());
    // A factor common to all units costs nothing and is not taken back, but noise would weigh more or less: there is to be none.
    const { mean } = momentsOf(drawn);
    const mixed = rescaled(
      parameters,
      drawn.map((each) => each - mean),
    );
    const again = balanced(mixed);
    const changed = Math.max(...[mixed, again.parameters].map((each) => largestDifference(examiner(each).y, before.y)));
    const noisy = [examiner(mixed, deviation).loss, examiner(again.parameters, deviation).loss] as const;
    return { sigma, raised: again.before, balanced: again.after, steps: again.steps, changed, noisy };
  });
};
