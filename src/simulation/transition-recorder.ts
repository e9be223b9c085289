import { performance } from 'node:perf_hooks';
import { ArrowFile, type Written } from './arrow-file.ts';
import type { Transitions } from './transitions.ts';

/** How long rows wait for their batch at most [ms], and how many. */
const flushMs = 1000;
const batchRows = 65_536;

/**
 * Writes `states.arrow`: each change of a synapse's state as a row of `timeMs`, `variable` (dictionary: `EE.spineSwitching.strong`), `source` and `target` (neurons within
 * their populations), `ordinal` (among synapses between these two), `state` (the new one) and `w` (as rules see it), in (time, variable, source, target, ordinal) order.
 */
export class TransitionRecorder {
  readonly #file: ArrowFile;
  readonly #perMs: number;
  #waiting: Transitions[] = [];
  #rows = 0;
  #flushed = performance.now();

  private constructor(file: ArrowFile, perMs: number) {
    this.#file = file;
    this.#perMs = perMs;
  }

  static async open(path: string, variables: readonly string[], perMs: number, goOnFrom: Written | null): Promise<TransitionRecorder> {
    const fields = [
      { name: 'timeMs', type: 'f64' },
      { name: 'variable', type: { names: variables } },
      { name: 'source', type: 'u32' },
      { name: 'target', type: 'u32' },
      { name: 'ordinal', type: 'u16' },
      { name: 'state', type: 'f64' },
      { name: 'w', type: 'f64' },
    ] as const;
    return new TransitionRecorder(await ArrowFile.open(path, fields, goOnFrom), perMs);
  }

  get written(): Written {
    return this.#file.written;
  }

  /** @param transitions - all there are since those before, in order */
  async take(transitions: Transitions): Promise<void> {
    this.#waiting.push(transitions);
    this.#rows += transitions.tick.length;
    if (this.#rows >= batchRows || performance.now() - this.#flushed > flushMs) await this.flush();
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    this.#flushed = performance.now();
    for (const { tick, variable, source, target, ordinal, state, w } of this.#waiting) {
      if (tick.length === 0) continue;
      await this.#file.append([tick.map((each) => each / this.#perMs), variable, source, target, ordinal, state, w]);
    }
    this.#waiting = [];
    this.#rows = 0;
  }

  close(): Promise<void> {
    return this.#file.finish(() => this.flush());
  }
}
