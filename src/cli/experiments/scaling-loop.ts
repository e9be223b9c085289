/** HOMEO-EI settling, at fixed α, and after a loss of input: what the experiment `homeostasis` runs. */

import type { Pair } from '../../comparators/comparator.ts';
import type { Loop } from '../../comparators/scaling/loop.ts';
import { scaling } from '../../comparators/scaling/scaling.ts';
import { freezePlasticity, scale, set } from '../../simulation/interventions.ts';
import type { WeightTable } from '../../simulation/weights.ts';
import { simulate } from '../../streams/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { s } from '../../units.ts';
import type { Settings } from './experiment.ts';
import { type Course, homeoEi, kappa, runBins } from './homeo-ei.ts';

/** Of each bin also the mean of ln α. */
export type Scaled = Course<number>;

/** Steps of ln α between which the sensitivity is taken. */
export const steps = [-0.02, 0, 0.02] as const;
/** Calcium quick enough to recover well, and so slow that it rings [s]. */
export const recovering = { kappa, tauH: 20, tauC: 0.5 } satisfies Loop;
export const ringing = { kappa, tauH: 20, tauC: 20 } satisfies Loop;
const lost = 0.1;

const lnAlphaOf = async (sim: { read(name: string): Promise<Float64Array> }): Promise<number[]> =>
  Array.from(await sim.read('E.factor'), (alpha) => Math.log(alpha));

export interface Found {
  readonly seed: string;
  readonly settling: Scaled;
  /** Rates [Hz] at fixed α, each with ln α shifted by one of `steps`, first and last at least. */
  readonly shifted: readonly number[];
  /** Largest relative error of ratios of weights onto one neuron, as they act. */
  readonly ratioError: number;
  /** From the moment of the loss on. */
  readonly recovery: Scaled & Followed;
  readonly ring: Scaled & Followed;
}

/** What the comparator `scaling` made of the spikes while they came, with κ as it was known before. */
export interface Followed {
  readonly pairs: readonly Pair[];
}

/** A simulation of the reference network with its loss of input at `at` [s]; ln α begins where it had settled. */
const loseInput = async (
  { seed, workers }: Settings,
  { kappa, tauH, tauC }: Loop,
  lnAlpha: readonly number[],
  at: number,
  span: number,
): Promise<Scaled & Followed> => {
  const net = await homeoEi({ tauH: tauH * s, tauC: tauC * s });
  await using sim = simulate(net, { seed, workers });
  sim.at(0, set('E.synapticScaling.lnAlpha', lnAlpha));
  for (const rate of ['E.drive0.rate', 'I.drive0.rate']) sim.at(at * s, scale(rate, 1 - lost));
  const model = scaling(net, { kappa, at: at * s });
  const pairs: Pair[] = [];
  model.follow(model.watch(sim)).subscribe((pair) => pairs.push(pair));
  await sim.run(at * s);
  const course = await runBins(sim, net, { bin: 1, count: span, look: async () => momentsOf(await lnAlphaOf(sim)).mean });
  return { ...course, pairs };
};

/** Weights onto one neuron, as they act and as they are stored: what their ratios differ by. */
const ratioErrorOf = async (sim: { weights(name: 'EE'): Promise<WeightTable> }, lnAlpha: readonly number[]): Promise<number> => {
  const { target: onto, w } = await sim.weights('EE');
  const first = new Map<number, number>();
  let most = 0;
  w.forEach((weight, synapse) => {
    const neuron = onto[synapse] as number;
    const alpha = Math.exp(lnAlpha[neuron] as number);
    const other = first.get(neuron) ?? weight;
    first.set(neuron, other);
    most = Math.max(most, Math.abs((alpha * weight) / (alpha * other) / (weight / other) - 1));
  });
  return most;
};

/** Everything that one seed gives; `done` and `share`: how much of the whole experiment was done before, and what this is of it. */
export const find = async (settings: Settings, seed: string, done: number, share: number): Promise<Found> => {
  const { quick, workers, progress } = settings;
  const say = (doing: string, part: number): void => progress(`seed ${seed}: ${doing}`, done + share * part);
  const net = await homeoEi();
  await using sim = simulate(net, { seed, workers });
  say('settling', 0);
  const settling = await runBins(sim, net, { bin: 1, count: 50, look: async () => momentsOf(await lnAlphaOf(sim)).mean });
  const lnAlpha = await lnAlphaOf(sim);
  const ratioError = await ratioErrorOf(sim, lnAlpha);
  const shifted: number[] = [];
  for (const [i, step] of (quick ? [steps[0], steps[2]] : steps).entries()) {
    say('α held', 0.25 + 0.05 * i);
    await using held = await sim.fork();
    held.at(held.timeMs, freezePlasticity('E'));
    held.at(
      held.timeMs,
      set(
        'E.synapticScaling.lnAlpha',
        lnAlpha.map((value) => value + step),
      ),
    );
    await held.run(2 * s);
    const { E } = await runBins(held, net, { bin: quick ? 10 : 30, count: 1 });
    shifted.push(E[0] as number);
  }
  say('recovery', 0.4);
  const recovery = await loseInput({ ...settings, seed }, recovering, lnAlpha, quick ? 10 : 20, quick ? 20 : 40);
  say('ringing', 0.6);
  const ring = await loseInput({ ...settings, seed }, ringing, lnAlpha, 10, quick ? 70 : 120);
  return { seed, settling, shifted, ratioError, recovery, ring };
};
