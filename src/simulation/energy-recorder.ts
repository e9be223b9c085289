import { performance } from 'node:perf_hooks';
import { ArrowFile, type Written } from './arrow-file.ts';
import type { EnergyRow } from './energy.ts';

/** How long rows wait for their batch at most [ms], and how many. */
const flushMs = 1000;
const batchRows = 8192;

/**
 * Writes `energy.arrow`: per bin and projection a row of `timeMs` (end of the bin), `projection` (dictionary), `sum` (sizes of what was transmitted in the bin, in the
 * unit of the target's input) and `pC` (the charge of it).
 */
export class EnergyRecorder {
  readonly #file: ArrowFile;
  #rows: (EnergyRow & { readonly timeMs: number })[] = [];
  #flushed = performance.now();

  private constructor(file: ArrowFile) {
    this.#file = file;
  }

  static async open(path: string, projections: readonly string[], goOnFrom: Written | null): Promise<EnergyRecorder> {
    const fields = [
      { name: 'timeMs', type: 'f64' },
      { name: 'projection', type: { names: projections } },
      { name: 'sum', type: 'f64' },
      { name: 'pC', type: 'f64' },
    ] as const;
    return new EnergyRecorder(await ArrowFile.open(path, fields, goOnFrom));
  }

  get written(): Written {
    return this.#file.written;
  }

  /** @param timeMs - end of the bin */
  async take(timeMs: number, rows: readonly EnergyRow[]): Promise<void> {
    for (const row of rows) this.#rows.push({ ...row, timeMs });
    if (this.#rows.length >= batchRows || performance.now() - this.#flushed > flushMs) await this.flush();
  }

  /** Writes what waits, as one batch. */
  async flush(): Promise<void> {
    this.#flushed = performance.now();
    const rows = this.#rows;
    if (rows.length === 0) return;
    await this.#file.append([
      Float64Array.from(rows, ({ timeMs }) => timeMs),
      Uint16Array.from(rows, ({ projection }) => projection),
      Float64Array.from(rows, ({ sum }) => sum),
      Float64Array.from(rows, ({ pC }) => pC),
    ]);
    this.#rows = [];
  }

  close(): Promise<void> {
    return this.#file.finish(() => this.flush());
  }
}
