/** Numbers, distributions and lists multiplied by the factors of neurons. */
import { pow } from '../../math.ts';
import type { Distribution, NeuronValue } from '../description.ts';

/** The factors of a population's neurons: one number, or one each where they differ. */
export type Factor = number | readonly number[];

/** Notes a reason why a network cannot be rescaled. */
export type Refuse = (reason: string) => void;

const scaledDistribution = (of: Distribution, factor: number): Distribution => {
  const clip = {
    ...('min' in of && of.min !== undefined ? { min: of.min * factor } : {}),
    ...('max' in of && of.max !== undefined ? { max: of.max * factor } : {}),
  };
  switch (of.distribution) {
    case 'normal':
      return { ...of, mean: of.mean * factor, sd: of.sd * factor, ...clip };
    case 'lognormal':
      return { ...of, scale: (of.scale ?? 1) * factor, ...clip };
    case 'uniform':
      return { ...of, low: of.low * factor, high: of.high * factor };
  }
};

const isList = (value: NeuronValue): value is readonly number[] => Array.isArray(value);

/** One number for a population whose neurons have one factor. */
export const scaledNumber = (value: number, factor: Factor, exponent: number, refuse: Refuse, what: string): number => {
  if (exponent === 0 || value === 0) return value;
  if (typeof factor === 'number') return value * pow(factor, exponent);
  refuse(`${what} is one number for all neurons, and their factors differ`);
  return value;
};

/** A value per neuron, times a power of its neuron's factor. */
export const scaledPerNeuron = (value: NeuronValue, factor: Factor, exponent: number, refuse: Refuse, what: string): NeuronValue => {
  if (exponent === 0 || value === 0) return value;
  const of = (i: number): number => pow(typeof factor === 'number' ? factor : (factor[i] as number), exponent);
  if (isList(value)) return value.map((each, i) => each * of(i));
  if (typeof factor === 'number') return typeof value === 'number' ? value * of(0) : scaledDistribution(value, of(0));
  if (typeof value === 'number') return factor.map((_, i) => value * of(i));
  refuse(`${what} is drawn from a distribution, and the factors of neurons differ: draw it, and give a list`);
  return value;
};

/** Values of synapses onto a population: `targets` gives the target of each where they are listed. */
export const scaledPerSynapse = (value: NeuronValue, factor: Factor, targets: () => readonly number[], refuse: Refuse, what: string): NeuronValue => {
  if (typeof factor === 'number') return scaledPerNeuron(value, factor, 1, refuse, what);
  if (isList(value)) {
    const of = targets();
    return value.map((each, k) => each * (factor[of[k] as number] as number));
  }
  const how = typeof value === 'number' ? 'is one number for all synapses' : 'is drawn from a distribution';
  refuse(`${what} ${how}, and the factors of targets differ: list synapses (edges) with a weight each`);
  return value;
};
