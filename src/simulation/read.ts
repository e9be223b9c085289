/** Variables as they are at the present moment. Reading stores nothing: what relaxes is extrapolated from its last write, here as everywhere. */
import type { RuleTimes, StateColumn, Times } from '../engines/engine.ts';
import { InternalError } from '../errors.ts';
import { relaxed } from '../kernels/history.ts';
import { evaluate, type Scene } from '../kernels/interpreter.ts';
import type { PlannedPopulation } from '../network/plan.ts';
import type { Owner } from '../rules/rule.ts';
import { synapsesBySource } from './synapses.ts';
import { columnsOf, isShared, rowStartOf, type WorkerState } from './worker-state.ts';

/** Names that can be read though no intervention can set them: products of factors. */
export const derivedNames = (state: WorkerState): string[] =>
  state.engine.ruleTimes().flatMap((rules) => (hasFactor(rules, state) ? [`${rules.name}.factor`] : []));

/** A variable of all workers together, on worker 0; every worker calls this. Neurons in order, synapses by (source, target, delay, ordinal). */
export const readVariable = (state: WorkerState, name: string): Float64Array => {
  const { engine, lockstep } = state;
  engine.flush();
  const [place, suffix] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  const rules = engine.ruleTimes().find((candidate) => candidate.name === place);
  if (suffix === 'factor' && rules && hasFactor(rules, state)) {
    const factors = factorsNow(state, rules);
    return together(state, Uint32Array.of(0, factors.length), factors);
  }
  const column = columnsOf(state).find((candidate) => candidate.name === name);
  if (!column) throw new InternalError(`The engine lost its column '${name}'.`);
  const values = valuesNow(state, column);
  if (column.of === 'synapse') {
    const { starts, w } = synapsesBySource(state, column.owner, values, { columns: ['w'] });
    return together(state, starts, w as Float64Array);
  }
  if (!isShared(column)) return together(state, rowStartOf(state, column), values);
  return lockstep.index === 0 ? values : new Float64Array(0);
};

const lengthOfSlice = ({ engine }: WorkerState, { index }: PlannedPopulation): number => {
  const { lo, hi } = engine.partition.slices[index] as { lo: number; hi: number };
  return hi - lo;
};

const together = ({ lockstep }: WorkerState, rowStart: Uint32Array, own: Float64Array): Float64Array => {
  const length = lockstep.total(own.length);
  const whole = new Float64Array(lockstep.index === 0 ? length : 0);
  let at = 0;
  lockstep.gather(rowStart, [own], ([window]) => {
    whole.set(window as Float64Array, at);
    at += (window as Float64Array).length;
  });
  return whole;
};

interface Moment {
  readonly tick: number;
  readonly frac: number;
}

/** When something last happened to an owner. */
const momentOf = ({ ticks, fracs }: Times, owner: number): Moment => ({ tick: ticks[owner] as number, frac: fracs?.[owner] ?? 0 });

/** Elapsed time [ms], in the operations that engines/README.md fixes. */
const span = (from: Moment, to: Moment, { plan }: WorkerState): number => (to.tick - from.tick) / plan.perMs + (to.frac - from.frac);

/** A copy of the column, as of now. */
const valuesNow = (state: WorkerState, { name, data }: StateColumn): Float64Array => {
  const values = Float64Array.from(data as Float64Array, Number);
  for (const { name: place, program, written } of state.engine.ruleTimes()) {
    const index = program.variables.findIndex((variable) => `${place}.${variable.name}` === name);
    const times = written[index];
    const { decay, towards } = program.variables[index] ?? { decay: null, towards: 0 };
    if (!times || decay === null) continue;
    const [tau, rest] = [paramOf({ program }, decay), paramOf({ program }, towards)];
    const now = { tick: state.now, frac: 0 };
    for (let i = 0; i < values.length; i++) values[i] = relaxed(values[i] as number, rest, tau, span(momentOf(times, i), now, state));
  }
  return values;
};

const paramOf = ({ program }: Pick<RuleTimes, 'program'>, index: number): number => program.params[index]?.value as number;

/** Whether the rules have factors that belong to neurons. */
const hasFactor = ({ name, program }: RuleTimes, { plan }: WorkerState): boolean =>
  program.factors.length > 0 && (program.factorOfPost || plan.populations.some((population) => population.name === name));

/** Product of the factors of each neuron of the slice that the rules act on, everything that happens now included. */
const factorsNow = (state: WorkerState, rules: RuleTimes): Float64Array => {
  const { plan } = state;
  const to = plan.projections.find(({ name }) => name === rules.name)?.to;
  const population = plan.populations.find(({ name, index }) => index === to || (to === undefined && name === rules.name)) as PlannedPopulation;
  const columns = new Map(columnsOf(state).map(({ name, data }) => [name, data as Float64Array]));
  const factors = new Float64Array(lengthOfSlice(state, population));
  for (let neuron = 0; neuron < factors.length; neuron++) {
    const scene = sceneOf(state, rules, columns, ownersOf(state, population, neuron));
    factors[neuron] = rules.program.factors.reduce((product, factor) => product * evaluate(factor, scene), 1);
  }
  return factors;
};

/** Who owns what a neuron of the slice reads: itself, its domain, the network. */
const ownersOf = ({ engine }: WorkerState, { index, size, domains }: PlannedPopulation, neuron: number): Readonly<Partial<Record<Owner, number>>> => {
  const inPopulation = (engine.partition.slices[index]?.lo ?? 0) + neuron;
  return { post: neuron, domain: Math.floor((inPopulation * domains) / size), signal: 0 };
};

const sceneOf = (
  state: WorkerState,
  { name, program, written, stamped }: RuleTimes,
  columns: ReadonlyMap<string, Float64Array>,
  owners: Readonly<Partial<Record<Owner, number>>>,
): Scene => {
  const never = (): never => {
    throw new InternalError(`A factor of '${name}' reads what no neuron has.`);
  };
  const param = (index: number): number => paramOf({ program }, index);
  const now = { tick: state.now, frac: 0 };
  const held = state.plan.populations.some((population) => population.name === name && state.heldFactors.has(population.index));
  const valueAt = (index: number, moment: Moment): number => {
    const { name: variable, owner, decay, towards } = program.variables[index] as (typeof program.variables)[number];
    const at = owners[owner] ?? never();
    const value = columns.get(`${name}.${variable}`)?.[at] ?? never();
    const times = written[index];
    return decay === null || !times ? value : relaxed(value, param(towards), param(decay), span(momentOf(times, at), moment, state));
  };
  const stampOf = (clock: number): Moment =>
    momentOf(stamped[clock] ?? never(), owners[(program.clocks[clock] as (typeof program.clocks)[number]).owner] ?? never());
  return {
    param,
    variable: (index) => valueAt(index, now),
    elapsed: (clock) => (held ? 0 : span(stampOf(clock), now, state)),
    course: (clock, index) => {
      const { decay, towards } = program.variables[index] as (typeof program.variables)[number];
      const tau = decay === null ? Number.POSITIVE_INFINITY : param(decay);
      return { start: valueAt(index, stampOf(clock)), towards: param(towards), tau };
    },
    ...{ end: never, local: never, weight: never, broadcast: never },
  };
};
