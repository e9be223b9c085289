/** The current into each neuron of a population slice on the grid, constant during a step. */
import { sin } from '../../math.ts';
import type { PerNeuron, Plan, PlannedDrive, PlannedPopulation } from '../../network/plan.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, valueAt } from './neuron-values.ts';

/** Current of a drive during the step that begins at `tick` [pA]. */
const currentOf = (drive: PlannedDrive, neuron: number, tick: number, perMs: number): number => {
  if (drive.kind === 'sine') return drive.amplitude * sin(2 * Math.PI * drive.frequency * (tick / perMs) + drive.phase) + drive.offset;
  if (drive.kind !== 'pieces') return 0;
  const piece = drive.ticks.findLastIndex((start) => start <= tick);
  return piece < 0 ? 0 : valueAt(drive.values[piece] as PerNeuron, neuron);
};

/** The current into each neuron: iE, then current drives in list order, then the rules' input. */
export class Currents {
  /** One cell where all neurons agree, else one per neuron [pA]. */
  readonly cells: Float64Array;
  readonly common: boolean;
  readonly #population: PlannedPopulation;
  readonly #drives: readonly PlannedDrive[];
  readonly #slice: Slice;
  readonly #perMs: number;
  readonly #rules: Float64Array | null;
  readonly #changes: readonly number[];
  readonly #sine: boolean;
  /** The current holds until this step. */
  #until = -1;
  #from = 0;

  /** @param rules Current from neuron-owned rules, one per neuron; call `changed` when it changes. */
  constructor(plan: Plan, population: PlannedPopulation, slice: Slice, rules: Float64Array | null, memory: PartitionMemory) {
    this.#population = population;
    this.#drives = population.drives.filter(({ kind }) => kind === 'pieces' || kind === 'sine');
    this.#slice = slice;
    this.#perMs = plan.perMs;
    this.#rules = rules;
    this.#sine = this.#drives.some(({ kind }) => kind === 'sine');
    const pieces = this.#drives.flatMap((drive) => (drive.kind === 'pieces' ? [drive] : []));
    this.#changes = [...new Set(pieces.flatMap(({ ticks }) => [...ticks]))].sort((a, b) => a - b);
    const own = typeof (population.params.iE ?? 0) !== 'number' || pieces.some(({ values }) => values.some((value) => typeof value !== 'number'));
    this.common = rules === null && !own;
    this.cells = memory.allocate(Float64Array, this.common ? 1 : slice.hi - slice.lo);
  }

  /** Makes the cells hold the current of the step that ends at `step`. */
  prepare(step: number): void {
    if (!this.#sine && step > this.#from && step <= this.#until) return;
    const tick = step - 1;
    const { iE } = this.#population.params;
    for (let i = 0; i < this.cells.length; i++) {
      const neuron = this.#slice.lo + i;
      let current = iE === undefined ? 0 : valueAt(iE, neuron);
      for (const drive of this.#drives) current += currentOf(drive, neuron, tick, this.#perMs);
      this.cells[i] = this.#rules === null ? current : current + (this.#rules[i] as number);
    }
    this.#from = tick;
    this.#until = this.#changes.find((change) => change > tick) ?? Number.POSITIVE_INFINITY;
  }

  changed(): void {
    this.#until = -1;
  }
}
