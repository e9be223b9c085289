/**
 * Where a program's variables live: one column each; with it, where reading needs it, the time of the last write and the
 * value before the instant of that write. Variables that are always written together share their times.
 */
import type { Program, Variable } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import type { KernelGlobals } from '../globals.ts';
import { type Names, nameAll } from './names.ts';
import type { ColumnOwner, KernelColumn, RuleKernelOptions, TimeSlot } from './options.ts';
import { allNodes, expressionsOf, handlersOf, readsOf, variablesIn, writesOf } from './uses.ts';

/** Owners whose variables other handlers of an instant see as they were before it. */
export const shared: readonly Owner[] = ['pre', 'post', 'branch'];

export const columnOwner: Readonly<Record<Owner, ColumnOwner>> = {
  synapse: 'synapse',
  pre: 'row',
  post: 'target',
  neuron: 'neuron',
  branch: 'branch',
  domain: 'domain',
  signal: 'one',
};

type GlobalType = KernelGlobals[string];

export class Layout {
  readonly program: Program;
  readonly options: RuleKernelOptions;
  readonly names: Names;
  readonly #globals = new Map<string, GlobalType>();
  readonly #columns = new Map<string, KernelColumn>();
  readonly #tables = new Set<number>();
  readonly #slots: ReadonlyMap<string, TimeSlot>;
  readonly #remembered: ReadonlySet<number>;
  readonly #courses: ReadonlySet<number>;

  constructor(program: Program, options: RuleKernelOptions) {
    this.program = program;
    this.options = options;
    this.names = nameAll(program, Object.keys(options.sink.globals));
    this.#slots = slotsOf(program, this.names, options);
    this.#remembered = rememberedIn(program, options);
    const nodes = [
      ...handlersOf(program).flatMap(({ steps }) => steps.flatMap(expressionsOf)),
      ...program.factors,
      ...(program.input ? [program.input] : []),
    ];
    this.#courses = new Set(
      nodes
        .flatMap(allNodes)
        .flatMap((node) =>
          node.kind === 'timeAbove' || node.kind === 'integral' ? [node.variable] : node.kind === 'integralOfProduct' ? [node.left, node.right] : [],
        ),
    );
  }

  get event(): boolean {
    return this.options.clock === 'event';
  }

  /** A fact of the network that the host knows by this name. */
  fact(name: string, type: GlobalType = 'i32'): string {
    this.#globals.set(name, type);
    return name;
  }

  address(name: string): string {
    return this.fact(name, 'usize');
  }

  param(index: number): string {
    return this.fact(this.names.params[index]!, 'f64');
  }

  /** Asks the host for a column and gives the global that will hold its address. */
  column(column: Partial<KernelColumn> & Pick<KernelColumn, 'global' | 'of'>): string {
    this.#columns.set(column.global, { state: null, each: 1, type: 'f64', initial: 0, isTime: false, ...column });
    return this.address(column.global);
  }

  values(index: number): string {
    const { name, owner, initial } = this.program.variables[index]!;
    return this.column({
      global: `${owner}_${this.names.variables[index]}`,
      of: columnOwner[owner],
      state: name,
      initial: this.program.params[initial]!.value,
    });
  }

  /** Value before the instant of the last write; null where nothing reads it. */
  before(index: number): string | null {
    if (!this.#remembered.has(index)) return null;
    const { name, owner, initial } = this.program.variables[index]!;
    const state = `${name}.before`;
    return this.column({
      global: `${owner}_${this.names.variables[index]}_before`,
      of: columnOwner[owner],
      state,
      initial: this.program.params[initial]!.value,
    });
  }

  /** Time of the variable's last write; null where nothing depends on it. */
  written(index: number): TimeSlot | null {
    const { owner, decay } = this.program.variables[index]!;
    const needed = decay !== null || this.#remembered.has(index) || this.#courses.has(index);
    return needed ? this.slot(`variable ${index}`, owner) : null;
  }

  /** Whether rules are not frozen, looked up on the spot. */
  get learns(): string {
    return `load<i32>(${this.address('frozen')}) == 0`;
  }

  stamped(clock: number): TimeSlot {
    return this.slot(`clock ${clock}`, this.program.clocks[clock]!.owner);
  }

  /** When a row was last visited, when a target last fired: what lazy replay compares. */
  visited(): TimeSlot {
    return this.slot('visited', 'pre', this.options.postFirst ? -1 : 0);
  }

  fired(): TimeSlot {
    return this.slot('fired', 'post');
  }

  slot(key: string, owner: Owner, initial = 0): TimeSlot {
    const { tick, frac } = this.#slots.get(key)!;
    const of = columnOwner[owner];
    this.column({ global: tick, of, state: tick, initial, isTime: true });
    if (this.event) this.column({ global: frac, of, state: frac });
    return { tick, frac };
  }

  /** The slot under a key, if anything asked for its columns. */
  asked(key: string): TimeSlot | null {
    const slot = this.#slots.get(key);
    return slot && this.#columns.has(slot.tick) ? slot : null;
  }

  /** Global that holds the table of exp(−ticks / perMs / tau). */
  decayTable(param: number): string {
    this.#tables.add(param);
    return this.column({ global: `decay_${this.names.params[param]}`, of: 'one', each: decayTableLength });
  }

  get decayTables(): readonly number[] {
    return [...this.#tables].sort((a, b) => a - b);
  }

  /** Whether the variable's course is integrated somewhere. */
  runs(variable: number): boolean {
    return this.#courses.has(variable);
  }

  paramValue(index: number): number {
    return this.program.params[index]!.value;
  }

  ownerOf(variable: number): Owner {
    return this.program.variables[variable]!.owner;
  }

  ownerOfColumn(global: string): ColumnOwner {
    return this.#columns.get(global)!.of;
  }

  get columns(): readonly KernelColumn[] {
    return [...this.#columns.values()];
  }

  get globalNames(): readonly string[] {
    return [...this.#globals.keys()];
  }

  get globals(): KernelGlobals {
    return Object.fromEntries(this.#globals);
  }
}

/** Ticks after which decays are computed instead of looked up. */
export const decayTableLength = 4096;

/** Variables whose value before an instant somebody may read: other handlers at that instant. */
const rememberedIn = (program: Program, { postFirst }: RuleKernelOptions): ReadonlySet<number> => {
  const { onPre, after, onPost, onTick, onSignal, variables, factors, input } = program;
  const last = [...onTick, ...onSignal].flatMap(({ steps }) => steps);
  const arriving = [...onPre, ...after.flatMap(({ steps }) => steps)];
  const sums = variables.flatMap(({ sum }) => (sum === null ? [] : [sum]));
  const late = new Set([
    ...readsOf(last),
    ...last.flatMap(writesOf),
    ...variablesIn(sums),
    ...variablesIn(factors),
    ...variablesIn(input ? [input] : []),
  ]);
  const read: Readonly<Partial<Record<Owner, ReadonlySet<number>>>> = {
    pre: new Set([...late, ...(postFirst ? [] : readsOf(onPost)), ...(after.length > 0 ? readsOf(arriving) : [])]),
    post: new Set([...late, ...(postFirst ? readsOf(arriving) : [])]),
    branch: new Set([...late, ...readsOf(onPost), ...readsOf(arriving)]),
  };
  const remembered = (variable: Variable, index: number): boolean =>
    shared.includes(variable.owner) && variable.sum === null && (read[variable.owner]?.has(index) ?? false);
  return new Set(variables.flatMap((variable, index) => (remembered(variable, index) ? [index] : [])));
};

/** One slot per set of handlers that write (or stamp) unconditionally; its own slot for what may be skipped. */
const slotsOf = (program: Program, names: Names, { postFirst }: RuleKernelOptions): ReadonlyMap<string, TimeSlot> => {
  const handlers = handlersOf(program);
  const slots = new Map<string, TimeSlot>();
  const bySignature = new Map<string, TimeSlot>();
  const add = (key: string, owner: Owner, own: string, writers: readonly string[] | null): void => {
    const signature = `${owner}: ${writers?.join(' ') ?? own}`;
    const place = columnOwner[owner];
    const base = writers?.length === 0 || !writers ? `${place}_${own}` : `${place}_${writers.join('_')}`;
    const slot = bySignature.get(signature) ?? { tick: `${base}_tick`, frac: `${base}_frac` };
    bySignature.set(signature, slot);
    slots.set(key, slot);
  };
  const rows = handlers.filter(({ name }) => name === 'arrive' || name.startsWith('after')).map(({ name }) => name);
  add('visited', 'pre', 'visited', postFirst ? null : rows);
  add('fired', 'post', 'fired', ['post']);
  for (const [index, variable] of program.variables.entries()) {
    const writers = handlers.filter(({ steps }) => steps.some((step) => writesOf(step).includes(index)));
    // Frozen synapses skip writes, sums and broadcasts write outside handlers.
    const always =
      variable.owner !== 'synapse' &&
      variable.owner !== 'branch' &&
      variable.sum === null &&
      variable.signal === null &&
      writers.every(({ steps }) => steps.some((step) => step.kind === 'write' && step.variable === index && step.guard === null));
    add(`variable ${index}`, variable.owner, names.variables[index]!, always ? writers.map(({ name }) => name) : null);
  }
  for (const [index, { owner }] of program.clocks.entries()) {
    const stampers = handlers.filter(({ steps }) => steps.some((step) => step.kind === 'stamp' && step.clock === index));
    add(
      `clock ${index}`,
      owner,
      names.clocks[index]!,
      stampers.map(({ name }) => name),
    );
  }
  return slots;
};
