/** The reference network of homeostasis, networks/homeo-ei.ts, read from where it lies in the package, and running it in bins. */
import { fileURLToPath } from 'node:url';
import type { Network } from '../../network/description.ts';
import type { Simulation } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { s } from '../../units.ts';
import { loadNetwork } from '../load-network.ts';
import { rateMeter } from './listen.ts';

export type HomeoEi = Network<'E' | 'I', 'EE' | 'EI' | 'IE' | 'II'>;

/** The rate that every neuron of E is brought to [Hz]. */
export const target = 5;
/** d ln rate / d ln α of the network at that rate, computed before by another simulation of it (0.1 ms steps). */
export const kappa = 19.4;

/** The network with other time constants of scaling [ms]; `scaling: 0` leaves it out. */
export const homeoEi = async (settings: { readonly scaling?: 0; readonly tauH?: number; readonly tauC?: number } = {}): Promise<HomeoEi> => {
  const file = fileURLToPath(new URL('../../../networks/homeo-ei.ts', import.meta.url));
  return (await loadNetwork(file, new Map(Object.entries(settings)))) as HomeoEi;
};

/** What a bin was: rates [Hz] of its whole, and what `look` gave at its end. */
export interface Course<T> {
  /** Ends of bins [s]. */
  readonly time: readonly number[];
  readonly E: readonly number[];
  readonly I: readonly number[];
  readonly seen: readonly T[];
}

/**
 * Runs bins of `bin` seconds, `count` of them or until `done` says so.
 *
 * @param from - time [s] that counts as 0
 */
export const runBins = async <P extends string, T = null>(
  sim: Simulation<P>,
  net: Pick<Network<P>, 'populations'>,
  {
    bin,
    count,
    from = sim.timeMs / 1000,
    look,
    done = () => false,
  }: {
    readonly bin: number;
    readonly count: number;
    readonly from?: number;
    readonly look?: () => Promise<T>;
    readonly done?: (course: Course<T>) => boolean;
  },
): Promise<Course<T>> => {
  const rates = rateMeter(sim, net, ['E', 'I'] as unknown as P[]) as () => Readonly<Record<'E' | 'I', number>>;
  const course = { time: [] as number[], E: [] as number[], I: [] as number[], seen: [] as T[] };
  while (course.time.length < count && !done(course)) {
    await sim.run(bin * s);
    const { E, I } = rates();
    course.time.push(sim.timeMs / 1000 - from);
    course.E.push(E);
    course.I.push(I);
    if (look) course.seen.push(await look());
  }
  return course;
};

/** Means of `many` values at a time; what is left over at the end is left out. */
export const inTurns = (values: readonly number[], many: number): number[] =>
  Array.from({ length: Math.floor(values.length / many) }, (_, i) => momentsOf(values.slice(i * many, (i + 1) * many)).mean);

/** The seeds of an experiment: its own first. */
export const seedsOf = (seed: string, count: number): string[] => Array.from({ length: count }, (_, i) => (i === 0 ? seed : `${seed}-${i + 1}`));
