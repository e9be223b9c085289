/** An engine of one partition in this thread, fed with spikes by hand: nothing but the engine is in what is timed. */
import { fixedOutDegree, lif, ms, type NeuronUse, network, normal, poissonSource } from 'spikeloom';
import type { PartitionEngine, Spikes } from '../../src/engines/engine.ts';
import type { Projection } from '../../src/network/description.ts';
import type { ClockName } from '../../src/network/plan.ts';
import { makeEngine } from '../../src/simulation/make-engine.ts';
import { randomWords } from './limits.ts';

/** A source that never fires by itself: its spikes come by hand. */
const silent = poissonSource({ rate: 1e-9 });

/** Every source sends to `degree` of the targets; weights are so small that nobody fires. */
export const fan = (sources: number, targets: number, degree: number, neuron: NeuronUse = lif(), synapse: Partial<Projection> = {}) =>
  network({
    name: 'fan',
    populations: { S: { size: sources, neuron: silent }, T: { size: targets, neuron } },
    projections: {
      ST: { from: 'S', to: 'T', wiring: fixedOutDegree(degree), weight: normal(1e-3, 1e-4), delay: 1.5 * ms, ...(synapse as object) },
    },
  });

export interface HandFed {
  readonly engine: PartitionEngine;
  readonly perMs: number;
  /** Advances by an epoch (on the grid, a step): what the engine does by itself. */
  advance(): void;
  /** Hands the engine spikes of `count` different sources, emitted during what was just advanced. */
  receive(): void;
}

/** @param count - spikes each time */
export const handFed = async (described: ReturnType<typeof fan>, clock: ClockName, count: number): Promise<HandFed> => {
  const { plan, engine } = await makeEngine('wasm', described, { seed: 1, clock }, 0, 1);
  const sources = plan.populations[0]?.size as number;
  const random = randomWords();
  const interval = clock === 'grid' ? 1 : plan.epochTicks;
  let now = 0;
  let next = spikesOf(sources, count, now, interval, clock, random);
  return {
    engine,
    perMs: plan.perMs,
    advance: () => {
      now += interval;
      engine.advance(now);
      next = spikesOf(sources, count, now, interval, clock, random);
    },
    receive: () => engine.receive(next),
  };
};

/** On the grid all at once, as a step's spikes come; on the event clock throughout the epoch. */
const spikesOf = (sources: number, count: number, now: number, epoch: number, clock: ClockName, random: () => number): Spikes => {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, sources)) chosen.add(random() % sources);
  const ids = Uint32Array.from(chosen);
  const size = ids.length;
  if (clock === 'grid') return { ids: ids.sort(), ticks: new Float64Array(size).fill(now), fracs: new Float64Array(size) };
  const start = Math.max(0, now - epoch);
  return {
    ids,
    ticks: Float64Array.from(ids, (_, i) => start + Math.floor((i * (now - start)) / size)),
    fracs: Float64Array.from(ids, (_, i) => 1e-3 * (i / size)),
  };
};
