/** Readouts that learn digits from the same spikes, each with its own kind of release; and what they transmit while answering. */

import { poissonSource } from '../../../network/describe/sources.ts';
import { allToAll } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { integrator } from '../../../neurons/index.ts';
import { uniforms } from '../../../random.ts';
import { gradientRelease } from '../../../rules/gradient-release.ts';
import { freezePlasticity, set, signal } from '../../../simulation/interventions.ts';
import { type Simulation, simulate } from '../../../simulation/simulate.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { ms, mV } from '../../../units.ts';
import type { Digits } from '../digits/idx.ts';
import { Answers, softmax } from './information.ts';
import { readoutGradient } from './rule.ts';

const classes = 10;
const pixels = 784;
/** Rate of a full pixel [Hz]. */
const peak = 100;
const trial = 100 * ms;
/** When in a trial the readout is read: before the next image, and the end of a batch, which may be then. */
const asked = trial - 1 * ms;
const batch = 50;
const tauM = 20 * ms;
/** Learning rate, weight decay and limit of a large gradient, of the mean gradient of a batch. */
const [eta, lambda2, gLim] = [0.02, 0.01, 3e-3 * mV];

/** Of the weights that learning starts from. */
const widest = (1 / Math.sqrt(pixels)) * mV;

/** Gradients are summed over a batch here. */
const learning = { eta: eta / batch, lambda2: lambda2 * batch, period: batch * trial, signed: true, consolidation: false };
/** What a success transmits is w / p. */
export const kinds = {
  deterministic: { ...learning, pMin: 1, pUp: 0, pDown: 0 },
  fixed: { ...learning, pMin: 0.4, pUp: 0, pDown: 0 },
  plastic: { ...learning, pUp: 0.07, pDown: 0.07, pFreeze: 2, gLim: gLim * batch },
} as const;
export type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];
const each = <T>(of: (kind: Kind) => T): Readonly<Record<Kind, T>> => Object.fromEntries(names.map((kind) => [kind, of(kind)])) as Record<Kind, T>;

/** Name of the projection onto a readout. */
const synapsesOf = (kind: Kind): string => `to-${kind}`;

/** The same weights for all readouts, as in the paper: what is not needed is there to be unlearned. */
const firstWeights = (seed: string): number[] => {
  const random = uniforms(`${seed} weights`);
  return Array.from({ length: pixels * classes }, () => widest * (2 * random() - 1));
};

const describe = (weight: readonly number[]) =>
  network({
    clock: 'event',
    populations: {
      retina: { size: pixels, neuron: poissonSource({ rate: 0 }) },
      ...each(() => ({ size: classes, neuron: integrator({ tauM }) })),
    },
    projections: Object.fromEntries(
      names.map((kind) => [
        synapsesOf(kind),
        {
          from: 'retina' as const,
          to: kind,
          wiring: allToAll(),
          weight,
          bounds: [-10 * mV, 10 * mV] as const,
          delay: 1 * ms,
          synapse: [gradientRelease(kinds[kind]), readoutGradient({ tauM })],
        },
      ]),
    ),
  });

/** What a readout came to. */
export interface Readout {
  readonly accuracy: number;
  /** [bit] */
  readonly information: number;
  /** Sizes of all that was transmitted in a trial [mV], as the engine counts it; and what rates and weights let expect. */
  readonly energy: number;
  readonly expected: number;
  readonly p: Float64Array;
}

export interface Sizes {
  readonly batches: number;
  readonly tests: number;
}

type Sim = Simulation<string, string>;
type Said = Readonly<Record<Kind, number[]>>;

/** Shows an image until it is read; rates change at the end of the trial before. */
const show = async (sim: Sim, rates: readonly number[]): Promise<Said> => {
  const from = trial * Math.ceil(sim.timeMs / trial);
  sim.at(from, set('retina.rate', rates));
  await sim.run(from + asked - sim.timeMs);
  const potentials = await Promise.all(names.map((kind) => sim.read(`${kind}.v`)));
  return each((kind) => softmax(potentials[names.indexOf(kind)] as Float64Array));
};

const ratesOf = ({ pixels: all }: Digits, image: number): number[] =>
  Array.from(all.subarray(pixels * image, pixels * (image + 1)), (ink) => (peak * ink) / 255);

const learn = async (sim: Sim, digits: Digits, seed: string, trials: number, shown: () => void): Promise<void> => {
  const random = uniforms(`${seed} images`);
  for (let i = 0; i < trials; i++) {
    const image = Math.floor(random() * digits.count);
    const said = await show(sim, ratesOf(digits, image));
    const label = digits.labels[image] as number;
    for (const kind of names)
      sim.at(
        sim.timeMs,
        set(
          `${synapsesOf(kind)}.readoutGradient.error`,
          said[kind].map((p, z) => p - (z === label ? 1 : 0)),
        ),
      );
    sim.at(sim.timeMs, signal('trial', 1));
    shown();
  }
};

const transmitted = async (sim: Sim): Promise<Readonly<Record<Kind, number>>> => {
  const { energy } = await sim.summary();
  return each((kind) => energy?.projections[synapsesOf(kind)]?.sum ?? Number.NaN);
};

/** Sum of |w| over the synapses of each source [mV]. */
const outgoing = async (sim: Sim, kind: Kind): Promise<Float64Array> => {
  const { source, w } = await sim.weights(synapsesOf(kind));
  const sums = new Float64Array(pixels);
  source.forEach((from, i) => {
    (sums[from] as number) += Math.abs(w[i] as number);
  });
  return sums;
};

const examine = async (sim: Sim, digits: Digits, tests: number, shown: () => void): Promise<Readonly<Record<Kind, Readout>>> => {
  // The last batch ends with its last trial.
  await sim.run(trial - asked);
  for (const kind of names) sim.at(sim.timeMs, freezePlasticity(synapsesOf(kind)));
  const before = await transmitted(sim);
  const answers = each(() => new Answers(classes));
  const weights = await Promise.all(names.map((kind) => outgoing(sim, kind)));
  const expected = each(() => ({ sum: 0 }));
  for (let image = 0; image < tests; image++) {
    const rates = ratesOf(digits, image);
    const said = await show(sim, rates);
    for (const kind of names) {
      answers[kind].add(digits.labels[image] as number, said[kind]);
      const out = weights[names.indexOf(kind)] as Float64Array;
      expected[kind].sum += rates.reduce((sum, rate, i) => sum + ((rate * trial) / 1000) * (out[i] as number), 0);
    }
    shown();
  }
  await sim.run(trial - asked);
  const after = await transmitted(sim);
  const p = await Promise.all(names.map((kind) => sim.read(`${synapsesOf(kind)}.gradientRelease.p`)));
  return each((kind) => ({
    accuracy: answers[kind].accuracy,
    information: answers[kind].information,
    energy: (after[kind] - before[kind]) / tests,
    expected: expected[kind].sum / tests,
    p: p[names.indexOf(kind)] as Float64Array,
  }));
};

/** Learns digits drawn with replacement, then answers the first of the test digits. `shown` hears of every image. */
export const compareReadouts = async (
  { training, test }: { readonly training: Digits; readonly test: Digits },
  { batches, tests }: Sizes,
  { seed, workers }: { readonly seed: string; readonly workers: number },
  shown: () => void,
): Promise<Readonly<Record<Kind, Readout>>> => {
  await using sim = simulate(describe(firstWeights(seed)), { seed, workers, record: { energy: true } }) as Sim;
  await learn(sim, training, seed, batches * batch, shown);
  return await examine(sim, test, tests, shown);
};

export const imagesOf = ({ batches, tests }: Sizes): number => batches * batch + tests;
export const meanP = ({ p }: Readout): number => momentsOf(p).mean;
