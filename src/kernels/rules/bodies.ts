/**
 * A body is the text that one handler runs for one owner: a synapse, a row, a target, … It begins by loading what it reads
 * (`prelude`), runs the statements in order (`lines`) and ends by storing what it changed (`stores`).
 */
import type { Step } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import type { Scene } from './expressions.ts';
import type { Layout, TimeSlot } from './layout.ts';
import { courseText, loadTime, relaxedText, sameText, spanText } from './relaxing.ts';
import { load, type Moment, store } from './text.ts';

/** What bodies of one handler have in common, and how one reads from another. */
export interface Handler {
  readonly layout: Layout;
  readonly name: string;
  readonly now: Moment;
  /** Index text of `owner` for a body of `scope`. */
  indexOf(owner: Owner, scope: Owner): string;
  /** Whether the variable may have been changed at this instant by another handler, so that its value before must be looked at. */
  hides(variable: number): boolean;
  /** Where to load what does not change while synapses are gone through: values of owners whose index is fixed then. */
  readonly outer: string[];
  /** The body of another owner if that owner's values must be taken from it, not from the columns. */
  bodyOf(owner: Owner, reader: Owner): NeuronBody | null;
  /** Makes a name of one body readable in another; gives the text to read it. */
  carry(name: string, from: Owner, to: Owner): string;
  broadcast(): string;
  /** Text of a random word: draw number `draw` of the body's owner. */
  word(scope: Owner, draw: string): string;
}

interface Cell {
  /** As the handler sees it. */
  seen: string;
  /** As last written, whoever wrote it: what increments start from. */
  present: string;
  /** As last written, not relaxed, and when. */
  raw: string;
  time: Moment | null;
  writes: number;
}

/** Reading from columns, shared by both kinds of body. */
export abstract class Body implements Scene {
  readonly prelude: string[] = [];
  readonly lines: string[] = [];
  readonly stores: string[] = [];
  readonly handler: Handler;
  readonly layout: Layout;
  readonly scope: Owner;
  /** Values of other owners read straight from their columns. */
  readonly #foreign = new Map<number, Cell>();
  readonly #times = new Map<string, Moment>();

  constructor(handler: Handler, scope: Owner) {
    this.handler = handler;
    this.layout = handler.layout;
    this.scope = scope;
  }

  protected abstract own(variable: number): Cell;
  protected abstract ownClock(clock: number): Moment;
  abstract local(index: number): string;
  abstract weight(name: 'w' | 'wMin' | 'wMax'): string;

  protected nameOf(variable: number): string {
    return this.layout.names.variables[variable]!;
  }

  param(index: number): string {
    return this.layout.param(index);
  }

  broadcast(): string {
    return this.handler.broadcast();
  }

  variable(index: number): string {
    return this.#read(index, 'seen');
  }

  #read(index: number, what: 'seen' | 'raw'): string {
    const { owner } = this.layout.program.variables[index]!;
    if (owner === this.scope) return this.own(index)[what];
    const body = this.handler.bodyOf(owner, this.scope);
    if (body !== null) return this.handler.carry(body.cell(index)[what], owner, this.scope);
    return this.#column(index)[what];
  }

  #written(index: number): Moment | null {
    const { owner } = this.layout.program.variables[index]!;
    if (owner === this.scope) return this.own(index).time;
    const body = this.handler.bodyOf(owner, this.scope);
    return body === null ? this.#column(index).time : this.carried(body.cell(index).time, owner);
  }

  protected carried(time: Moment | null, from: Owner): Moment | null {
    if (time === null) return null;
    const carry = (name: string) => this.handler.carry(name, from, this.scope);
    return { tick: carry(time.tick), frac: this.layout.event ? carry(time.frac) : '0.0' };
  }

  #column(index: number): Cell {
    const found = this.#foreign.get(index);
    if (found) return found;
    const { owner } = this.layout.program.variables[index]!;
    const fixed = this.scope === 'synapse' && (owner === 'pre' || owner === 'signal');
    const cell = this.loadCell(index, this.handler.indexOf(owner, this.scope), fixed ? this.handler.outer : this.prelude);
    this.#foreign.set(index, cell);
    return cell;
  }

  /** Time of a slot, loaded once per body. */
  protected loadTime(slot: TimeSlot, index: string, into: string[], keyword = 'const'): Moment {
    const known = this.#times.get(slot.tick);
    if (known) return known;
    const text = loadTime(this.layout, slot, index);
    const time = { tick: `${slot.tick}_`, frac: this.layout.event ? `${slot.frac}_` : '0.0' };
    into.push(`${keyword} ${time.tick} = ${text.tick};`);
    if (this.layout.event) into.push(`${keyword} ${time.frac} = ${text.frac};`);
    this.#times.set(slot.tick, time);
    return time;
  }

  /** Loads a variable from its column: relaxed to now, or as it was before now where another handler changed it just now. */
  protected loadCell(index: number, at: string, into: string[]): Cell {
    const { layout, handler } = this;
    const { decay } = layout.program.variables[index]!;
    const name = this.nameOf(index);
    const slot = layout.written(index);
    const before = handler.hides(index) ? layout.before(index) : null;
    const time = slot === null ? null : this.loadTime(slot, at, into);
    const apart = decay !== null && (layout.runs(index) || into !== this.prelude);
    const raw = apart ? `${name}_raw` : name;
    const loaded = load('f64', layout.values(index), at);
    if (apart) into.push(`const ${raw} = ${loaded};`);
    const present = relaxedText(layout, index, apart ? raw : loaded, time, handler.now);
    if (before === null || time === null) {
      (apart ? this.prelude : into).push(`const ${name} = ${present};`);
      return { seen: name, present: name, raw, time, writes: 0 };
    }
    into.push(`const ${name}_before = ${load('f64', before, at)};`);
    this.prelude.push(`const ${name}_now = ${present};`);
    this.prelude.push(`const ${name} = ${sameText(layout, time, handler.now)} ? ${name}_before : ${name}_now;`);
    return { seen: name, present: `${name}_now`, raw: apart ? raw : `${name}_now`, time, writes: 0 };
  }

  #since(clock: number): Moment {
    const { owner } = this.layout.program.clocks[clock]!;
    if (owner === this.scope) return this.ownClock(clock);
    const body = this.handler.bodyOf(owner, this.scope);
    if (body !== null) return this.carried(body.ownClock(clock), owner) as Moment;
    return this.loadTime(this.layout.stamped(clock), this.handler.indexOf(owner, this.scope), this.prelude);
  }

  elapsed(clock: number): string {
    return spanText(this.layout, this.#since(clock), this.handler.now);
  }

  course(clock: number, variable: number): string {
    return courseText(this.layout, variable, this.#read(variable, 'raw'), this.#written(variable), this.#since(clock));
  }
}

/** One value per row, target, branch, domain or network: statements run once and see only what is theirs, so each write makes a new name. */
export class NeuronBody extends Body {
  readonly #cells = new Map<number, Cell>();
  readonly #clocks = new Map<number, Moment>();
  readonly #stored = new Set<string>();
  /** Whether some step or reader needs the body at all. */
  get empty(): boolean {
    return this.prelude.length + this.lines.length + this.stores.length === 0;
  }

  get index(): string {
    return this.handler.indexOf(this.scope, this.scope);
  }

  cell(index: number): Cell {
    return this.own(index);
  }

  protected override own(index: number): Cell {
    const found = this.#cells.get(index);
    if (found) return found;
    const cell = this.loadCell(index, this.index, this.prelude);
    this.#cells.set(index, cell);
    return cell;
  }

  override ownClock(clock: number): Moment {
    const found = this.#clocks.get(clock);
    if (found) return found;
    const time = this.loadTime(this.layout.stamped(clock), this.index, this.prelude);
    this.#clocks.set(clock, time);
    return time;
  }

  override local(index: number): string {
    const { scope } = this.layout.program.locals[index]!;
    const name = this.layout.names.locals[index]!;
    return scope === this.scope ? name : this.handler.carry(name, scope, this.scope);
  }

  override weight(name: 'w' | 'wMin' | 'wMax'): string {
    return this.layout.fact(name, 'f64');
  }

  /** Lines that give the variable a new value now. */
  write(index: number, value: string): string[] {
    const cell = this.own(index);
    const name = `${this.nameOf(index)}_${++cell.writes}`;
    if (cell.writes === 1) this.#rememberBefore(index, cell);
    cell.seen = name;
    cell.present = name;
    cell.raw = name;
    if (cell.time !== null) cell.time = this.handler.now;
    return [`const ${name} = clean(${value});`];
  }

  #rememberBefore(index: number, cell: Cell): void {
    const { layout, handler } = this;
    const before = layout.before(index);
    const [present, time] = [cell.present, cell.time];
    const slot = layout.written(index);
    if (before !== null && time !== null) {
      const keep = store('f64', before, this.index, present);
      this.stores.push(handler.hides(index) ? `if (!(${sameText(layout, time, handler.now)})) ${keep}` : keep);
    }
    this.stores.push(`@${index}`);
    if (slot !== null) this.stamp(slot);
  }

  stamp(slot: TimeSlot): void {
    if (this.#stored.has(slot.tick)) return;
    this.#stored.add(slot.tick);
    const { layout, handler } = this;
    this.stores.push(store('f64', slot.tick, this.index, handler.now.tick));
    if (layout.event) this.stores.push(store('f64', slot.frac, this.index, handler.now.frac));
  }

  stampClock(clock: number): void {
    this.ownClock(clock);
    this.#clocks.set(clock, this.handler.now);
    this.stamp(this.layout.stamped(clock));
  }

  /** The stores, each variable's last value among them. */
  ending(): string[] {
    return this.stores.map((line) => {
      if (!line.startsWith('@')) return line;
      const index = Number(line.slice(1));
      return store('f64', this.layout.values(index), this.index, this.own(index).present);
    });
  }
}

/**
 * One synapse. Its variables are mutable names: `c` as last written at `c_tick`, `c_now` as it is now. `loads` come once per
 * synapse, `prelude` and `lines` once per handler run, `stores` once per synapse.
 */
export class SynapseBody extends Body {
  readonly loads: string[] = [];
  readonly #cells = new Map<number, Cell>();
  readonly #stored = new Set<string>();
  #weight = false;

  protected override own(index: number): Cell {
    const found = this.#cells.get(index);
    if (found) return found;
    const { layout } = this;
    const name = this.nameOf(index);
    const slot = layout.written(index);
    const relaxes = layout.program.variables[index]!.decay !== null;
    this.loads.push(`let ${name} = ${load('f64', layout.values(index), 's')};`);
    const time = slot === null ? null : this.loadTime(slot, 's', this.loads, 'let');
    if (relaxes) this.prelude.push(`let ${name}_now = ${relaxedText(layout, index, name, time, this.handler.now)};`);
    const seen = relaxes ? `${name}_now` : name;
    const cell = { seen, present: seen, raw: name, time, writes: 0 };
    this.#cells.set(index, cell);
    return cell;
  }

  protected override ownClock(clock: number): Moment {
    return this.loadTime(this.layout.stamped(clock), 's', this.loads, 'let');
  }

  override local(index: number): string {
    const { scope } = this.layout.program.locals[index]!;
    const name = this.layout.names.locals[index]!;
    return scope === 'synapse' ? name : this.handler.carry(name, scope, 'synapse');
  }

  get #weightType(): 'f32' | 'f64' {
    return this.layout.options.single ? 'f32' : 'f64';
  }

  override weight(name: 'w' | 'wMin' | 'wMax'): string {
    if (name !== 'w') return this.layout.fact(name, 'f64');
    if (!this.#weight) {
      this.#weight = true;
      const text = load(this.#weightType, this.layout.address('weight'), 's');
      this.loads.push(`let w: f64 = ${text};`);
    }
    return 'w';
  }

  /** Lines that give the variable a new value now. */
  write(index: number, value: string): string[] {
    const cell = this.own(index);
    const name = this.nameOf(index);
    const slot = this.layout.written(index);
    const lines = [`${cell.seen} = clean(${value});`];
    if (cell.seen !== name) lines.push(`${name} = ${cell.seen};`);
    if (slot !== null && cell.time !== null) lines.push(...this.#setTime(slot, cell.time));
    this.#storeOnce(name, store('f64', this.layout.values(index), 's', name));
    return lines;
  }

  present(index: number): string {
    return this.own(index).present;
  }

  stampClock(clock: number): string[] {
    const time = this.ownClock(clock);
    return this.#setTime(this.layout.stamped(clock), time);
  }

  #setTime(slot: TimeSlot, time: Moment): string[] {
    const { now } = this.handler;
    this.#storeOnce(slot.tick, store('f64', slot.tick, 's', time.tick));
    if (!this.layout.event) return [`${time.tick} = ${now.tick};`];
    this.#storeOnce(slot.frac, store('f64', slot.frac, 's', time.frac));
    return [`${time.tick} = ${now.tick};`, `${time.frac} = ${now.frac};`];
  }

  /** Lines that give `w` a new value, bounded, and rounded where weights are float32. */
  writeWeight(value: string): string[] {
    this.weight('w');
    const single = this.layout.options.single;
    this.#storeOnce('w', store(this.#weightType, this.layout.address('weight'), 's', single ? '<f32>w' : 'w'));
    const bounded = `min(max(${value}, ${this.weight('wMin')}), ${this.weight('wMax')})`;
    return [single ? `w = <f64><f32>${bounded};` : `w = ${bounded};`];
  }

  #storeOnce(key: string, line: string): void {
    if (this.#stored.has(key)) return;
    this.#stored.add(key);
    this.stores.push(line);
  }
}

export type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
