import { Body, type Cell, once } from './body.ts';
import type { TimeSlot } from './options.ts';
import { relaxedText } from './relaxing.ts';
import { load, type Moment, store } from './text.ts';

/**
 * One synapse. Its variables are mutable names: `c` as last written at `c_tick`, `c_now` as it is now. `loads` come once per
 * synapse, `prelude` and `lines` once per handler run, `stores` once per synapse.
 */
export class SynapseBody extends Body {
  readonly loads: string[] = [];
  readonly stores: string[] = [];
  readonly #cells = new Map<number, Cell>();
  readonly #stored = new Set<string>();
  #weight = false;

  override own(index: number): Cell {
    const found = this.#cells.get(index);
    if (found) return found;
    const { layout } = this;
    const name = this.nameOf(index);
    const slot = layout.written(index);
    const relaxes = layout.program.variables[index]!.decay !== null;
    this.loads.push(`let ${name} = ${load('f64', layout.values(index), 's')};`);
    const time = slot === null ? null : this.loadTime(slot, 's', this.loads, 'let');
    const now = once(() => {
      if (!relaxes) return name;
      this.prelude.push(`let ${name}_now = ${relaxedText(layout, index, name, time, this.handler.now)};`);
      return `${name}_now`;
    });
    const cell = { seen: now, present: now, raw: name, time, writes: 0 };
    this.#cells.set(index, cell);
    return cell;
  }

  override ownClock(clock: number): Moment {
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
    const now = cell.seen();
    const lines = [`${now} = clean(${value});`];
    if (now !== name) lines.push(`${name} = ${now};`);
    if (slot !== null && cell.time !== null) lines.push(...this.#setTime(slot, cell.time));
    this.#storeOnce(name, store('f64', this.layout.values(index), 's', name));
    return lines;
  }

  present(index: number): string {
    return this.own(index).present();
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
