/** The closed loop: LIF neurons whose input learns by `metaplasticStdp`, so that rate and weights drive each other. */
import { poisson } from '../../network/describe/drives.ts';
import { poissonSource } from '../../network/describe/sources.ts';
import { fixedInDegree } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { lif } from '../../neurons/index.ts';
import { metaplasticStdp } from '../../rules/metaplastic-stdp.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { simulate } from '../../simulation/simulate.ts';
import { Hz, ms, mV, s } from '../../units.ts';
import type { Settings } from './experiment.ts';
import { rateMeter } from './listen.ts';

const neurons = 50;
const inputs = 100;
const preRate = 10;
/** [Hz] */
export const target = 5;
/** Weight [mV] at which the rate is near the target, by measurement. */
const weight = 0.47;
/** Five times the paper's, so that the time scales asked about are seconds. */
const a3Plus = 5 * 6.5e-3;
const kinetics = { tauPlus: 16.8 * ms, tauMinus: 33.7 * ms, tauY: 125 * ms, a3Plus: a3Plus * mV, target: target * Hz };

const receiver = { size: neurons, neuron: lif({ tRef: 2 * ms }), drive: poisson({ rate: 900 * Hz, weight: 0.4 * mV }) };
const onto = (to: string, w: number, synapse?: readonly RuleUse[]) => ({
  from: 'pre',
  to,
  wiring: fixedInDegree(inputs, { multapses: false }),
  weight: w * mV,
  delay: 1 * ms,
  ...(synapse === undefined ? {} : { bounds: [0, 100 * mV] as const, synapse }),
});

/** Rate at the weight [Hz], and how it rises with it [Hz/mV], both without plasticity. */
export const measureGain = async (
  { seed, workers, progress }: Settings,
  span: number,
): Promise<{ readonly rate: number; readonly slope: number }> => {
  const steps = [-0.05, 0, 0.05] as const;
  const names = steps.map((_, i) => `E${i}`);
  const net = network<string, string>({
    name: 'sliding-gain',
    populations: {
      pre: { size: 4 * inputs, neuron: poissonSource({ rate: preRate * Hz }) },
      ...Object.fromEntries(names.map((name) => [name, receiver])),
    },
    projections: Object.fromEntries(names.map((name, i) => [`input${i}`, onto(name, weight * (1 + (steps[i] as number)))])),
  });
  await using sim = simulate(net, { seed, workers, clock: 'event' });
  const rates = rateMeter(sim, net, names);
  progress('gain of the neurons');
  await sim.run(span * s);
  const measured = rates();
  const [low, middle, high] = names.map((name) => measured[name] as number) as [number, number, number];
  return { rate: middle, slope: (high - low) / (0.1 * weight) };
};

/** The a of the mean field [1/s], given the slope of the rate [Hz/mV]. */
export const speed = (slope: number): number => slope * a3Plus * (kinetics.tauPlus / 1000) * (kinetics.tauY / 1000) * preRate * target;

/** Mean rates of 1 s each [Hz] with a threshold of time constant `tauTheta` [s]. */
export const runLoop = async ({ seed, workers, progress }: Settings, tauTheta: number, span: number): Promise<readonly number[]> => {
  const net = network<string, string>({
    name: 'sliding-loop',
    populations: { pre: { size: 4 * inputs, neuron: poissonSource({ rate: preRate * Hz }) }, E: receiver },
    projections: { input: onto('E', weight, [metaplasticStdp({ ...kinetics, tauTheta: tauTheta * s })]) },
  });
  await using sim = simulate(net, { seed, workers, clock: 'event' });
  const rates = rateMeter(sim, net, ['E']);
  const course: number[] = [];
  while (course.length < span) {
    await sim.run(1 * s);
    course.push(rates().E as number);
    progress(`closed loop, threshold ${tauTheta.toFixed(1)} s`, course.length / span);
    // Run away: there is nothing more to see, and it would take long to see it.
    if ((course.at(-1) as number) > 20 * target) break;
  }
  return course;
};
