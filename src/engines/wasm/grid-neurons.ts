/** The neurons of one population slice on the grid clock: state columns, inputs, and the kernel that steps them. */
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import type { InputTerm } from '../../kernels/neuron-inputs.ts';
import { neuronKernelFiles, printNeuronKernel } from '../../kernels/neuron-kernel.ts';
import type { PerNeuron, Plan, PlannedPopulation } from '../../network/plan.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import type { CommonWeight } from '../common-weight.ts';
import type { StateColumn } from '../engine.ts';
import type { Currents } from './grid-currents.ts';
import type { CountedDrive } from './grid-drives.ts';
import type { GridRings } from './grid-rings.ts';
import type { PartitionMemory } from './memory.ts';
import { neuronValues, type Slice, valueAt } from './neuron-values.ts';
import type { OwnedRules } from './owned-rules.ts';

/** State below 1e-300 becomes 0 at the beginning of steps that are multiples of this (engines/README.md, Grid clock). */
const flushEvery = 64;

interface NeuronExports {
  step(slot: number, day: number, silent: number, subtract: number): number;
  /** Only where rules of the neurons have factors. */
  receivers(slot: number, list: number): number;
  flushTiny(): void;
}

/** Where the sums of projections with rules go, and the rules of the neurons. */
export interface RuleInputs {
  readonly exc: Float64Array | null;
  readonly inh: Float64Array | null;
  readonly owned: OwnedRules | null;
}

interface Parts {
  readonly population: PlannedPopulation;
  readonly rings: GridRings;
  readonly drives: readonly CountedDrive[];
  readonly currents: Currents;
  readonly owned: OwnedRules | null;
  readonly state: Readonly<Record<string, Float64Array>>;
  readonly refractory: Uint32Array;
  readonly held: Float64Array;
  readonly next: Uint32Array;
  readonly calendar: Uint32Array;
  readonly fired: Uint32Array;
  readonly kernel: NeuronExports;
  readonly memory: PartitionMemory;
}

export class GridNeurons {
  silent = false;
  readonly #parts: Parts;
  readonly #subtract: number;
  /** Whether `v` and `refractory` hold what they mean, instead of NaN and nothing. */
  #readable = false;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#subtract = parts.population.reset === 'subtract' ? 1 : 0;
  }

  /** Local indices of neurons that fired in the last step, ascending. */
  get fired(): Uint32Array {
    return this.#parts.fired;
  }

  get currents(): Currents {
    return this.#parts.currents;
  }

  static async create(
    plan: Plan,
    population: PlannedPopulation,
    model: NeuronModel,
    slice: Slice,
    inputs: { readonly rings: GridRings; readonly rules: RuleInputs; readonly drives: readonly CountedDrive[]; readonly currents: Currents },
    memory: PartitionMemory,
    host: KernelHost,
  ): Promise<GridNeurons> {
    const n = slice.hi - slice.lo;
    const { rings, rules, drives, currents } = inputs;
    const factor = rules.owned?.factor ?? null;
    const values = neuronValues(population, model, slice, plan.perMs);
    const columns = new Set(Object.keys(values).filter((name) => typeof values[name] !== 'number'));
    const terms: InputTerm[] = [...rings.terms({ exc: rules.exc !== null, inh: rules.inh !== null }), ...drives.map(({ term }) => term)];
    const shape = {
      model,
      columns,
      inputs: terms,
      current: currents.common ? ('common' as const) : ('column' as const),
      factor: factor !== null,
    };
    const { source, globals, literals } = printNeuronKernel(shape);
    const module = await compileFiles({ 'neurons.ts': source }, neuronKernelFiles, 'neurons.ts', host);
    const inMemory = (value: PerNeuron): Float64Array | number => {
      if (typeof value === 'number') return value;
      const copy = memory.allocate(Float64Array, n);
      copy.set(value);
      return copy;
    };
    const state = Object.fromEntries(
      Object.keys(model.state).map((name) => {
        const data = memory.allocate(Float64Array, n);
        for (let i = 0; i < n; i++) data[i] = valueAt(population.initial[name] as PerNeuron, slice.lo + i);
        return [name, data];
      }),
    );
    const { refractorySteps = 0 } = values;
    const longest = typeof refractorySteps === 'number' ? refractorySteps : refractorySteps.reduce((a, b) => Math.max(a, b), 0);
    const own = {
      held: memory.allocate(Float64Array, n),
      next: memory.allocate(Uint32Array, n),
      calendar: memory.allocate(Uint32Array, longest + 2),
      fired: memory.allocate(Uint32Array, n),
    };
    const kernel = memory.instantiate<NeuronExports>(module, globals, {
      n,
      stride: rings.stride,
      calendarSlots: own.calendar.length,
      [currents.common ? 'currentCell' : 'current']: currents.cells,
      ...own,
      ...literals,
      ...rings.values(),
      ...(rules.exc ? { rules_exc: rules.exc } : {}),
      ...(rules.inh ? { rules_inh: rules.inh } : {}),
      ...(factor ? { factor } : {}),
      ...Object.assign({}, ...drives.map((drive) => drive.values)),
      ...Object.fromEntries(Object.entries(state).map(([name, data]) => [`state_${name}`, data])),
      ...Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name in globals ? name : `value_${name}`,
          name in globals || `value_${name}` in globals ? inMemory(value) : 0,
        ]),
      ),
    });
    const refractory = memory.allocate(Uint32Array, n);
    return new GridNeurons({ population, rings, drives, currents, owned: rules.owned, state, refractory, ...own, kernel, memory });
  }

  /** Computes step k; `fired` then holds who fired. Returns how many. */
  step(k: number): number {
    if (this.#readable) this.#hide();
    const { rings, drives, currents, owned, kernel, calendar } = this.#parts;
    if (k % flushEvery === 0) kernel.flushTiny();
    for (const drive of drives) drive.fill(k);
    rings.underWay?.settle(k);
    currents.prepare(k);
    owned?.prepare(k, (list) => kernel.receivers(k % rings.slots, list));
    return kernel.step(k % rings.slots, k % calendar.length, this.silent ? 1 : 0, this.#subtract);
  }

  /** Makes `v` and `refractory` hold what they mean after step `now`. */
  flush(now: number): void {
    const { state, refractory, held } = this.#parts;
    const v = state.v as Float64Array;
    if (this.#readable) return;
    refractory.fill(0);
    this.#forRefractory(now, (neuron, left) => {
      v[neuron] = held[neuron] as number;
      refractory[neuron] = left;
    });
    this.#readable = true;
  }

  /** Takes `v` and `refractory` as somebody has written them. */
  restored(now: number): void {
    const { state, refractory, held, calendar, next, drives } = this.#parts;
    for (const { rates, retune } of drives) if (rates && rates.take().length > 0) retune();
    calendar.fill(0);
    for (let neuron = 0; neuron < refractory.length; neuron++) {
      const left = refractory[neuron] as number;
      if (left === 0) continue;
      const day = (now + 1 + left) % calendar.length;
      next[neuron] = calendar[day] as number;
      calendar[day] = neuron + 1;
      held[neuron] = (state.v as Float64Array)[neuron] as number;
    }
    this.#readable = true;
  }

  /** Another weight for all synapses of a projection onto these neurons. */
  reweigh({ projection, value }: CommonWeight): void {
    this.#parts.memory.change(this.#parts.kernel, `counts${projection.index}_w`, value);
  }

  voltages(now: number, out: Float64Array): void {
    const { state, held } = this.#parts;
    out.set(state.v as Float64Array);
    this.#forRefractory(now, (neuron) => {
      out[neuron] = held[neuron] as number;
    });
  }

  columns(): StateColumn[] {
    const { population, state, refractory, drives } = this.#parts;
    const column = (name: string, data: StateColumn['data']): StateColumn => ({
      name: `${population.name}.${name}`,
      of: 'neuron',
      owner: population.index,
      data,
    });
    return [
      ...Object.entries(state).map(([name, data]) => column(name, data)),
      column('refractory', refractory),
      ...drives.flatMap(({ rates }) => rates?.column ?? []),
    ];
  }

  /** Back to NaN, which the kernel needs. */
  #hide(): void {
    const { state, refractory } = this.#parts;
    for (let neuron = 0; neuron < refractory.length; neuron++) {
      if ((refractory[neuron] as number) > 0) (state.v as Float64Array)[neuron] = Number.NaN;
    }
    this.#readable = false;
  }

  /** Those held after step `now`, with the steps still to be left out. */
  #forRefractory(now: number, act: (neuron: number, left: number) => void): void {
    const { calendar, next } = this.#parts;
    for (let left = 0; left < calendar.length - 1; left++) {
      const day = (now + 1 + left) % calendar.length;
      for (let one = calendar[day] as number; one > 0; one = next[one - 1] as number) act(one - 1, left);
    }
  }
}
