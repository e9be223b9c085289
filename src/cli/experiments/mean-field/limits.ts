/** Single neurons under Poisson input of the same mean and variance, in jumps of different sizes and through currents of different time constants. */
import { meanField } from '../../../comparators/mean-field/mean-field.ts';
import { poisson } from '../../../network/describe/drives.ts';
import type { Network } from '../../../network/description.ts';
import { network } from '../../../network/network.ts';
import { lif, lifExponential } from '../../../neurons/index.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { ms, mV, pF } from '../../../units.ts';
import type { Settings } from '../experiment.ts';
import { rateMeter } from '../listen.ts';

const [tauM, threshold, reset, cM] = [20 * ms, 20 * mV, 10 * mV, 250 * pF];
/** Of the free membrane potential under white noise: spikes are driven by fluctuations, at 14 Hz. */
const [mean, deviation] = [15 * mV, 4.5 * mV];

/** Jumps of both signs [mV]. */
const jumps = [0.3, 0.5, 1, 1.5, 2].map((jump) => jump * mV);
const smallJump = 0.1 * mV;
/** Time constants of currents [ms]; 0: delta input. */
const filters = [0, 0.2, 0.5, 1, 2, 5, 10, 20].map((tauSyn) => tauSyn * ms);
const dt = 0.1 * ms;

const population = (jump: number, tauSyn: number, size: number) => {
  const shared = { tauM, vTh: threshold, vReset: reset, tRef: 2 * ms, eL: 0 * mV, cM };
  const unit = tauSyn === 0 ? 1 : cM / tauSyn;
  // Rates in all and net [1/ms] that give the variance and the mean.
  const [all, net] = [(2 * deviation ** 2) / (tauM * jump ** 2), mean / (tauM * jump)];
  return {
    size,
    neuron: tauSyn === 0 ? lif(shared) : lifExponential({ ...shared, tauSynE: tauSyn, tauSynI: tauSyn }),
    drive: ([1, -1] as const).map((sign) => poisson({ rate: (1000 * (all + sign * net)) / 2, weight: sign * jump * unit })),
  };
};

/** A population of its own for every case; they do not know of each other. */
const networkOf = (populations: readonly ReturnType<typeof population>[]): Network =>
  network<string, string>({
    name: 'mean-field-limits',
    populations: Object.fromEntries(populations.map((one, i) => [`case${i}`, one])),
    projections: {},
  });

/** Simulated and predicted rates [Hz], against what the theory takes to be small. */
export interface Limit {
  /** Jump relative to threshold − reset, or √(τ_syn/τ_m). */
  readonly small: number;
  readonly predicted: number;
  readonly simulated: number;
}

const measure = async (
  { seed, workers }: Settings,
  net: Network,
  clock: { readonly clock: 'event' } | { readonly clock: 'grid'; readonly dt: number },
  span: number,
  small: 'jump' | 'colour',
): Promise<readonly Limit[]> => {
  const { populations } = meanField(net, clock.clock === 'grid' ? { dt: clock.dt } : {});
  const names = Object.keys(net.populations);
  await using sim = simulate(net, { seed, workers, ...clock });
  await sim.run(200 * ms);
  const rates = rateMeter(sim, net, names);
  await sim.run(span);
  const measured = rates();
  return names.map((name) => {
    const found = populations[name] as (typeof populations)[string];
    return { small: found[small], predicted: found.rate, simulated: measured[name] as number };
  });
};

/** Jumps of growing size in continuous time; and jumps that hardly matter through currents of growing time constant, on the grid, where millions of them are cheap. */
export const measureLimits = async (settings: Settings, size: number, span: number) => ({
  jumps: await measure(settings, networkOf(jumps.map((jump) => population(jump, 0, size))), { clock: 'event' }, span, 'jump'),
  filters: await measure(settings, networkOf(filters.map((tauSyn) => population(smallJump, tauSyn, size))), { clock: 'grid', dt }, span, 'colour'),
});
