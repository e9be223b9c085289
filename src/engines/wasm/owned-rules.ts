/** Rules that the neurons of a population own, on the grid clock: factors on their excitation, and a current between ticks. */
import type { Node, Program } from '../../rules/program.ts';
import type { StateColumn } from '../engine.ts';
import type { PartitionMemory } from './memory.ts';
import type { RuleInstance } from './rule-instance.ts';

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;

const partsOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** Whether an expression keeps its value between handlers. */
const isConstant = (node: Node, program: Program): boolean => {
  if (['elapsed', 'timeAbove', 'integral', 'integralOfProduct'].includes(node.kind)) return false;
  if (node.kind === 'variable') return program.variables[node.index]?.decay === null;
  return partsOf(node).every((part) => isConstant(part, program));
};

export class OwnedRules {
  readonly instance: RuleInstance;
  readonly population: number;
  /** What multiplies each neuron's excitation; null where the rules have no factor. */
  readonly factor: Float64Array | null;
  /** Current into each neuron until the next tick [pA]; null where the rules have none. */
  readonly input: Float64Array | null;
  /** Whether factors keep their values between handlers. */
  readonly #constant: boolean;
  /** Local indices for kernels. */
  readonly #list: Uint32Array;
  readonly #everybody: Uint32Array;
  #changed = true;

  constructor(instance: RuleInstance, population: number, neurons: number, memory: PartitionMemory) {
    const { program } = instance;
    this.instance = instance;
    this.population = population;
    this.factor = program.factors.length > 0 ? memory.allocate(Float64Array, neurons) : null;
    this.input = program.input === null ? null : memory.allocate(Float64Array, neurons);
    this.#constant = program.factors.every((node) => isConstant(node, program));
    this.#list = memory.allocate(Uint32Array, neurons);
    this.#everybody = memory.allocate(Uint32Array, neurons);
    for (let neuron = 0; neuron < neurons; neuron++) this.#everybody[neuron] = neuron;
    this.updateInput(0);
  }

  /**
   * Makes the factors those of step k, before the neurons take it: of all where they keep their values, else of those that need one.
   * @param receivers lists them at an address, and returns their number
   */
  prepare(k: number, receivers: (list: number) => number): void {
    const { factors } = this.instance.run;
    if (this.factor === null || factors === undefined) return;
    if (!this.#constant) factors(this.factor.byteOffset, this.#list.byteOffset, receivers(this.#list.byteOffset), k, 0);
    else if (this.#changed) factors(this.factor.byteOffset, this.#everybody.byteOffset, this.#everybody.length, k, 0);
    this.#changed = false;
  }

  /** Handlers of the spikes of step k: `count` local indices. */
  fired(fired: Uint32Array, count: number, k: number): void {
    for (let i = 0; i < count; i++) this.#list[i] = fired[i] as number;
    this.instance.run.postAll(this.#list.byteOffset, count, k, 0);
    this.#changed = true;
  }

  /** After a tick or a signal. */
  updateInput(now: number): void {
    if (this.input !== null) this.instance.run.inputs?.(this.input.byteOffset, now, 0);
    this.#changed = true;
  }

  /** After its state was written: what is derived from it is computed anew. */
  restored(): void {
    this.#changed = true;
  }

  columns(): StateColumn[] {
    const { name, columns } = this.instance;
    return this.input === null ? [...columns] : [{ name: `${name}.input`, of: 'neuron', owner: this.population, data: this.input }, ...columns];
  }
}
