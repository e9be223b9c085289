/** Makes the WebAssembly engine of one partition, on the clock that the plan is for. */
import type { KernelHost } from '../../kernels/compile.ts';
import type { Plan } from '../../network/plan.ts';
import type { PartitionEngine } from '../engine.ts';
import { createWasmEventEngine } from './event.ts';
import { createGridEngine } from './grid-build.ts';

/** The engine of partition `index` of `count`: builds the partition in its own memory and compiles (or finds) its kernels. */
export const createWasmEngine = (plan: Plan, index: number, count: number, host: KernelHost): Promise<PartitionEngine> =>
  plan.clock === 'event' ? createWasmEventEngine(plan, index, count, host) : createGridEngine(plan, index, count, host);
