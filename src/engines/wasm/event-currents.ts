/** Where the neurons of a slice are drawn by their currents, and when that changes. */
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import type { EventForm, NeuronModel } from '../../neurons/model.ts';
import type { StateColumn } from '../engine.ts';
import { EventValues } from './event-values.ts';
import { Currents } from './grid-currents.ts';
import type { PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';
import type { RuleInstance } from './rule-instance.ts';

export class EventCurrents {
  readonly values: EventValues;
  readonly columns: readonly StateColumn[];
  readonly #currents: Currents;
  readonly #own: RuleInstance | null;
  /** What neuron-owned rules add [pA]. */
  readonly #ofRules: Float64Array | null;
  /** Ticks at which a piece of a current drive begins, ascending. */
  readonly #pieces: readonly number[];

  constructor(
    plan: Plan,
    population: PlannedPopulation,
    model: NeuronModel,
    form: EventForm,
    slice: Slice,
    own: RuleInstance | null,
    memory: PartitionMemory,
  ) {
    const { name, index, drives, homeostasis } = population;
    this.#own = own;
    this.#ofRules = homeostasis?.input ? memory.allocate(Float64Array, slice.hi - slice.lo) : null;
    this.#currents = new Currents(plan, population, slice, this.#ofRules, memory);
    this.values = new EventValues(population, model, form, slice, this.#currents.cells, memory);
    this.#pieces = [...new Set(drives.flatMap((drive) => (drive.kind === 'pieces' ? [...drive.ticks] : [])))].sort((p, q) => p - q);
    this.columns = this.#ofRules === null ? [] : [{ name: `${name}.input`, of: 'neuron', owner: index, data: this.#ofRules }];
  }

  /** Whether some neuron is drawn above its threshold. */
  get reachThreshold(): boolean {
    return this.values.columns.gap.some((gap) => gap < 0);
  }

  /** The next tick after `now` at which a piece begins, or Infinity. */
  nextPiece(now: number): number {
    return this.#pieces.find((tick) => tick > now) ?? Number.POSITIVE_INFINITY;
  }

  /** Takes what neuron-owned rules make of the moment; false if they make no current. */
  takeRules(now: number): boolean {
    if (this.#ofRules === null) return false;
    this.#own?.run.inputs?.(this.#ofRules.byteOffset, now, 0);
    return true;
  }

  /** Makes `vInfNext` what the currents from `now` on lead to. */
  computeNext(now: number): void {
    this.#currents.changed();
    this.#currents.prepare(now + 1);
    this.values.computeNext(this.#currents.cells);
  }
}
