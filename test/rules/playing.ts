/** Small networks played to the end of a time on either clock, by either engine: what a rule did is read off the neurons and weights. */
import type { PartitionEngine } from '../../src/engines/engine.ts';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import type { Network } from '../../src/network/description.ts';
import type { ClockName, Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing, type Recorded } from '../conformance/drive.ts';
import { makeReference } from '../conformance/engine.ts';

const host = kernelHost();

/** Every engine on every clock. */
export const everywhere = (['grid', 'event'] as const).flatMap((clock) =>
  (['reference', 'wasm'] as const).map((engine) => ({ clock, engine }) as const),
);

/** One engine, holding the whole of a small network. */
export interface Player {
  readonly plan: Plan;
  readonly engine: PartitionEngine;
  /** All spikes so far. */
  readonly spikes: Recorded;
  /** Plays on to a time [ms]. */
  until(ms: number): void;
  /** Membrane potentials of a population, by its place in the network [mV]. */
  voltages(population: number): number[];
  /** A column such as `E.synapticScaling.c`, as last written. */
  column(name: string): number[];
}

export const player = async (
  network: Network,
  at: { readonly clock: ClockName; readonly engine: 'reference' | 'wasm'; readonly seed?: number },
): Promise<Player> => {
  const plan = planNetwork(network, at);
  const engine = at.engine === 'reference' ? makeReference(plan) : await createWasmEngine(plan, 0, 1, host);
  const spikes = nothing();
  let now = 0;
  return {
    plan,
    engine,
    spikes,
    until: (ms) => {
      const tick = Math.round(ms * plan.perMs);
      drive([engine], plan, now, tick, spikes);
      now = tick;
    },
    voltages: (population) => {
      const out = new Float64Array(plan.populations[population]!.size);
      engine.voltages(population, out);
      return [...out];
    },
    column: (name) => {
      engine.flush();
      const found = engine.columns().find((column) => column.name === name);
      if (!found) throw new Error(`no column ${name} among ${engine.columns().map((column) => column.name)}`);
      return Array.from(found.data, Number);
    },
  };
};
