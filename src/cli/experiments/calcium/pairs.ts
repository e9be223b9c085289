/** Synapses that calcium changes, under pairs of spikes: weights are efficacies, and bounds 0 and 1. */
import { spikeSource } from '../../../network/describe/sources.ts';
import { allToAll, oneToOne } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { calciumSets } from '../../../rules/calcium-sets.ts';
import { graupnerBrunel } from '../../../rules/graupner-brunel.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { ms, s } from '../../../units.ts';
import type { Settings } from '../experiment.ts';
import { type Curve, curves, interval, pairs, type Transitions } from './theory.ts';

/** Lags of the curves: the target's spike after the arrival [ms]. */
export const lags = Array.from({ length: 41 }, (_, i) => 5 * i - 100);
/** Rates of pairs [Hz]. */
export const rates = [1, 5, 10, 15, 20, 30, 40, 50] as const;
/** Efficacies by rate, of the target 10 ms after the arrival, and before it. */
export type ByRate = Readonly<Record<10 | '-10', readonly number[]>>;

const delay = 1 * ms;
const bounds = [0, 1] as const;
/** From the last pair until calcium has gone, and quiet before the first [ms]. */
const rest = 500;

/** Times of arrivals, or of spikes `lag` after them, the last of them `every` before `end` [ms]. */
const trainOf = (count: number, every: number, end: number, lag = 0): number[] =>
  Array.from({ length: count }, (_, i) => end - (count - i) * every + lag);
/** When sources fire for spikes to arrive so. */
const earlier = (times: readonly number[]): number[] => times.map((time) => time - delay);

/** What a synapse goes through, without noise. */
export interface Protocol {
  readonly set: keyof typeof calciumSets;
  /** Efficacy at first. */
  readonly rho: number;
  readonly arrivals: readonly number[];
  readonly spikes: readonly number[];
}

/** `count` pairs, `every` ms apart, the target `lag` after the arrival; all over at `end` [ms]. */
export const regular = (set: Protocol['set'], count: number, every: number, lag: number, end: number): Protocol => ({
  ...{ set, rho: 0.5 },
  arrivals: trainOf(count, every, end),
  spikes: trainOf(count, every, end, lag),
});

/** Efficacies of protocols, one synapse each, when calcium has gone after `end` [ms]. */
export const play = async (protocols: readonly Protocol[], end: number, { seed }: Settings): Promise<number[]> => {
  const sets = [...new Set(protocols.map(({ set }) => set))];
  const of = (set: Protocol['set']) => protocols.filter((each) => each.set === set);
  const net = network<string, string>({
    name: 'calcium-protocols',
    populations: Object.fromEntries(
      sets.flatMap((set) => [
        [`${set}-pre`, { size: of(set).length, neuron: spikeSource({ times: of(set).map(({ arrivals }) => earlier(arrivals)) }) }],
        [`${set}-post`, { size: of(set).length, neuron: spikeSource({ times: of(set).map(({ spikes }) => [...spikes]) }) }],
      ]),
    ),
    projections: Object.fromEntries(
      sets.map((set) => [
        set,
        {
          ...{ from: `${set}-pre`, to: `${set}-post`, wiring: oneToOne(), delay, bounds, weight: of(set).map(({ rho }) => rho) },
          synapse: [graupnerBrunel({ ...calciumSets[set], sigma: 0, period: 100 * ms })],
        },
      ]),
    ),
  });
  await using sim = simulate(net, { seed, clock: 'event' });
  await sim.run((end + rest) * ms);
  const bySet = new Map<string, Float64Array>();
  for (const set of sets) bySet.set(set, (await sim.weights(set)).w);
  return protocols.map((protocol) => bySet.get(protocol.set)?.[of(protocol.set).indexOf(protocol)] as number);
};

/** Transitions of `copies` synapses from either state, by set and lag. */
export const measureTransitions = async (copies: number, settings: Settings): Promise<Record<Curve, Transitions[]>> => {
  const starts = { up: 0, down: 1 } as const;
  const directions = ['up', 'down'] as const;
  const end = rest + pairs * interval;
  const net = network<string, string>({
    name: 'calcium-curves',
    populations: {
      pre: { size: copies, neuron: spikeSource({ times: Array.from({ length: copies }, () => earlier(trainOf(pairs, interval, end))) }) },
      post: { size: lags.length, neuron: spikeSource({ times: lags.map((lag) => trainOf(pairs, interval, end, lag)) }) },
    },
    projections: Object.fromEntries(
      curves.flatMap((set) =>
        directions.map((direction) => [
          `${set}-${direction}`,
          {
            ...{ from: 'pre', to: 'post', wiring: allToAll(), delay, bounds, weight: starts[direction] },
            synapse: [graupnerBrunel({ ...calciumSets[set], period: (end + rest) * ms })],
          },
        ]),
      ),
    ),
  });
  await using sim = simulate(net, { seed: settings.seed, workers: settings.workers, clock: 'event' });
  for (let second = 1; second <= (end + rest) / s; second++) {
    await sim.run(1 * s);
    settings.progress('pairs with noise', second / ((end + rest) / s));
  }
  const shares = async (set: Curve, direction: keyof Transitions): Promise<number[]> => {
    const { w } = await sim.weights(`${set}-${direction}`);
    const other = (rho: number) => (direction === 'up' ? rho > 0.5 : rho <= 0.5);
    return lags.map((_, lag) => w.filter((rho, i) => i % lags.length === lag && other(rho)).length / copies);
  };
  const measured: Partial<Record<Curve, Transitions[]>> = {};
  for (const set of curves) {
    const [up, down] = [await shares(set, 'up'), await shares(set, 'down')];
    measured[set] = lags.map((_, i) => ({ up: up[i] as number, down: down[i] as number }));
  }
  return measured as Record<Curve, Transitions[]>;
};
