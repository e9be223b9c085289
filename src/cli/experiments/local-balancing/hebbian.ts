/** Hebbian learning that runs away, beside balancing, beside scaling, and alone. */
import { pairStdp } from '../../../rules/pair-stdp.ts';
import { freezePlasticity } from '../../../simulation/interventions.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { mV, s } from '../../../units.ts';
import type { Settings } from '../experiment.ts';
import { rateMeter } from '../listen.ts';
import { acting, cycleLogs, cyclesOf, type Sim, synapsesOf } from './matrix.ts';
import { balancingRule, factorsOf, networkWith } from './network.ts';

const aPlus = 0.02 * mV;
/** More is potentiated than depressed. */
const learning = { synapse: [pairStdp({ aPlus, aMinus: aPlus / 1.3 })], bounds: [0, 2 * mV] as const };
/** Scaling brings all arms to 5 Hz before anything is learnt, and balance settles [s]. */
const settling = 20;

export type Arm = 'alone' | 'balancing' | 'scaling';

export interface Learning {
  readonly arm: Arm;
  /** Since learning began [s], with rates of bins of 1 s [Hz]. */
  readonly time: readonly number[];
  readonly E: readonly number[];
  /** Total E→E as it acts on neurons, relative to the beginning. */
  readonly total: readonly number[];
  /** Mean over cycles of the growth of ln w in a synapse: as it acts, and in `w` itself. */
  readonly growth: readonly [acting: number, raw: number];
  /** Largest difference between the two of any cycle. */
  readonly cycles: number;
}

export const learn = async ({ seed, workers, progress }: Settings, arm: Arm, seconds: number, share: number): Promise<Learning> => {
  const rules = arm === 'balancing' ? [balancingRule] : [];
  const net = await networkWith(rules, { EE: learning }, true);
  await using sim: Sim = simulate(net, { seed, workers, clock: 'grid' });
  const factors = (): Promise<ArrayLike<number>> =>
    arm === 'balancing' ? factorsOf(sim) : Promise.resolve(new Float64Array(net.populations.E.size + net.populations.I.size));
  sim.at(0, freezePlasticity('EE'));
  progress(`learning, ${arm}: settling`, share);
  await sim.run(settling * s);
  const look = async () => {
    const raw = await synapsesOf(sim, net);
    return { raw, now: acting(raw, await factors()) };
  };
  const totalNow = async (): Promise<number> => {
    const [{ source, target, w }, alpha, h] = [await sim.weights('EE'), await sim.read('E.factor'), await factors()];
    const of = (i: number, j: number): number => (alpha[i] as number) * Math.exp((h[i] as number) - (h[j] as number));
    return w.reduce((sum, each, k) => sum + each * of(target[k] as number, source[k] as number), 0);
  };
  const [before, first] = [await look(), await totalNow()];
  const rates = rateMeter(sim, net, ['E']);
  sim.at(settling * s, freezePlasticity('EE', false));
  // Factors of scaling stay as they are, but where scaling goes on.
  if (arm !== 'scaling') sim.at(settling * s, freezePlasticity('E'));
  const [time, E, total]: [number[], number[], number[]] = [[], [], []];
  while (time.length < seconds && (E.at(-1) ?? 0) < 200) {
    await sim.run(1 * s);
    time.push(sim.timeMs / s - settling);
    E.push(rates().E);
    total.push((await totalNow()) / first);
    progress(`learning, ${arm}`, share);
  }
  const last = await look();
  const cycles = cyclesOf(before.raw, 500, seed).filter((cycle) => cycle.every((k) => last.raw.w[k] !== 0));
  const [actingBefore, actingAfter] = [cycleLogs(before.now, cycles), cycleLogs(last.now, cycles)];
  const [rawBefore, rawAfter] = [cycleLogs(before.raw, cycles), cycleLogs(last.raw, cycles)];
  const mean = (after: number[], first: number[]): number => after.reduce((sum, each, i) => sum + each - (first[i] as number), 0) / cycles.length;
  return {
    ...{ arm, time, E, total, growth: [mean(actingAfter, actingBefore), mean(rawAfter, rawBefore)] },
    cycles: actingAfter.reduce((most, each, i) => Math.max(most, Math.abs(each - (rawAfter[i] as number))), 0),
  };
};
