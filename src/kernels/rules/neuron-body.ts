import { isHeld } from '../../rules/program.ts';
import { Body, type Cell } from './body.ts';
import type { TimeSlot } from './options.ts';
import { sameText } from './relaxing.ts';
import { type Moment, store } from './text.ts';

/** One value per row, target, branch, domain or network: statements run once and see only what is theirs, so each write makes a new name. */
export class NeuronBody extends Body {
  readonly #cells = new Map<number, Cell>();
  readonly #clocks = new Map<number, Moment>();
  readonly #stored = new Set<string>();
  readonly #stores: (() => string)[] = [];

  get index(): string {
    return this.handler.indexOf(this.scope, this.scope);
  }

  override own(index: number): Cell {
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
    const { program } = this.layout;
    const cell = this.own(index);
    const kept = program.hold !== null && isHeld(program, program.variables[index]!) ? cell.present() : null;
    const name = `${this.nameOf(index)}_${++cell.writes}`;
    if (cell.writes === 1) this.#storeAtEnd(index, cell);
    cell.seen = () => name;
    cell.present = cell.seen;
    cell.raw = name;
    if (cell.time !== null) cell.time = this.handler.now;
    return [`const ${name} = ${kept === null ? `clean(${value})` : `${this.learns()} ? clean(${value}) : ${kept}`};`];
  }

  #storeAtEnd(index: number, cell: Cell): void {
    const { layout, handler } = this;
    const before = layout.before(index);
    const time = cell.time;
    const slot = layout.written(index);
    if (before !== null && time !== null) {
      const keep = (value: string): string => store('f64', before, this.index, value);
      const present = cell.present();
      const line = handler.hides(index) ? `if (!(${sameText(layout, time, handler.now)})) ${keep(present)}` : keep(present);
      this.#stores.push(() => (handler.settles ? keep(this.own(index).present()) : line));
    }
    this.#stores.push(() => store('f64', layout.values(index), this.index, this.own(index).present()));
    if (slot !== null) this.stamp(slot);
  }

  stamp(slot: TimeSlot): void {
    if (this.#stored.has(slot.tick)) return;
    this.#stored.add(slot.tick);
    const { layout, handler } = this;
    this.#stores.push(() => store('f64', slot.tick, this.index, handler.now.tick));
    if (layout.event) this.#stores.push(() => store('f64', slot.frac, this.index, handler.now.frac));
  }

  stampClock(clock: number): void {
    this.ownClock(clock);
    this.#clocks.set(clock, this.handler.now);
    this.stamp(this.layout.stamped(clock));
  }

  /** What has changed is stored: each variable's last value. */
  ending(): string[] {
    return this.#stores.map((line) => line());
  }
}
