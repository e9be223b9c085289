/** Drives the engines of a network's partitions from exchange to exchange, in one thread: what workers do, without workers. */
import type { PartitionEngine, Spikes } from '../../src/engines/engine.ts';
import type { Plan } from '../../src/network/plan.ts';

export interface Recorded {
  readonly ids: number[];
  readonly ticks: number[];
  readonly fracs: number[];
}

/** Every signal of a network is broadcast this often [ms], with values around 1. */
const signalEvery = 23;

const broadcast = (engines: readonly PartitionEngine[], plan: Plan, tick: number): void => {
  plan.signals.forEach((name, i) => {
    const sums = total(engines, name);
    for (const engine of engines) engine.signal(name, 1 + ((tick + i) % 7) / 10, sums);
  });
};

export const nothing = (): Recorded => ({ ids: [], ticks: [], fracs: [] });

/** All partitions' spikes in (time, id) order. */
export const merge = (parts: readonly Spikes[]): Spikes => {
  const all = parts.flatMap(({ ids, ticks, fracs }) => [...ids].map((id, i) => ({ id, tick: ticks[i]!, frac: fracs[i]! })));
  all.sort((a, b) => a.tick - b.tick || a.frac - b.frac || a.id - b.id);
  return {
    ids: Uint32Array.from(all, ({ id }) => id),
    ticks: Float64Array.from(all, ({ tick }) => tick),
    fracs: Float64Array.from(all, ({ frac }) => frac),
  };
};

/** Cross-partition sums: the partitions' shares added up. */
export const total = (engines: readonly PartitionEngine[], signal?: string): BigInt64Array =>
  engines.map((engine) => engine.partialSums(signal)).reduce((sums, shares) => sums.map((sum, i) => sum + shares[i]!));

export const recentSpikes = ({ ids, ticks, fracs }: Recorded, after: number): Spikes => {
  const keep = ids.map((_, i) => i).filter((i) => ticks[i]! >= after);
  return {
    ids: Uint32Array.from(keep, (i) => ids[i]!),
    ticks: Float64Array.from(keep, (i) => ticks[i]!),
    fracs: Float64Array.from(keep, (i) => fracs[i]!),
  };
};

/** Says to every partition how many synapses of each row of a projection lie in those before it. */
export const rank = (engines: readonly PartitionEngine[], projection: number): void => {
  const rowsOf = (engine: PartitionEngine) => engine.partition.projections[projection]!.rowStart;
  const before = new Uint32Array(rowsOf(engines[0]!).length - 1);
  for (const engine of engines) {
    engine.structure?.rank(projection, before);
    for (let row = 0; row < before.length; row++) before[row]! += rowsOf(engine)[row + 1]! - rowsOf(engine)[row]!;
  }
};

/** Structural changes of a tick, where rules make any. */
const rewire = (engines: readonly PartitionEngine[], plan: Plan, now: number, recorded: Recorded): void => {
  const due = engines[0]!.structure?.due(now) ?? [];
  if (due.length === 0) return;
  for (const engine of engines) {
    engine.flush();
    engine.structure!.rewire(now);
  }
  for (const projection of due) rank(engines, projection);
  for (const engine of engines) {
    engine.restored(now);
    engine.requeue(recentSpikes(recorded, now - plan.horizonTicks));
  }
};

/** Advances from tick `from` to `until`, cutting at most every `longest` ticks; spikes are appended to `recorded`. */
export const drive = (
  engines: readonly PartitionEngine[],
  plan: Plan,
  from: number,
  until: number,
  recorded: Recorded,
  longest = plan.epochTicks,
): void => {
  let now = from;
  const share = (next: number): void => {
    const spikes = merge(engines.map((engine) => engine.advance(next)));
    for (const engine of engines) engine.receive(spikes);
    spikes.ids.forEach((id, i) => {
      recorded.ids.push(id);
      recorded.ticks.push(spikes.ticks[i]!);
      recorded.fracs.push(spikes.fracs[i]!);
    });
    now = next;
  };
  // Whatever an intervention made fire.
  share(from);
  while (now < until) {
    const ruleTick = Math.min(...engines.map((engine) => engine.nextRuleTick()));
    const every = signalEvery * plan.perMs;
    const signalTick = plan.signals.length === 0 ? Number.POSITIVE_INFINITY : (Math.floor(now / every) + 1) * every;
    const next = Math.min(until, ruleTick, signalTick, now + Math.min(plan.epochTicks, longest));
    share(next);
    if (now === ruleTick) {
      const sums = total(engines);
      for (const engine of engines) engine.tick(sums);
      rewire(engines, plan, now, recorded);
    }
    if (now === signalTick) broadcast(engines, plan, now);
  }
};
