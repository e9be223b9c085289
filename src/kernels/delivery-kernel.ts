/** Prints the kernel of one static projection on the grid: `assembly/deliver.ts` with the types of its columns. */
import { type KernelGlobals, printGlobals } from './globals.ts';
import type { CountType } from './neuron-inputs.ts';

export interface DeliveryShape {
  readonly target: 'u16' | 'u32';
  /** One weight, counted in cells of this type; or a column of weights. */
  readonly amount: { readonly counts: CountType } | { readonly weights: 'f32' | 'f64'; readonly sign: 1 | -1 | 0 };
  /** Delay class per synapse, of counts only; or one delay for all. */
  readonly delay: 'u8' | 'u16' | null;
}

export const deliveryKernelFiles = ['deliver.ts', 'touch.ts'] as const;
export const underWayKernelFiles = ['under-way.ts', 'touch.ts'] as const;

/** Amounts in lists of what is under way. */
export type RecordType = 'f32' | 'f64';

/** Size and alignment of the chunks of which those lists consist: `chunkBytes` of assembly/under-way.ts. */
export const chunkBytes = 1024;

/**
 * Exports `deliver(spikes, count, slot, least)`: the rows of `count` spikes (global ids at address `spikes`), all emitted at one tick, into their slots.
 * `slot`: first cell of the slot in which they arrive (one delay); with several delays the table `slots` says it per delay class, and classes below `least` are left out.
 */
export const printDeliveryKernel = ({ target, amount, delay }: DeliveryShape): { readonly source: string; readonly globals: KernelGlobals } => {
  const counted = 'counts' in amount;
  const globals: KernelGlobals = {
    first: 'i32',
    rowStart: 'usize',
    targets: 'usize',
    ...(delay === null ? {} : { delays: 'usize' as const, slots: 'usize' as const }),
    ...(counted ? { cells: 'usize' as const } : { weights: 'usize' as const, exc: 'usize' as const, inh: 'usize' as const }),
  };
  const rows = 'spikes, count, first, rowStart, targets';
  const types = [target, counted ? amount.counts : amount.weights, ...(delay === null ? [] : [delay])].join(', ');
  const at = (base: string): string => (counted ? `${base} + <usize>slot * sizeof<${amount.counts}>()` : `${base} + (<usize>slot << 3)`);
  const call = !counted
    ? `deliverWeights<${types}>(${amount.sign}, ${rows}, weights, ${at('exc')}, ${at('inh')})`
    : delay === null
      ? `deliverCounts<${types}>(${rows}, ${at('cells')})`
      : `deliverCountsDelayed<${types}>(${rows}, delays, least, slots, cells)`;
  const name = call.slice(0, call.indexOf('<'));
  const source = [
    `import { ${name} } from './deliver';`,
    '',
    printGlobals(globals),
    'export function deliver(spikes: usize, count: i32, slot: i32, least: i32): i32 {',
    `  return ${call};`,
    '}',
    '',
  ].join('\n');
  return { source, globals };
};

export interface EnqueueShape {
  readonly target: 'u16' | 'u32';
  readonly weights: 'f32' | 'f64';
  readonly sign: 1 | -1 | 0;
  readonly record: RecordType;
  /** Delay class per synapse, or one delay for all. */
  readonly delay: 'u8' | 'u16' | null;
}

/**
 * Exports `enqueue(spikes, count, least)`: the rows of spikes, all emitted at one tick, into lists of what is under way. Returns how many spikes it has
 * done; for the next one `pool` may not have chunks enough. The table `slots` has the byte offset of the list per delay class.
 */
export const printEnqueueKernel = ({
  target,
  weights,
  sign,
  record,
  delay,
}: EnqueueShape): { readonly source: string; readonly globals: KernelGlobals } => {
  const addresses = ['rowStart', 'targets', 'weights', 'delays', 'slots', 'exc', 'inh', 'pool', 'events'];
  const globals: KernelGlobals = { first: 'i32', classes: 'i32', ...Object.fromEntries(addresses.map((name) => [name, 'usize' as const])) };
  const types = [target, weights, record, delay ?? 'void'].join(', ');
  const source = [
    "import { enqueue as enqueueRows } from './under-way';",
    '',
    printGlobals(globals),
    'export function enqueue(spikes: usize, count: i32, least: i32): i32 {',
    `  return enqueueRows<${types}>(${sign}, spikes, count, first, rowStart, targets, weights, delays, least, slots, classes, exc, inh, pool, events);`,
    '}',
    '',
  ].join('\n');
  return { source, globals };
};

/** Exports `settle(list, sums, pool)`: adds a list to the sums of a step, and gives its chunks back to the pool. */
export const printSettleKernel = (record: RecordType): string =>
  [
    "import { settle as settleList } from './under-way';",
    '',
    'export function settle(list: usize, sums: usize, pool: usize): void {',
    `  settleList<${record}>(list, sums, pool);`,
    '}',
    '',
  ].join('\n');
