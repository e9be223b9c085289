/** Makes the WebAssembly engine of one partition, on the clock that the plan is for. */
import type { KernelHost } from '../../kernels/compile.ts';
import type { Plan } from '../../network/plan.ts';
import type { PartitionEngine } from '../engine.ts';
import { episodic } from '../episodic/index.ts';
import { measured } from '../measured.ts';
import { createWasmEventEngine } from './event.ts';
import { createGridEngine } from './grid-build.ts';

/** The engine of partition `index` of `count`: builds the partition in its own memory and compiles (or finds) its kernels. */
export const createWasmEngine = async (plan: Plan, index: number, count: number, host: KernelHost): Promise<PartitionEngine> => {
  const engine = episodic(plan, await (plan.clock === 'event' ? createWasmEventEngine : createGridEngine)(plan, index, count, host));
  return plan.energy ? measured(plan, engine, false) : engine;
};
