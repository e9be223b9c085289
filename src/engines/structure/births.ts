/** New synapses: how many a target gets, from whom, and what they begin with. Drawn target by target, so that it does not matter who owns which. */
import { ModelError } from '../../errors.ts';
import { below, valueByWord, Words } from '../../network/draws.ts';
import { synapsesIn } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import type { Distribution } from '../../neurons/model.ts';
import { domains, poissonCount, poissonTable } from '../../random.ts';
import type { Changing } from './changing.ts';

export interface Birth {
  /** Within its population. */
  readonly source: number;
  /** Within the slice. */
  readonly target: number;
  /** As stored. */
  readonly w: number;
  readonly branch: number;
}

/** The most that a target can get at once: larger means have no table. */
const mostAtOnce = 700;

/** Own targets, and how many synapses onto each there may be. */
export interface Targets {
  /** Within the population. */
  readonly lo: number;
  readonly most: Uint32Array;
}

/** The synapses that stay: sources of each target, ascending. */
const sourcesByTarget = ({ columns }: Changing, goes: (synapse: number) => boolean, targets: number) => {
  const { rowStart, target } = columns;
  const starts = new Uint32Array(targets + 1);
  const count = synapsesIn(columns);
  for (let s = 0; s < count; s++) if (!goes(s)) (starts[(target[s] as number) + 1] as number)++;
  for (let j = 0; j < targets; j++) starts[j + 1] = (starts[j + 1] as number) + (starts[j] as number);
  const cursor = starts.slice();
  const sources = new Uint32Array(starts[targets] as number);
  for (let source = 0; source + 1 < rowStart.length; source++) {
    for (let s = rowStart[source] as number; s < (rowStart[source + 1] as number); s++) {
      if (goes(s)) continue;
      const j = target[s] as number;
      sources[cursor[j] as number] = source;
      cursor[j] = (cursor[j] as number) + 1;
    }
  }
  return { count: (j: number) => (starts[j + 1] as number) - (starts[j] as number), of: (j: number) => sources.subarray(starts[j], starts[j + 1]) };
};

/** The k-th number, from 0, that is not among `taken`, which ascends. */
const free = (k: number, taken: readonly number[]): number => {
  let found = k;
  for (const each of taken) {
    if (each > found) break;
    found++;
  }
  return found;
};

const insert = (sorted: number[], value: number): void => {
  const at = sorted.findIndex((each) => each > value);
  sorted.splice(at < 0 ? sorted.length : at, 0, value);
};

/** Weight of a new synapse by its word, as stored. */
const weightBy = ({ program, weight, sign, wMin, wMax }: PlannedProjection): ((word: number) => number) => {
  const declared = program?.structural?.weight ?? null;
  const bounded = (w: number): number => Math.min(Math.max(w, wMin), wMax);
  if (declared !== null) {
    const w = bounded(program?.params[declared]?.value as number);
    return () => w;
  }
  const stored = (value: number): number => bounded(sign < 0 ? -value : value);
  return typeof weight === 'number' ? () => stored(weight) : (word) => stored(valueByWord(weight as Distribution, word));
};

/**
 * The synapses made at tick number `number` of the rule, by (source, target).
 * @param goes - whether a synapse is being removed
 * @throws ModelError `structural-create` for a mean that is no count, `spare` where a target has no room
 */
export const birthsAt = (plan: Plan, changing: Changing, { lo, most }: Targets, goes: (synapse: number) => boolean, number: number): Birth[] => {
  const { projection } = changing;
  if (projection.program?.structural?.create == null) return [];
  const [from, to] = [plan.populations[projection.from], plan.populations[projection.to]] as [PlannedPopulation, PlannedPopulation];
  const { wiring } = projection;
  const notItself = from === to && 'selfConnections' in wiring && wiring.selfConnections === false;
  const words = new Words(plan.key, domains.structure, projection.index, number);
  const weightOf = weightBy(projection);
  const present = sourcesByTarget(changing, goes, most.length);
  const tableOf = countTables(plan, projection, lo);
  const births: Birth[] = [];
  for (let target = 0; target < most.length; target++) {
    const table = tableOf(changing.create(target), target);
    if (table === null) continue;
    words.start(lo + target);
    const wanted = poissonCount(table, words.next());
    if (wanted === 0) continue;
    const taken = [...new Set(present.of(target))];
    if (notItself && !taken.includes(lo + target)) insert(taken, lo + target);
    const made = Math.min(wanted, from.size - taken.length);
    if (present.count(target) + made > (most[target] as number)) throw noRoom(to, projection, lo + target, most[target] as number);
    for (let k = 0; k < made; k++) {
      const source = free(below(words.next(), from.size - taken.length), taken);
      insert(taken, source);
      births.push({ source, target, w: weightOf(words.next()), branch: below(words.next(), to.branches) });
    }
  }
  return births.sort((a, b) => a.source - b.source || a.target - b.target);
};

/** Tables of Poisson counts; the last is kept, since means are often one. Null for a mean of 0. */
const countTables = (plan: Plan, { to, name }: PlannedProjection, lo: number): ((mean: number, target: number) => Uint32Array | null) => {
  let [last, table] = [0, null as Uint32Array | null];
  return (mean, target) => {
    if (!(mean >= 0 && mean <= mostAtOnce)) {
      const neuron = `neuron ${lo + target} of population '${plan.populations[to]?.name}'`;
      throw new ModelError(
        'structural-create',
        `Projection '${name}' is to create ${mean} synapses at once onto ${neuron}; a mean number lies in 0 … ${mostAtOnce}. Change the rule's 'create', or tick more often.`,
        { mean },
      );
    }
    if (mean !== last) [last, table] = [mean, poissonTable(mean)];
    return mean === 0 ? null : table;
  };
};

const noRoom = (to: PlannedPopulation, { name, spare }: PlannedProjection, neuron: number, most: number): ModelError =>
  new ModelError(
    'spare',
    `Neuron ${neuron} of population '${to.name}' has no room for another synapse of projection '${name}': it has room for ${most}, ${spare} more than were built. Declare a larger 'spare' in the projection (synapses per target), or create fewer.`,
    { projection: name, neuron, spare, room: most },
  );
