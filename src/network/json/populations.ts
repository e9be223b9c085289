/** Populations in JSON. */
import { ModelError } from '../../errors.ts';
import type { UnitName } from '../../units.ts';
import type { CurrentDrive, Drive, NeuronUse, Population, Source } from '../description.ts';
import { isSource } from '../parts.ts';
import { type Suffix, suffixOf, weightSuffix, withSuffix } from '../shape/keys.ts';
import { modelNamed } from '../validation/populations.ts';
import { described, listed } from '../validation/words.ts';
import { keysFromJson, keysToJson, renamed } from './keys.ts';
import { ruleUseFromJson, ruleUseToJson } from './rules.ts';

/** The unit of weights onto these neurons. */
export const weightUnit = (neuron: NeuronUse | Source, where: string): Suffix =>
  isSource(neuron) ? '' : weightSuffix[modelNamed(neuron.model, where).input];

/** Either direction, of everything in a population. */
interface Direction {
  drive(drive: Drive, weight: Suffix, where: string): unknown;
  source(source: Source, where: string): unknown;
  /** Names of parameters or of state variables. */
  rateTarget(of: object, where: string): unknown;
  names(of: object, declared: Readonly<Record<string, { readonly unit: UnitName }>>, where: string): unknown;
  rule(use: never, where: string): unknown;
  keys(of: object): object;
}

const converted = (direction: Direction, population: Population, name: string): unknown => {
  const where = `Population '${name}'`;
  const { neuron, drive, initial, homeostasis, rateTarget, ...rest } = population;
  const weight = weightUnit(neuron, where);
  const own = isSource(neuron) ? null : modelNamed(neuron.model, where);
  return {
    ...direction.keys(rest),
    neuron: isSource(neuron)
      ? direction.source(neuron, where)
      : { ...neuron, params: direction.names(neuron.params, own?.params ?? {}, `${where}: neuron.params`) },
    ...(initial === undefined ? {} : { initial: direction.names(initial, own?.state ?? {}, `${where}: initial`) }),
    ...(drive === undefined
      ? {}
      : { drive: Array.isArray(drive) ? drive.map((each) => direction.drive(each, weight, where)) : direction.drive(drive as Drive, weight, where) }),
    ...(rateTarget === undefined ? {} : { rateTarget: direction.rateTarget(rateTarget, where) }),
    ...(homeostasis === undefined ? {} : { homeostasis: homeostasis.map((use) => direction.rule(use as never, where)) }),
  };
};

const sourcePart = { spikes: 'spikesSource', poisson: 'poissonSource', images: 'imagesSource' } as const;

const toJson: Direction = {
  drive: (drive, weight) =>
    drive.drive === 'current' ? { ...drive, shape: keysToJson(drive.shape.kind, drive.shape, weight) } : keysToJson(drive.drive, drive, weight),
  source: (source) => keysToJson(sourcePart[source.source], source, ''),
  names: (of, declared) => renamed(of as never, (key) => withSuffix(key, suffixOf(declared[key]?.unit ?? ''))),
  rateTarget: (of) => keysToJson('rateTarget', of, ''),
  rule: ruleUseToJson,
  keys: (of) => keysToJson('population', of, ''),
};

const fromJson: Direction = {
  drive: (drive, weight, where) =>
    drive.drive === 'current'
      ? { ...drive, shape: keysFromJson(drive.shape.kind, drive.shape as CurrentDrive['shape'], weight, where) }
      : keysFromJson(drive.drive, drive, weight, `${where}: drive`),
  source: (source, where) => keysFromJson(sourcePart[source.source], source, '', where),
  names: (of, declared, where) => {
    const names = new Map(Object.entries(declared).map(([name, { unit }]) => [withSuffix(name, suffixOf(unit)), name]));
    return renamed(of as never, (key) => {
      const name = names.get(key);
      if (name !== undefined) return name;
      throw new ModelError('unknown-key', `${where} has no key ${described(key)}. Keys: ${listed([...names.keys()])}.`, { key });
    });
  },
  rateTarget: (of, where) => keysFromJson('rateTarget', of, '', `${where}: rateTarget`),
  rule: ruleUseFromJson,
  keys: (of) => keysFromJson('population', of, '', ''),
};

export const populationToJson = (population: Population, name: string): unknown => converted(toJson, population, name);
export const populationFromJson = (json: Population, name: string): Population => converted(fromJson, json, name) as Population;
