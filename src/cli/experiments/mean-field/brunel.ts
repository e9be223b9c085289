/** Sparse random networks after Brunel (2000), with delta or exponential synapses that may fail: what the theory is held against. */
import { meanField } from '../../../comparators/mean-field/mean-field.ts';
import { poisson } from '../../../network/describe/drives.ts';
import { fixedInDegree } from '../../../network/describe/wirings.ts';
import type { Network } from '../../../network/description.ts';
import { network } from '../../../network/network.ts';
import { lif, lifExponential } from '../../../neurons/index.ts';
import { bernoulliRelease } from '../../../rules/bernoulli-release.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { Hz, ms, mV, pF } from '../../../units.ts';
import type { Settings } from '../experiment.ts';
import { rateMeter } from '../listen.ts';

/** A kind of synapse: `tauSyn` 0 for delta input [ms], `p` 1 for release without failures. */
export interface Kind {
  readonly name: string;
  readonly tauSyn: number;
  readonly p: number;
}

export const kinds: readonly Kind[] = [
  { name: 'delta synapses', tauSyn: 0, p: 1 },
  { name: 'exponential synapses, 2 ms', tauSyn: 2 * ms, p: 1 },
  { name: 'delta synapses, release 0.5', tauSyn: 0, p: 0.5 },
];

/** Size and time of the networks that are simulated. */
export interface Extent {
  readonly neurons: number;
  /** Excitatory in-degree; a quarter as many inhibitory. */
  readonly degree: number;
  /** Time simulated after 200 ms in which the network settles [ms]. */
  readonly span: number;
}

const [tauM, threshold, reset, cM] = [20 * ms, 20 * mV, 10 * mV, 250 * pF];
const J = 0.1 * mV;

/** Inhibition `g` times as strong as excitation; drive `eta` times what would bring the mean potential to threshold by itself. */
export const brunelNetwork = ({ tauSyn, p }: Kind, g: number, eta: number, { neurons, degree }: Extent): Network<'E' | 'I'> => {
  const shared = { tauM, vTh: threshold, vReset: reset, tRef: 2 * ms, eL: 0 * mV, cM };
  const neuron = tauSyn === 0 ? lif(shared) : lifExponential({ ...shared, tauSynE: tauSyn, tauSynI: tauSyn });
  // The current whose charge moves the membrane by 1 mV.
  const unit = tauSyn === 0 ? 1 : cM / tauSyn;
  const drive = poisson({ rate: ((1000 * eta * threshold) / (J * tauM)) * Hz, weight: J * unit });
  const projection = <const F extends 'E' | 'I', const T extends 'E' | 'I'>(from: F, to: T) => ({
    ...{ from, to, delay: 1.5 * ms },
    wiring: fixedInDegree(from === 'E' ? degree : degree / 4),
    weight: (from === 'E' ? J : -g * J) * unit,
    ...(p < 1 ? { synapse: [bernoulliRelease({ p })] } : {}),
  });
  return network({
    name: 'mean-field',
    clock: 'grid',
    populations: { E: { size: 0.8 * neurons, neuron, drive }, I: { size: 0.2 * neurons, neuron, drive } },
    projections: { EE: projection('E', 'E'), EI: projection('E', 'I'), IE: projection('I', 'E'), II: projection('I', 'I') },
  });
};

/** Mean rate of all neurons [Hz], as predicted and as simulated. */
export interface Point {
  readonly kind: Kind;
  readonly g: number;
  readonly eta: number;
  readonly predicted: number;
  readonly simulated: number;
}

/** Step of the grid clock [ms], which the theory is told of. */
const dt = 0.1 * ms;

export const predictedRate = (kind: Kind, g: number, eta: number, extent: Extent): number =>
  meanField(brunelNetwork(kind, g, eta, extent), { dt }).populations.E.rate;

export const measurePoint = async ({ seed, workers }: Settings, kind: Kind, g: number, eta: number, extent: Extent): Promise<Point> => {
  const net = brunelNetwork(kind, g, eta, extent);
  await using sim = simulate(net, { seed, workers, dt });
  await sim.run(200 * ms);
  const rates = rateMeter(sim, net, ['E', 'I']);
  await sim.run(extent.span);
  const { E, I } = rates();
  return { kind, g, eta, predicted: predictedRate(kind, g, eta, extent), simulated: 0.8 * E + 0.2 * I };
};
