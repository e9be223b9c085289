/** Synapses that come and go in one partition: when rules ask for it, and what is counted of it. Serves every engine. */
import { inDegreesOf, type Partition, synapsesIn } from '../../network/partition.ts';
import type { Plan, PlannedProjection } from '../../network/plan.ts';
import type { Program, Structural } from '../../rules/program.ts';
import type { Rewired, StateColumn, StructureChanges, SynapseList } from '../engine.ts';
import { tickPeriod } from '../tick-period.ts';
import { type Birth, birthsAt, type Targets } from './births.ts';
import type { Changing } from './changing.ts';
import { rewire } from './rewiring.ts';

/** One projection, and its targets here. */
interface Site extends Changing, Targets {
  readonly every: number;
  readonly pruned: Uint32Array;
  readonly created: Uint32Array;
}

const periodOf = ({ program }: PlannedProjection, perMs: number): number => {
  const { onTick, structural } = program as Program;
  const { period } = onTick[(structural as Structural).tick] as Program['onTick'][number];
  return tickPeriod(program as Program, period, perMs);
};

export class Structure implements StructureChanges {
  readonly #plan: Plan;
  readonly #sites: readonly Site[];
  readonly #frozen = new Set<number>();

  /** @param changing - the projections of the partition whose program is structural, as built */
  constructor(plan: Plan, { slices }: Partition, changing: readonly Changing[]) {
    this.#plan = plan;
    this.#sites = changing.map((each): Site => {
      const { projection, columns } = each;
      const { lo, hi } = slices[projection.to] as { lo: number; hi: number };
      const most = inDegreesOf(columns, hi - lo).map((built) => built + projection.spare);
      const every = periodOf(projection, plan.perMs);
      return { ...each, lo, most, every, pruned: new Uint32Array(hi - lo), created: new Uint32Array(hi - lo) };
    });
  }

  get projections(): readonly number[] {
    return this.#sites.map(({ projection }) => projection.index);
  }

  freeze(projection: number, frozen: boolean): void {
    if (frozen) this.#frozen.add(projection);
    else this.#frozen.delete(projection);
  }

  due(now: number): readonly number[] {
    return this.#dueSites(now).map(({ projection }) => projection.index);
  }

  #dueSites(now: number): readonly Site[] {
    return this.#sites.filter(({ every, projection }) => now > 0 && now % every === 0 && !this.#frozen.has(projection.index));
  }

  rewire(now: number): readonly Rewired[] {
    return this.#dueSites(now).map((site) => this.#rewireSite(site, now));
  }

  #rewireSite(site: Site, now: number): Rewired {
    const { projection, columns, remove } = site;
    const goes = (synapse: number): boolean => remove !== null && remove[synapse] !== 0;
    const births = birthsAt(this.#plan, site, site, goes, now / site.every - 1);
    const removed = removedBy(site, goes);
    const changes = removed.target.length + births.length > 0;
    const places = changes ? rewire(site, goes, removed.target.length, births, now) : new Uint32Array(0);
    const created = createdBy(site, births, places);
    for (const target of removed.target) site.pruned[target - site.lo]!++;
    for (const target of created.target) site.created[target - site.lo]!++;
    if (changes) site.changed();
    return { projection: projection.index, removed, created, synapses: synapsesIn(columns) };
  }

  rank(projection: number, base: Uint32Array): void {
    this.#siteOf(projection).columns.rankBase?.set(base);
  }

  restore(projection: number, sources: Uint32Array, targets: Uint32Array): void {
    const site = this.#siteOf(projection);
    const { rowStart, target } = site.columns;
    rowStart.fill(0);
    for (const source of sources) (rowStart[source + 1] as number)++;
    for (let row = 1; row < rowStart.length; row++) rowStart[row] = (rowStart[row] as number) + (rowStart[row - 1] as number);
    for (let s = 0; s < targets.length; s++) target[s] = (targets[s] as number) - site.lo;
    site.changed();
  }

  turnover(): Float64Array {
    const totals = new Float64Array(2 * this.#plan.projections.length);
    const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
    for (const { projection, pruned, created } of this.#sites) totals.set([sum(pruned), sum(created)], 2 * projection.index);
    return totals;
  }

  /** Columns of an engine as they are to be seen: without the spare places, and with what structural changes add. */
  shown(columns: readonly StateColumn[]): StateColumn[] {
    const sites = new Map(this.#sites.map((site) => [site.projection.index, site]));
    const cut = (column: StateColumn): StateColumn => {
      const site = column.of === 'synapse' ? sites.get(column.owner) : undefined;
      return site === undefined ? column : { ...column, data: column.data.subarray(0, synapsesIn(site.columns)) };
    };
    const own = this.#sites.flatMap(({ projection: { name, index, to }, columns: { branch }, pruned, created }): StateColumn[] => [
      ...(branch === null ? [] : [{ name: `${name}.branch`, of: 'synapse' as const, owner: index, data: branch }]),
      { name: `${name}.pruned`, of: 'neuron', owner: to, data: pruned },
      { name: `${name}.created`, of: 'neuron', owner: to, data: created },
    ]);
    return [...columns, ...own].map(cut);
  }

  #siteOf(projection: number): Site {
    return this.#sites.find((site) => site.projection.index === projection) as Site;
  }
}

/** The structural changes of a partition; undefined where there are none (null: a projection whose synapses stay). */
export const structureOf = (plan: Plan, partition: Partition, changing: readonly (Changing | null)[]): Structure | undefined => {
  const present = changing.filter((each) => each !== null);
  return present.length === 0 ? undefined : new Structure(plan, partition, present);
};

const removedBy = ({ columns, lo }: Site, goes: (synapse: number) => boolean): SynapseList => {
  const { rowStart, target, weight } = columns;
  const gone: Listed[] = [];
  for (let source = 0; source + 1 < rowStart.length; source++) {
    const begin = rowStart[source] as number;
    for (let s = begin, ordinal = 0; s < (rowStart[source + 1] as number); s++) {
      ordinal = s > begin && target[s] === target[s - 1] ? ordinal + 1 : 0;
      if (goes(s)) gone.push([source, lo + (target[s] as number), ordinal, weight?.[s] as number, s]);
    }
  }
  return listOf(gone);
};

const createdBy = ({ lo }: Site, births: readonly Birth[], places: Uint32Array): SynapseList =>
  listOf(births.map(({ source, target, w }, k) => [source, lo + target, 0, w, places[k] as number]));

type Listed = readonly [source: number, target: number, ordinal: number, w: number, place: number];

const listOf = (synapses: readonly Listed[]): SynapseList => ({
  source: Uint32Array.from(synapses, ([source]) => source),
  target: Uint32Array.from(synapses, ([, target]) => target),
  ordinal: Uint32Array.from(synapses, ([, , ordinal]) => ordinal),
  w: Float64Array.from(synapses, ([, , , w]) => w),
  place: Uint32Array.from(synapses, ([, , , , place]) => place),
});
