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
    const sums = total(engines);
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
export const total = (engines: readonly PartitionEngine[]): BigInt64Array =>
  engines.map((engine) => engine.partialSums()).reduce((sums, shares) => sums.map((sum, i) => sum + shares[i]!));

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
    }
    if (now === signalTick) broadcast(engines, plan, now);
  }
};
