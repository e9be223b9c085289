/** Hearing what populations fire while an experiment runs. */
import type { Network } from '../../network/description.ts';
import type { Simulation } from '../../simulation/simulate.ts';

/** A spike of neuron `index` of a population, at a time [ms]. */
export type SpikeEar = (index: number, timeMs: number) => void;

/**
 * Calls an ear for every spike of its population from now on, in order of time. Populations without an ear are passed over.
 *
 * @returns ends it
 */
export const listen = <P extends string>(
  sim: Pick<Simulation<P>, 'onSpikes'>,
  { populations }: Pick<Network<P>, 'populations'>,
  ears: { readonly [Name in P]?: SpikeEar },
): (() => void) => {
  const names = Object.keys(populations) as P[];
  // Ids count all populations' neurons through.
  const ends = names.map((_, i) => names.slice(0, i + 1).reduce((sum, name) => sum + populations[name].size, 0));
  return sim.onSpikes(({ ids, ticks, fracs, perMs }) => {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const place = ends.findIndex((end) => id < end);
      const name = names[place] as P;
      ears[name]?.(id - ((ends[place] as number) - populations[name].size), (ticks[i] as number) / perMs + (fracs[i] as number));
    }
  });
};

/** Counts spikes of populations until asked for their mean rates [Hz] since the last asking, at time `nowMs`. */
export const rateMeter = <P extends string>(sim: Simulation<P>, net: Pick<Network<P>, 'populations'>, names: readonly P[]) => {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<P, number>;
  let since = sim.timeMs;
  const ears: { [Name in P]?: SpikeEar } = {};
  for (const name of names) ears[name] = () => counts[name]++;
  listen(sim, net, ears);
  return (): Readonly<Record<P, number>> => {
    const span = (sim.timeMs - since) / 1000;
    since = sim.timeMs;
    const rates = Object.fromEntries(names.map((name) => [name, counts[name] / net.populations[name].size / span])) as Record<P, number>;
    for (const name of names) counts[name] = 0;
    return rates;
  };
};
