/**
 * The cortical microcircuit: four layers of excitatory and inhibitory neurons under 1 mm² of cortex, 77,169 neurons and 0.3 billion
 * synapses at full scale.
 *
 * Potjans & Diesmann (2014) Cereb. Cortex 24:785, doi:10.1093/cercor/bhs358: Tables 4 and 5. `scale` multiplies the numbers of neurons
 * and the in-degrees; weights then grow by 1/√scale and a current replaces the lost mean, as in NEST's microcircuit example
 * (van Albada, Helias & Diesmann 2015, PLoS Comput. Biol. 11:e1004490). Made for the grid clock with dt = 0.1 ms.
 */
import { current, fixedTotal, Hz, lifExponential, ms, mV, network, normal, type Population, type Projection, pA, pF, poisson } from 'spikeloom';

const names = ['L23E', 'L23I', 'L4E', 'L4I', 'L5E', 'L5I', 'L6E', 'L6I'] as const;
type Name = (typeof names)[number];
const isInhibitory = (population: number): boolean => population % 2 === 1;

const sizes = [20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948];

/** Probability that a pair is connected at least once: row = target, column = source. */
const probabilities = [
  [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0],
  [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0],
  [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0],
  [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0],
  [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0],
  [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0],
  [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
  [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443],
];

/** External synapses of a neuron, each firing at `externalRate`. */
const externalDegrees = [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100];
const externalRate = 8 * Hz;

/** Rates of the full network [Hz], by which a scaled one knows what mean input it lacks: those of NEST's example. */
const fullRates = [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829];

const weight = 87.8 * pA;
const g = -4;
const spread = 0.1;
const tauSyn = 0.5 * ms;
const neuron = lifExponential({
  tauM: 10 * ms,
  cM: 250 * pF,
  eL: -65 * mV,
  vTh: -50 * mV,
  vReset: -65 * mV,
  tRef: 2 * ms,
  tauSynE: tauSyn,
  tauSynI: tauSyn,
});
// Drawn potentials above threshold would all fire at once; they start just below it.
const initial = { v: normal(-58 * mV, 10 * mV, { max: -50.01 * mV }) };

/** Mean weight, doubled from layer 4 to layer 2/3. */
const weightOf = (target: number, source: number): number => {
  if (isInhibitory(source)) return g * weight;
  return names[target] === 'L23E' && names[source] === 'L4E' ? 2 * weight : weight;
};

/** Synapses of a projection, of which a pair may have several: K = ln(1 − P) / ln(1 − 1/(N N′)), eq. 1. */
const synapses = (target: number, source: number): number =>
  Math.log1p(-at(probabilities[target], source)) / Math.log1p(-1 / (at(sizes, target) * at(sizes, source)));

const at = (values: readonly number[] | undefined, i: number): number => values?.[i] ?? 0;

/** Mean current that a full network's neuron receives [pA]. */
const meanCurrent = (target: number): number => {
  const recurrent = names.reduce(
    (sum, _, source) => sum + weightOf(target, source) * (synapses(target, source) / at(sizes, target)) * at(fullRates, source),
    0,
  );
  return (recurrent + weight * at(externalDegrees, target) * externalRate) * 1e-3 * tauSyn;
};

export default ({ scale = 1 } = {}) => {
  const stronger = 1 / Math.sqrt(scale);
  const population = (i: number): Population => {
    const degree = Math.round(at(externalDegrees, i) * scale);
    const external = poisson({ rate: degree * externalRate, weight: weight * stronger });
    return {
      size: Math.round(at(sizes, i) * scale),
      neuron,
      initial,
      drive: scale === 1 ? external : [external, current.constant((1 - Math.sqrt(scale)) * meanCurrent(i))],
    };
  };
  const projection = (target: number, source: number): Projection<Name> => {
    const mean = weightOf(target, source) * stronger;
    const delay = isInhibitory(source) ? 0.75 * ms : 1.5 * ms;
    return {
      from: names[source] as Name,
      to: names[target] as Name,
      wiring: fixedTotal(Math.round(synapses(target, source) * scale * scale)),
      weight: normal(mean, Math.abs(mean) * spread),
      delay: normal(delay, delay / 2, { min: 0.1 * ms }),
      weightPrecision: 'single',
    };
  };
  const pairs = names.flatMap((_, target) =>
    names.flatMap((__, source) => (at(probabilities[target], source) > 0 ? [[target, source] as const] : [])),
  );
  return network({
    name: 'microcircuit',
    clock: 'grid',
    populations: Object.fromEntries(names.map((name, i) => [name, population(i)])) as Record<Name, Population>,
    projections: Object.fromEntries(pairs.map(([target, source]) => [`${names[source]}-${names[target]}`, projection(target, source)])),
  });
};
