/** Neurons of a description as the theory uses them, and why it does not. */
import type { NeuronValue, Population } from '../../network/description.ts';
import { isSource } from '../../network/parts.ts';
import { neuronModels } from '../../neurons/index.ts';

/** Parameters of a neuron as the theory uses them [ms, mV]. */
export interface TheoryNeuron {
  readonly tauM: number;
  readonly tRef: number;
  readonly vTh: number;
  readonly vReset: number;
  /** Time constants of currents; 0 for delta input. */
  readonly tauSynE: number;
  readonly tauSynI: number;
  /** Step of the grid clock that delta input arrives on [ms]; 0 in continuous time. */
  readonly step: number;
  /** Whether it fires at all. */
  readonly spiking: boolean;
}

/** Reasons to refuse, and what is left out, collected while reading. */
export class Notes {
  readonly reasons: string[] = [];
  readonly ignored: string[] = [];
}

/** A value that all neurons have; NaN, and a reason, where they differ. */
export const common = (value: NeuronValue, what: string, notes: Notes): number => {
  if (typeof value === 'number') return value;
  if ('distribution' in value) {
    if (value.distribution === 'normal' && value.sd === 0) return value.mean;
  } else if (value.every((each) => each === value[0])) return value[0] ?? 0;
  notes.reasons.push(`${what} differs from neuron to neuron; the theory takes populations of equal neurons.`);
  return Number.NaN;
};

/** A population's neurons, their potential without synaptic input [mV], and what a current of 1 pA adds to it [mV]; null for sources, and where the theory has none. */
export const neuronOf = (
  name: string,
  { neuron }: Population,
  dt: number,
  notes: Notes,
): { readonly neuron: TheoryNeuron; readonly rest: number; readonly rM: number } | null => {
  if (isSource(neuron)) return null;
  const model = neuronModels[neuron.model];
  const covered = ['lif', 'lifExponential', 'integrator'];
  if (model === undefined || !covered.includes(neuron.model)) {
    notes.reasons.push(`Population '${name}' has neurons of model ${neuron.model}; the theory is of ${covered.join(', ')}.`);
    return null;
  }
  if (model.threshold !== null && neuron.reset === 'subtract')
    notes.reasons.push(`Population '${name}' resets by subtraction; the theory resets to a value.`);
  const value = (parameter: string, otherwise: number): number =>
    model.params[parameter] === undefined
      ? otherwise
      : common(neuron.params[parameter] ?? model.params[parameter].value, `Parameter ${parameter} of population '${name}'`, notes);
  const [tauM, vTh, vReset] = [value('tauM', 0), value('vTh', Number.POSITIVE_INFINITY), value('vReset', 0)];
  if (vReset >= vTh) notes.reasons.push(`Population '${name}' resets to ${vReset} mV, which is not below its threshold, ${vTh} mV.`);
  const rM = tauM / value('cM', 1);
  return {
    neuron: {
      ...{ tauM, vTh, vReset, tRef: value('tRef', 0), spiking: model.threshold !== null },
      ...{ tauSynE: value('tauSynE', 0), tauSynI: value('tauSynI', 0), step: model.input === 'delta' ? dt : 0 },
    },
    rest: value('eL', 0) + rM * value('iE', 0),
    rM,
  };
};

/** mV that a unit of weight adds in all. */
export const perWeight = ({ tauM, tauSynE, tauSynI }: TheoryNeuron, rM: number, excitatory: boolean): number => {
  const tauSyn = excitatory ? tauSynE : tauSynI;
  return tauSyn === 0 ? 1 : (tauSyn * rM) / tauM;
};
