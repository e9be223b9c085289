/** From a network's description to what the theory needs: neurons, and what each population gets from each. */
import { UnsupportedError } from '../../errors.ts';
import type { Drive, Network, Population, Projection } from '../../network/description.ts';
import { expectedSynapses } from '../../network/expected.ts';
import { drivesOf, isSource } from '../../network/parts.ts';
import { compose } from '../../rules/compose.ts';
import type { Program, Step } from '../../rules/program.ts';
import { common, Notes, neuronOf, perWeight, type TheoryNeuron } from './neurons.ts';
import { type Transmission, transmissionOf } from './transmission.ts';
import { type WeightMoments, weightMoments } from './weights.ts';

/** Input of one kind to a neuron: `count` synapses that each fire at the rate of population `from`, or together at `rate` [Hz]. */
export interface Input {
  readonly from: number | null;
  readonly rate: number;
  readonly count: number;
  readonly excitatory: boolean;
  /** Mean [mV] and mean square [mV²] of what an arrival adds to the membrane potential in all, charge over capacitance. */
  readonly mean: number;
  readonly square: number;
}

export interface TheoryPopulation {
  readonly name: string;
  readonly size: number;
  /** Null for Poisson sources. */
  readonly neuron: TheoryNeuron | null;
  /** Rate of a source [Hz]. */
  readonly sourceRate: number;
  /** Membrane potential without synaptic input [mV]. */
  readonly rest: number;
  readonly inputs: readonly Input[];
  /** Factor on all excitatory input, where the description alone says what it is; null where the neurons scale it and an option has to say. */
  readonly factor: number | null;
}

export interface Described {
  readonly populations: readonly TheoryPopulation[];
  /** What was left out of account, in sentences. */
  readonly ignored: readonly string[];
}

export interface DescribeOptions {
  /** Step of the grid clock [ms], 0 for continuous time. */
  readonly dt: number;
  /** Take what learns and scales as it begins. */
  readonly frozen: boolean;
  /** Populations whose factor is known otherwise. */
  readonly factored: ReadonlySet<string>;
}

const stepsOf = ({ onPre, after, onPost, onTick, onSignal }: Program): readonly Step[] => [
  ...onPre,
  ...onPost,
  ...[...after, ...onTick, ...onSignal].flatMap(({ steps }) => steps),
];

const rulesOf = ({ rules }: Program): string => rules.map(({ name }) => name).join(', ');

/** Inputs of both signs of synapses that are alike. */
const inputsOf = (
  weights: WeightMoments,
  { mean, square }: Transmission,
  of: Pick<Input, 'from' | 'rate' | 'count'>,
  unit: (excitatory: boolean) => number,
): Input[] =>
  ([true, false] as const).flatMap((excitatory) => {
    const { mean: w, square: w2 } = excitatory ? weights.excitatory : weights.inhibitory;
    return w2 === 0 ? [] : [{ ...of, excitatory, mean: mean * w * unit(excitatory), square: square * w2 * unit(excitatory) ** 2 }];
  });

const reliable: Transmission = { mean: 1, square: 1 };

const driveInputs = (where: string, drive: Drive, unit: (excitatory: boolean) => number, notes: Notes): readonly Input[] => {
  if (drive.drive !== 'poisson') {
    if (drive.drive !== 'current')
      notes.reasons.push(`${where} is ${drive.drive}, which is not stationary; the theory takes poisson and constant currents.`);
    return [];
  }
  const [rate, weight] = [common(drive.rate, `${where}: its rate`, notes), common(drive.weight, `${where}: its weight`, notes)];
  return inputsOf(weightMoments(weight, undefined), reliable, { from: null, rate, count: 1 }, unit);
};

const driveCurrent = (where: string, drive: Drive, notes: Notes): number => {
  if (drive.drive !== 'current') return 0;
  if (drive.shape.kind === 'constant') return common(drive.shape.amplitude, `${where}: its amplitude`, notes);
  notes.reasons.push(`${where} is a current that changes (${drive.shape.kind}); the theory is stationary.`);
  return 0;
};

/** What the rules of a projection do to what it transmits. */
const transmission = (name: string, projection: Projection, { frozen }: DescribeOptions, notes: Notes): Transmission => {
  const where = `Projection '${name}'`;
  if (!projection.synapse?.length) return reliable;
  const program = compose(projection.synapse, { where: `projection '${name}'`, kind: 'synapse' });
  const learns = stepsOf(program).some(({ kind }) => kind === 'writeWeight') || program.structural !== null;
  if (learns && frozen) notes.ignored.push(`${where} learns (${rulesOf(program)}): its weights are taken as they begin.`);
  if (learns && !frozen)
    notes.reasons.push(`${where} has rules that change its weights or synapses (${rulesOf(program)}); option frozen takes them as they begin.`);
  const found = transmissionOf(program, frozen);
  if (typeof found !== 'string') {
    if (!learns && !program.delivers && program.factors.length === 0)
      notes.ignored.push(`${where}: ${rulesOf(program)} changes neither weights nor what is delivered.`);
    return found;
  }
  notes.reasons.push(`${where}: what its rules (${rulesOf(program)}) deliver depends on ${found}, which the theory does not follow.`);
  return reliable;
};

/** The factor with which neurons scale their input, as far as the theory can know it. */
const factorOf = (name: string, { homeostasis }: Population, { frozen, factored }: DescribeOptions, notes: Notes): number | null => {
  if (!homeostasis?.length) return 1;
  const program = compose(homeostasis, { where: `population '${name}'`, kind: 'neuron' });
  if (program.input !== null) notes.reasons.push(`Population '${name}' has rules that inject a current (${rulesOf(program)}).`);
  if (program.factors.length === 0) return 1;
  if (factored.has(name)) return null;
  const first = frozen ? transmissionOf(program, true) : 'time';
  if (typeof first !== 'string') {
    notes.ignored.push(`Population '${name}' scales its input (${rulesOf(program)}): its factor is taken as it begins, ${first.mean}.`);
    return first.mean;
  }
  notes.reasons.push(
    `Population '${name}' scales its input (${rulesOf(program)}): say its rate in option held or its factor in option factors, or take all as it begins with option frozen.`,
  );
  return null;
};

/** In-degrees of `to` from `from`, of neurons in the mean. */
const degreeOf = ({ wiring }: Projection, from: Population, to: Population, within: boolean): number =>
  expectedSynapses(wiring, from, to, within).synapses / to.size;

/** Mean rate of a Poisson source [Hz]. */
const sourceRateOf = (name: string, { neuron }: Population, notes: Notes): number => {
  if (!isSource(neuron)) return 0;
  if (neuron.source === 'poisson') {
    const moments = weightMoments(neuron.rate, undefined);
    return moments.excitatory.mean;
  }
  notes.reasons.push(`Population '${name}' is a source of listed or image-driven spikes, which is not stationary; the theory takes poissonSource.`);
  return 0;
};

/**
 * A network as the theory sees it.
 *
 * @throws UnsupportedError with every reason why it does not
 */
export const describe = ({ populations, projections }: Network, options: DescribeOptions): Described => {
  const notes = new Notes();
  const names = Object.keys(populations);
  const read = names.map((name) => {
    const population = populations[name] as Population;
    const found = neuronOf(name, population, options.dt, notes);
    const where = (i: number): string => `Drive ${i} of population '${name}'`;
    const unit = (excitatory: boolean): number => (found ? perWeight(found.neuron, found.rM, excitatory) : 1);
    const drives = drivesOf(population);
    return {
      ...{ name, size: population.size, neuron: found?.neuron ?? null, sourceRate: sourceRateOf(name, population, notes) },
      rest: found ? found.rest + found.rM * drives.reduce((sum, drive, i) => sum + driveCurrent(where(i), drive, notes), 0) : 0,
      inputs: drives.flatMap((drive, i) => driveInputs(where(i), drive, unit, notes)),
      factor: factorOf(name, population, options, notes),
      unit,
    };
  });
  for (const [name, projection] of Object.entries<Projection>(projections)) {
    if (projection.carries === 'error') {
      notes.ignored.push(`Projection '${name}' carries errors, not spikes.`);
      continue;
    }
    const [from, to] = [projection.from, projection.to].map((end) => names.indexOf(end)) as [number, number];
    const target = read[to] as (typeof read)[number];
    const count = degreeOf(projection, populations[projection.from] as Population, populations[projection.to] as Population, from === to);
    const passed = transmission(name, projection, options, notes);
    target.inputs.push(...inputsOf(weightMoments(projection.weight, projection.bounds), passed, { from, rate: 0, count }, target.unit));
  }
  if (notes.reasons.length > 0)
    throw new UnsupportedError('mean-field', `The stationary theory of integrate-and-fire neurons does not cover this network:`, notes.reasons);
  return { populations: read, ignored: notes.ignored };
};
