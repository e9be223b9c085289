import type { PartitionEngine } from '../engines/engine.ts';
import { ModelError } from '../errors.ts';
import { buildPartition } from '../network/build.ts';
import type { Network } from '../network/description.ts';
import type { ClockName, Plan } from '../network/plan.ts';
import { planNetwork } from '../network/plan-network.ts';

/** What a simulation needs to know to plan its network: everything that decides its spikes. */
export interface PlanSettings {
  readonly seed: string | number;
  /** Absent: the network's own, else the event clock where all models allow it. */
  readonly clock?: ClockName;
  /** Step of the grid clock [ms]. */
  readonly dt?: number;
  /** Resolution of delays on the event clock [ms]. */
  readonly delayStep?: number;
  /** Whether to add up what synapses transmit; decides nothing else. */
  readonly energy?: boolean;
}

export interface Made {
  readonly plan: Plan;
  readonly engine: PartitionEngine;
}

/** What the module of an engine of one's own exports as `createEngine`: partition `index` of `count` of the network. */
export type CreateEngine = (network: Network, settings: PlanSettings, index: number, count: number) => Promise<Made>;

/** `wasm`, `reference`, or the URL of a module that exports `createEngine`. */
export type EngineName = 'wasm' | 'reference' | (string & {});

/** Loads only the engine asked for: the reference needs no compiler, the other no interpreter. */
export const makeEngine = async (name: EngineName, network: Network, settings: PlanSettings, index: number, count: number): Promise<Made> => {
  if (name !== 'wasm' && name !== 'reference') {
    const { createEngine } = (await import(name)) as { createEngine: CreateEngine };
    const made = await createEngine(network, settings, index, count);
    if (settings.energy && made.engine.transmitted === undefined)
      throw new ModelError('option', `Engine ${name} does not measure energy: leave out 'record.energy', or use the wasm engine.`, { engine: name });
    return made;
  }
  const plan = planNetwork(network, settings);
  if (name === 'reference') {
    const { createReferenceEngine } = await import('../engines/reference/index.ts');
    return { plan, engine: createReferenceEngine(plan, buildPartition(plan, index, count)) };
  }
  const [{ createWasmEngine }, { kernelHost }] = await Promise.all([import('../engines/wasm/index.ts'), import('./kernel-host.ts')]);
  return { plan, engine: await createWasmEngine(plan, index, count, kernelHost()) };
};
