import type { StateColumn } from '../engines/engine.ts';
import { ModelError, UnsupportedError } from '../errors.ts';
import type { Intervention } from './interventions.ts';
import type { Outline } from './protocol.ts';

const among = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const unknown = (what: string, name: string, plural: string, names: readonly string[]): ModelError =>
  new ModelError('intervention', `This network has no ${what} '${name}'. ${plural}: ${among(names)}.`, { name, allowed: names });

/** Names that a description alone gives: what an intervention can be checked against before anything is built. */
export interface Names {
  readonly populations: readonly string[];
  readonly projections: readonly string[];
}

/** @throws ModelError if the intervention names a population or projection that the network lacks, or a value that is no number */
export const checkIntervention = (intervention: Intervention, { populations, projections }: Names): void => {
  const { kind } = intervention;
  if (kind === 'silence' && !populations.includes(intervention.population)) {
    throw unknown('population', intervention.population, 'Populations', populations);
  }
  if (kind === 'lesion' && !projections.includes(intervention.projection)) {
    throw unknown('projection', intervention.projection, 'Projections', projections);
  }
  if (kind === 'freeze' && ![...projections, ...populations].includes(intervention.name)) {
    throw unknown('projection or population', intervention.name, 'What can be frozen', [...projections, ...populations]);
  }
  const numbers =
    kind === 'set' ? [intervention.value].flat() : kind === 'scale' ? [intervention.factor] : kind === 'signal' ? [intervention.value] : [];
  const bad = numbers.find((value) => typeof value !== 'number' || !Number.isFinite(value));
  if (bad !== undefined)
    throw new ModelError('intervention', `The value of an intervention '${kind}' must be a finite number, not ${String(bad)}.`, { kind, value: bad });
};

/** The rest of the check, once the network is built. @throws ModelError, UnsupportedError */
export const checkAgainstOutline = (intervention: Intervention, { populations, projections, signals, variables }: Outline): void => {
  switch (intervention.kind) {
    case 'freeze': {
      const { name } = intervention;
      const homeostatic = populations.filter(({ homeostasis }) => homeostasis).map((population) => population.name);
      if (projections.some((projection) => projection.name === name) || homeostatic.includes(name)) return;
      throw new ModelError(
        'intervention',
        `Population '${name}' has no homeostasis that could be frozen. Populations with homeostasis: ${among(homeostatic)}.`,
        { name, allowed: homeostatic },
      );
    }
    case 'signal':
      if (!signals.includes(intervention.name)) throw unknown('signal', intervention.name, 'Signals that rules listen for', signals);
      return;
    case 'lesion':
      if (variables.some(({ name }) => name === `${intervention.projection}.w`)) return;
      throw new UnsupportedError('lesion', `Projection '${intervention.projection}' cannot be cut.`, [
        'this engine does not store its weights where they could be changed',
      ]);
    case 'set':
    case 'scale': {
      const names = variables.map(({ name }) => name);
      const variable = variables.find(({ name }) => name === intervention.variable);
      if (!variable) throw unknown('state variable', intervention.variable, 'State variables', names);
      if (variable.shared) {
        throw new UnsupportedError('intervention', `'${variable.name}' cannot be changed.`, [
          'it belongs to neurons, and every projection with the rule computes it alike: change weights instead, from which it follows',
        ]);
      }
      if (intervention.kind === 'set' && typeof intervention.value !== 'number' && variable.changing) {
        const why = `'${variable.name}' belongs to synapses that come and go, and cannot be set one by one. Give one value for all.`;
        throw new ModelError('intervention', why, { variable: variable.name });
      }
      if (intervention.kind === 'set' && typeof intervention.value !== 'number' && intervention.value.length !== variable.length) {
        throw new ModelError('intervention', `'${variable.name}' has ${variable.length} values, but ${intervention.value.length} are given.`, {
          variable: variable.name,
        });
      }
      const bad = intervention.kind === 'set' ? outside([intervention.value].flat(), variable) : undefined;
      if (bad !== undefined) throw outOfRange(variable, bad);
      if (intervention.kind === 'scale' && variable.range?.least === 0 && intervention.factor < 0) {
        throw new ModelError('intervention', `The factor by which '${variable.name}' is scaled must be 0 or more, not ${intervention.factor}.`, {
          variable: variable.name,
          factor: intervention.factor,
        });
      }
      return;
    }
    default:
  }
};

type Ranged = Pick<StateColumn, 'name'> & { readonly range?: StateColumn['range'] };

/** A value that the variable cannot have. */
const outside = (values: ArrayLike<number>, { range }: Ranged): number | undefined =>
  range && Array.prototype.find.call(values, (value: number) => !(value >= range.least && value <= range.most));

const outOfRange = (variable: Ranged, value: number): ModelError =>
  new ModelError('intervention', `'${variable.name}' must be ${variable.range?.text}, not ${value}.`, { variable: variable.name, value });

/** What an intervention has made of a column. @throws ModelError where that cannot be */
export const checkRange = (column: StateColumn): void => {
  const bad = outside(column.data as Float64Array, column);
  if (bad !== undefined) throw outOfRange(column, bad);
};
