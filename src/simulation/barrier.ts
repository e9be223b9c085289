import { cells, throwIfAborted } from './control.ts';

/** How long a sleeper sleeps before it looks for an abort flag that nobody woke it for [ms]. */
const nap = 20;
/**
 * Loads before sleeping where every worker has a core: about 0.2 ms. It must outlast a sleep and a wake (30 to 75 µs), or workers that slept once
 * take turns at sleeping from then on.
 */
const longSpin = 100_000;
/** Where workers outnumber cores, spinning only keeps the others from arriving. */
const shortSpin = 50;

/** Where all workers of a simulation meet, once per epoch. */
export class Barrier {
  readonly control: Int32Array;
  readonly count: number;
  readonly #spins: number;

  constructor(control: Int32Array, count: number, cores: number) {
    this.control = control;
    this.count = count;
    this.#spins = count <= cores ? longSpin : shortSpin;
  }

  /**
   * Waits until every worker is here.
   * @returns whether a stop was requested before the last one arrived: the same answer for all
   * @throws Aborted if another worker failed
   */
  meet(): boolean {
    const { control } = this;
    if (this.count === 1) {
      throwIfAborted(control);
      return Atomics.load(control, cells.stop) !== 0;
    }
    const generation = Atomics.load(control, cells.generation);
    if (Atomics.add(control, cells.arrived, 1) === this.count - 1) this.#release();
    else this.#wait(generation);
    throwIfAborted(control);
    return Atomics.load(control, cells.decision) !== 0;
  }

  #release(): void {
    const { control } = this;
    Atomics.store(control, cells.arrived, 0);
    Atomics.store(control, cells.decision, Atomics.load(control, cells.stop));
    Atomics.add(control, cells.generation, 1);
    if (Atomics.load(control, cells.sleepers) > 0) Atomics.notify(control, cells.generation);
  }

  #wait(generation: number): void {
    const { control } = this;
    for (let spin = this.#spins; spin > 0; spin--) {
      if (Atomics.load(control, cells.generation) !== generation) return;
    }
    Atomics.add(control, cells.sleepers, 1);
    while (Atomics.load(control, cells.generation) === generation) {
      throwIfAborted(control);
      Atomics.wait(control, cells.generation, generation, nap);
    }
    Atomics.sub(control, cells.sleepers, 1);
  }
}
