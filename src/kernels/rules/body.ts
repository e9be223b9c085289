/**
 * A body is the text that one handler runs for one owner: a synapse, a row, a target, … It begins by loading what it reads
 * (`prelude`), runs the statements in order (`lines`) and ends by storing what it changed (`stores`).
 */
import type { Owner } from '../../rules/rule.ts';
import type { Scene } from './expressions.ts';
import type { Layout } from './layout.ts';
import type { TimeSlot } from './options.ts';
import { endIndex } from './places.ts';
import { courseText, loadTime, relaxedText, sameText, spanText } from './relaxing.ts';
import { load, type Moment } from './text.ts';

/** What bodies of one handler have in common, and how one reads from another. */
export interface Handler {
  readonly layout: Layout;
  readonly now: Moment;
  /** Index text of `owner` for a body of `scope`. */
  indexOf(owner: Owner, scope: Owner): string;
  /** Whether the variable may have been changed at this instant by another handler, so that its value before must be looked at. */
  hides(variable: number): boolean;
  /** Whether what it writes is also what was before this instant. */
  readonly settles?: boolean;
  /** Where to load what does not change while synapses are gone through: values of owners whose index is fixed then. */
  readonly outer: string[];
  /** The body of another owner if that owner's values must be taken from it, not from the columns. */
  bodyOf(owner: Owner, reader: Owner): Body | null;
  /** Makes a name of one body readable in another; gives the text to read it. */
  carry(name: string, from: Owner, to: Owner): string;
  broadcast(): string;
  /** Text of a random word: draw number `draw` of the body's owner. */
  word(scope: Owner, draw: string): string;
}

/** A text that is worked out when first asked for. */
export const once = (make: () => string): (() => string) => {
  let made: string | null = null;
  return () => {
    made ??= make();
    return made;
  };
};

/** A variable within a body. What is not asked for is not printed. */
export interface Cell {
  /** As the handler sees it. */
  seen: () => string;
  /** As last written, whoever wrote it: what increments start from. */
  present: () => string;
  /** As last written, not relaxed, and when. */
  raw: string;
  time: Moment | null;
  writes: number;
}

/** Reading from columns, shared by both kinds of body. */
export abstract class Body implements Scene {
  readonly prelude: string[] = [];
  readonly lines: string[] = [];
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

  /** A variable of the body's own. */
  abstract own(variable: number): Cell;
  /** When a clock of the body's own was last stamped. */
  abstract ownClock(clock: number): Moment;
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

  /** The neuron at an end of the synapse. That of the source is the same for the whole row. */
  end(end: 'pre' | 'post', index: number): string {
    const name = `${this.nameOf(index)}_${end}`;
    const line = `const ${name} = ${load('f64', this.layout.values(index), endIndex(this.layout, end))};`;
    const into = end === 'pre' ? this.handler.outer : this.prelude;
    if (!into.includes(line)) into.push(line);
    return name;
  }

  #read(index: number, what: 'seen' | 'raw'): string {
    const { owner } = this.layout.program.variables[index]!;
    const text = (cell: Cell) => (what === 'seen' ? cell.seen() : cell.raw);
    if (owner === this.scope) return text(this.own(index));
    const body = this.handler.bodyOf(owner, this.scope);
    return body === null ? text(this.#column(index)) : this.handler.carry(text(body.own(index)), owner, this.scope);
  }

  #written(index: number): Moment | null {
    const { owner } = this.layout.program.variables[index]!;
    if (owner === this.scope) return this.own(index).time;
    const body = this.handler.bodyOf(owner, this.scope);
    return body === null ? this.#column(index).time : this.carried(body.own(index).time, owner);
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
    const relaxing = apart ? this.prelude : into;
    if (before === null || time === null) {
      const value = once(() => {
        relaxing.push(`const ${name} = ${present};`);
        return name;
      });
      if (raw === name) value();
      return { seen: value, present: value, raw, time, writes: 0 };
    }
    const now = once(() => {
      relaxing.push(`const ${name}_now = ${present};`);
      return `${name}_now`;
    });
    const seen = once(() => {
      into.push(`const ${name}_before = ${load('f64', before, at)};`);
      this.prelude.push(`const ${name} = ${sameText(layout, time, handler.now)} ? ${name}_before : ${now()};`);
      return name;
    });
    return { seen, present: now, raw: apart ? raw : now(), time, writes: 0 };
  }

  #since(clock: number): Moment {
    const { owner } = this.layout.program.clocks[clock]!;
    if (owner === this.scope) return this.ownClock(clock);
    const body = this.handler.bodyOf(owner, this.scope);
    if (body !== null) return this.carried(body.ownClock(clock), owner) as Moment;
    return this.loadTime(this.layout.stamped(clock), this.handler.indexOf(owner, this.scope), this.prelude);
  }

  elapsed(clock: number): string {
    const span = spanText(this.layout, this.#since(clock), this.handler.now);
    return this.layout.program.hold === null ? span : `(${this.learns()} ? ${span} : 0.0)`;
  }

  /** Whether neuron-owned rules are not frozen: looked up once. */
  protected learns(): string {
    const line = `const learns = ${this.layout.learns};`;
    if (!this.prelude.includes(line)) this.prelude.push(line);
    return 'learns';
  }

  course(clock: number, variable: number): string {
    return courseText(this.layout, variable, this.#read(variable, 'raw'), this.#written(variable), this.#since(clock));
  }
}
