/** Silencing HOMEO-EI as TTX does: what scaling does meanwhile, and what happens when spikes come back. */
import { network } from '../../network/network.ts';
import { defineRule } from '../../rules/define-rule.ts';
import { freezePlasticity, set, silence } from '../../simulation/interventions.ts';
import { type Simulation, simulate } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { s } from '../../units.ts';
import { type Course, type HomeoEi, homeoEi, runBins, target } from './homeo-ei.ts';

/** [s] */
export const [tauH, tauC, silent, silentUnclipped] = [20, 2, 15.05, 40];

/** `synapticScaling` without its clip: how fast α falls is not bounded. */
const unclippedScaling = defineRule({
  name: 'unclippedScaling',
  doc: 'multiplicative scaling towards a target rate, by the relative error as it is',
  cite: 'doi:10.1523/JNEUROSCI.20-23-08812.2000',
  params: {
    target: { value: target, unit: 'Hz', doc: 'firing rate at which the factor rests' },
    tauH: { value: tauH, unit: 's', doc: 'time in which a silent neuron is scaled up e-fold' },
    tauC: { value: tauC, unit: 's', doc: 'time constant of the calcium sensor' },
  },
  state: {
    c: { of: 'post', decay: 'tauC', initial: 'target', doc: 'calcium, in units of the firing rate' },
    lnAlpha: { of: 'post', doc: 'logarithm of the factor as of the last spike' },
  },
  advance: ['lnAlpha += (elapsed - integral(c) / target) / tauH'],
  onPost: ['c += 1 / tauC'],
  factor: 'exp(lnAlpha + (elapsed - integral(c) / target) / tauH)',
});

export interface Silencing {
  readonly seed: string;
  /** Largest change of any ln α while scaling was held. */
  readonly heldChange: number;
  /** Of every neuron: calcium [Hz] when silenced, and α then and at the end. */
  readonly c0: readonly number[];
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Synapses E→E: their targets and stored weights [mV]. */
  readonly onto: Uint32Array;
  readonly w: Float64Array;
  readonly washout: Course<number>;
  readonly unclipped: Course<number>;
}

const meanLnAlpha = async (sim: { read(name: string): Promise<Float64Array> }): Promise<number> =>
  momentsOf(Array.from(await sim.read('E.factor'), (alpha) => Math.log(alpha))).mean;

const silenceAll = <P extends string>(sim: Simulation<P>, on: boolean): void => {
  for (const name of ['E', 'I']) sim.at(sim.timeMs, silence(name, on));
};

const washOut = <P extends string>(sim: Simulation<P>, net: Pick<HomeoEi, 'populations'>, seconds: number): Promise<Course<number>> => {
  silenceAll(sim, false);
  return runBins(sim as Simulation, net, { bin: 1, count: seconds, look: () => meanLnAlpha(sim) });
};

/** ln α beyond what the closed form gives for the time that a neuron with calcium `c0` [Hz] is silent, the clip included [s]. */
export const risenLnAlpha = (c0: number): number => {
  const clipped = Math.max(0, tauC * Math.log(c0 / (2 * target)));
  const left = silent - clipped;
  const from = Math.min(c0, 2 * target);
  return (left - clipped - tauC * (from / target) * -Math.expm1(-left / tauC)) / tauH;
};

export interface Lengths {
  readonly seed: string;
  readonly workers: number;
  /** [s] */
  readonly settling: number;
  readonly held: number;
  readonly washout: number;
  readonly unclipped: number;
}

export const runSilencing = async ({ seed, workers, ...spans }: Lengths, say: (doing: string, share: number) => void): Promise<Silencing> => {
  const net = await homeoEi({ tauH: tauH * s, tauC: tauC * s });
  await using sim = simulate(net, { seed, workers });
  say('settling', 0);
  await sim.run(spans.settling * s);
  sim.at(sim.timeMs, freezePlasticity('E'));
  const held = await sim.read('E.factor');
  await sim.run(spans.held * s);
  const stillHeld = await sim.read('E.factor');
  const heldChange = held.reduce((most, alpha, i) => Math.max(most, Math.abs(Math.log((stillHeld[i] as number) / alpha))), 0);

  sim.at(sim.timeMs, freezePlasticity('E', false));
  silenceAll(sim, true);
  const [c, before, { target: onto, w }] = [await sim.read('E.synapticScaling.c'), stillHeld, await sim.weights('EE')];
  say('silent', 0.2);
  await sim.run(silent * s);
  const after = await sim.read('E.factor');
  say('washout', 0.3);
  const washout = await washOut(sim, net, spans.washout);

  say('without the clip', 0.7);
  const wild = network({ ...net, populations: { ...net.populations, E: { ...net.populations.E, homeostasis: [unclippedScaling()] } } });
  await using other = simulate(wild, { seed, workers });
  other.at(
    0,
    set(
      'E.unclippedScaling.lnAlpha',
      Array.from(before, (alpha) => Math.log(alpha)),
    ),
  );
  await other.run(5 * s);
  silenceAll(other, true);
  await other.run(silentUnclipped * s);
  const unclipped = await washOut(other, net, spans.unclipped);
  // Rates are per ms in the engine.
  return { seed, heldChange, c0: Array.from(c, (rate) => 1000 * rate), before, after, onto, w, washout, unclipped };
};
