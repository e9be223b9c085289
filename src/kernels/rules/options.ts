/** What a rule kernel is asked for, and what it asks of the host in turn. */
import type { ClockName } from '../../network/plan.ts';
import type { KernelGlobals } from '../globals.ts';
import type { NumberType } from './text.ts';

/** What the clock adds to a module: `receive(target: usize, amount: f64)` and, if `reaches`, `reach(target: usize, tick: f64, frac: f64)`. */
export interface Sink {
  readonly text: string;
  readonly globals: KernelGlobals;
  /** Files of `kernels/assembly` that the text imports from, e.g. `['math.ts']`; its import lines stand in `text`. */
  readonly files: readonly string[];
  readonly reaches: boolean;
}

export interface RuleKernelOptions {
  readonly clock: ClockName;
  /** Whether weights are float32. */
  readonly single: boolean;
  /** Sign applied at delivery; 0 where weights carry their own. */
  readonly sign: 1 | -1 | 0;
  /** Whether the `target` column is Uint32Array (else Uint16Array). */
  readonly wideTargets: boolean;
  /** Whether post events come before arrivals of the same instant: with a dendritic delay, or onto a population of sources. */
  readonly postFirst: boolean;
  /** Whether to add up what is transmitted, in the column `transmitted` (engines/transmitted.ts). */
  readonly energy?: boolean;
  readonly sink: Sink;
}

/**
 * Per what a column has elements. `branch`: targets · branches, `domain`: of the whole population, `neuron`: of both whole populations, sources first
 * (once where they are the same), `one`: once.
 */
export type ColumnOwner = 'synapse' | 'row' | 'target' | 'neuron' | 'branch' | 'domain' | 'one';

/** A column that the host allocates for the kernel: `each` elements per owner, filled with `initial`. */
export interface KernelColumn {
  readonly global: string;
  /** Its name as state of the projection or population (`pairStdp.x`); null: derived, empty after `flush`, not saved. */
  readonly state: string | null;
  readonly of: ColumnOwner;
  readonly each: number;
  readonly type: Extract<NumberType, 'f64' | 'u32' | 'i64'>;
  readonly initial: number;
  /** Whether it holds ticks at which something last happened. */
  readonly isTime: boolean;
}

/** Where times are kept: globals of the columns of ticks and fracs (on the grid there are no fracs). */
export interface TimeSlot {
  readonly tick: string;
  readonly frac: string;
}

export interface RuleKernel {
  readonly source: string;
  /** Files of `kernels/assembly` to compile it with. */
  readonly files: readonly string[];
  readonly globals: KernelGlobals;
  readonly columns: readonly KernelColumn[];
  /** By variable of the program: time of its last write; null where nothing depends on it. By clock: time of its last stamp. */
  readonly written: readonly (TimeSlot | null)[];
  readonly stamped: readonly (TimeSlot | null)[];
  /** Parameters of the program among the globals. */
  readonly params: readonly { readonly global: string; readonly value: number }[];
  /** Signals with a function `signal<i>`. */
  readonly signals: readonly string[];
  /** Globals of i64 columns that `partialSums` fills with this partition's share, to be replaced by the totals before `setSums`. */
  readonly partials: readonly string[];
}

/** The grid's sums R⁺ and R⁻ (engines/wasm/README.md, Input). */
export const gridSink: Sink = {
  globals: { ruleExc: 'usize', ruleInh: 'usize' },
  files: [],
  reaches: false,
  text: `@inline
function receive(target: usize, amount: f64): void {
  const sum = (amount >= 0.0 ? ruleExc : ruleInh) + (target << 3);
  store<f64>(sum, load<f64>(sum) + amount);
}
`,
};
