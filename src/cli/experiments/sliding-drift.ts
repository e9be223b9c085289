/** Drift of weights under `metaplasticStdp` where pre- and postsynaptic spikes are independent Poisson trains: there theory is exact. */
import { poissonSource } from '../../network/describe/sources.ts';
import { oneToOne } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { metaplasticStdp } from '../../rules/metaplastic-stdp.ts';
import { simulate } from '../../simulation/simulate.ts';
import { Hz, ms, mV, s } from '../../units.ts';
import type { Settings } from './experiment.ts';

const kinetics = { tauPlus: 16.8 * ms, tauMinus: 33.7 * ms, tauY: 125 * ms, a3Plus: 6.5e-3 * mV, target: 5 * Hz };
const preRate = 10;
const synapses = 1000;
/** Rates of the targets [Hz]. */
export const postRates = [2.5, 5, 7.5, 10] as const;
/** Time constants of the threshold [s]: one that moves, one that stays where it begins, at the rate `target`. */
export const thresholds = { sliding: 4, fixed: 1e9 } as const;
export type Threshold = keyof typeof thresholds;

/** Potentiation and depression per synapse [mV/s] at a rate of the target [Hz]. */
export const theory = (threshold: Threshold, post: number): { readonly up: number; readonly down: number } => {
  const [tauPlus, tauMinus, tauY] = [kinetics.tauPlus / 1000, kinetics.tauMinus / 1000, kinetics.tauY / 1000];
  const scaled = (kinetics.a3Plus * tauPlus * tauY) as number;
  const target = 5;
  return {
    up: scaled * preRate * post ** 2,
    down: ((scaled * preRate) / tauMinus / target) * meanSquareTimesTrace(post, thresholds[threshold], tauMinus, target),
  };
};

/**
 * ⟨c² y⟩ of the filtered rate c (time constant τθ) and the trace y (τ−) of one Poisson train: ν²·ντ−, and what their shared spikes add (Campbell's theorem;
 * 2.5/(ντθ) of it to first order). A threshold that stays has c = `target` throughout.
 */
const meanSquareTimesTrace = (rate: number, tauTheta: number, tau: number, target: number): number => {
  if (tauTheta > 1e6) return target ** 2 * rate * tau;
  const cc = rate / (2 * tauTheta);
  const cy = rate / (1 + tauTheta / tau);
  const ccy = rate / tauTheta ** 2 / (2 / tauTheta + 1 / tau);
  return rate ** 2 * rate * tau + cc * rate * tau + 2 * cy * rate + ccy;
};

const driftNetwork = () => {
  const rule = (threshold: Threshold) => [metaplasticStdp({ ...kinetics, tauTheta: thresholds[threshold] * s })];
  const sources = postRates.map((rate, i) => [`post${i}`, { size: synapses, neuron: poissonSource({ rate: rate * Hz }) }] as const);
  return network<string, string>({
    name: 'sliding-drift',
    populations: { pre: { size: synapses, neuron: poissonSource({ rate: preRate * Hz }) }, ...Object.fromEntries(sources) },
    projections: Object.fromEntries(
      sources.flatMap(([to], i) =>
        (Object.keys(thresholds) as Threshold[]).map((threshold) => [
          `${threshold}${i}`,
          // Far from 0, which a weight does not pass: drift alone is asked for.
          { from: 'pre', to, wiring: oneToOne(), weight: 1000 * mV, delay: 1 * ms, synapse: rule(threshold) },
        ]),
      ),
    ),
  });
};

export interface Drift {
  readonly threshold: Threshold;
  readonly post: number;
  /** Mean over synapses and its standard error [mV/s]. */
  readonly mean: number;
  readonly error: number;
}

/** Mean drift of 1,000 synapses in `span` [s], once the sliding threshold has settled. */
export const measureDrift = async ({ seed, workers, progress }: Settings, span: number): Promise<readonly Drift[]> => {
  await using sim = simulate(driftNetwork(), { seed, workers, clock: 'event' });
  const settle = 10 * thresholds.sliding;
  const cases = postRates.flatMap((post, i) =>
    (Object.keys(thresholds) as Threshold[]).map((threshold) => ({ post, threshold, name: `${threshold}${i}` })),
  );
  const weights = async () => {
    const tables: Float64Array[] = [];
    for (const { name } of cases) tables.push((await sim.weights(name)).w);
    return tables;
  };
  progress('Poisson trains: threshold settles');
  await sim.run(settle * s);
  const before = await weights();
  progress('Poisson trains: weights drift');
  await sim.run(span * s);
  const after = await weights();
  return cases.map(({ post, threshold }, i) => {
    const rates = Array.from(after[i] as Float64Array, (w, k) => (w - ((before[i] as Float64Array)[k] as number)) / span);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / synapses;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (synapses - 1);
    return { threshold, post, mean, error: Math.sqrt(variance / synapses) };
  });
};
