/**
 * Units in keys: a description in memory says `delay: 1.5 * ms`, in JSON `delayMs: 1.5`. One table says which keys of which
 * part carry which unit; validation, the JSON Schema and the conversions both ways read it.
 */
import { type UnitName, units } from '../../units.ts';

/** What a key counts; `weight` is the unit of the target neuron's input. */
export type Suffix = 'Ms' | 'PerMs' | 'Mv' | 'Pa' | 'Pf' | 'NSiemens' | 'GOhm' | 'Hz' | 'Mm' | '';
export type KeyUnit = Suffix | 'weight';

/** Keys with units, part by part. Keys that are not named here carry none. */
export const unitKeys = {
  population: { positions: 'Mm' },
  rateTarget: { rate: 'Hz' },
  projection: { weight: 'weight', bounds: 'weight', delay: 'Ms', dendriticDelay: 'Ms' },
  distanceDependent: { sigma: 'Mm' },
  poisson: { rate: 'Hz', weight: 'weight' },
  spikeList: { times: 'Ms', weight: 'weight' },
  images: { maxRate: 'Hz', duration: 'Ms', weight: 'weight' },
  constant: { amplitude: 'Pa' },
  step: { times: 'Ms', amplitudes: 'Pa' },
  sine: { amplitude: 'Pa', frequency: 'Hz', offset: 'Pa' },
  array: { every: 'Ms', values: 'Pa' },
  spikesSource: { times: 'Ms', repeat: 'Ms' },
  poissonSource: { rate: 'Hz' },
  imagesSource: { maxRate: 'Hz', duration: 'Ms' },
} as const satisfies Record<string, Record<string, KeyUnit>>;

export type Part = keyof typeof unitKeys;

/** What `weight` stands for, by what the receiving neurons take; sources take nothing. */
export const weightSuffix = { delta: 'Mv', current: 'Pa', conductance: 'NSiemens', none: '' } as const;

/** The key as JSON has it. */
export const withSuffix = (key: string, suffix: Suffix): string => key + suffix;

/** The suffix of a parameter's key: its unit in the coherent system (a rate stays in Hz). */
export const suffixOf = (unit: UnitName): Suffix => {
  const { dimension, coherent } = units[unit];
  const { time, voltage, current } = dimension;
  switch (`${time} ${voltage} ${current}`) {
    case '1 0 0':
      return 'Ms';
    case '-1 0 0':
      return coherent === 1 ? 'PerMs' : 'Hz';
    case '0 1 0':
      return 'Mv';
    case '0 0 1':
      return 'Pa';
    case '1 -1 1':
      return 'Pf';
    case '0 -1 1':
      return 'NSiemens';
    case '0 1 -1':
      return 'GOhm';
    default:
      return '';
  }
};
