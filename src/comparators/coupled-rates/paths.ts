/** Many units that see nothing of each other: each filters its own noise and, later, what it did itself. */
import { exp } from '../../math.ts';
import type { Signals } from '../../streams/statistics/signals.ts';
import { gaussianPaths } from './gaussian-paths.ts';

/**
 * x, φ and η of all paths, row after row: entry t·paths + i is path i at step t. Before the row of step 0, φ has `past` rows of the sweep before.
 *
 *     ẋ = −x + η(t) + Σ memory[s] φ(x(t − s))
 */
export class Paths {
  readonly x: Float64Array;
  readonly #phi: Float64Array;
  readonly #eta: Float64Array;
  readonly #paths: number;
  readonly #steps: number;
  readonly #past: number;

  /** @param past - steps that a unit remembers */
  constructor(paths: number, steps: number, past: number) {
    [this.#paths, this.#steps, this.#past] = [paths, steps, past];
    this.x = new Float64Array((steps + 1) * paths);
    this.#phi = new Float64Array((past + steps + 1) * paths);
    this.#eta = new Float64Array((steps + 1) * paths);
  }

  /** All x at the end, where the next sweep goes on. */
  begin(next: () => number): void {
    for (let i = 0; i < this.#paths; i++) this.x[this.#steps * this.#paths + i] = next();
  }

  /** What was last stands before the next sweep. */
  goOn(): void {
    this.x.copyWithin(0, this.#steps * this.#paths);
    this.#phi.copyWithin(0, this.#steps * this.#paths);
  }

  draw(covariance: Float64Array, normal: () => number): void {
    const [eta, paths] = [this.#eta, this.#paths];
    const next = gaussianPaths(covariance, this.#steps + 1, normal);
    for (let i = 0; i < paths; i += 2) {
      const [a, b] = next();
      for (let t = 0; t <= this.#steps; t++) {
        eta[t * paths + i] = a[t] as number;
        if (i + 1 < paths) eta[t * paths + i + 1] = b[t] as number;
      }
    }
  }

  /** Exact for noise that goes along lines; what a unit remembers counts as at the start of the step. */
  integrate(memory: Float64Array, phiOf: (x: number) => number, dt: number): void {
    const [x, phi, eta, paths] = [this.x, this.#phi, this.#eta, this.#paths];
    const kept = exp(-dt);
    const [old, fresh] = [(1 - kept) / dt - kept, 1 - (1 - kept) / dt];
    const self = new Float64Array(paths);
    for (let t = 0; t < this.#steps; t++) {
      const [row, next] = [t * paths, (t + 1) * paths];
      addPast(self, phi, this.#past + t, memory);
      for (let i = 0; i < paths; i++) {
        const noise = old * (eta[row + i] as number) + fresh * (eta[next + i] as number);
        x[next + i] = kept * (x[row + i] as number) + noise + (1 - kept) * (self[i] as number);
        phi[this.#past * paths + next + i] = phiOf(x[next + i] as number);
      }
    }
  }

  /** x or φ of every path from a step on, to before the last. */
  signals(which: 'x' | 'phi', from: number): Signals {
    const [rows, first] = which === 'x' ? [this.x, from] : [this.#phi, this.#past + from];
    const length = this.#steps - from;
    return Array.from({ length: this.#paths }, (_, i) => {
      const signal = new Float64Array(length);
      for (let t = 0; t < length; t++) signal[t] = rows[(first + t) * this.#paths + i] as number;
      return signal;
    });
  }
}

/** sum = Σ memory[s] · row (now − s), four rows at a time: to read and write the sum is what costs. */
const addPast = (sum: Float64Array, rows: Float64Array, now: number, memory: Float64Array): void => {
  const paths = sum.length;
  const weight = (s: number): number => memory[s] ?? 0;
  const rowAt = (s: number): number => Math.max(0, now - s) * paths;
  sum.fill(0);
  for (let s = 0; s < memory.length; s += 4) {
    const [a, b, c, d] = [weight(s), weight(s + 1), weight(s + 2), weight(s + 3)];
    const [rowA, rowB, rowC, rowD] = [rowAt(s), rowAt(s + 1), rowAt(s + 2), rowAt(s + 3)];
    for (let i = 0; i < paths; i++) {
      const near = a * (rows[rowA + i] as number) + b * (rows[rowB + i] as number);
      const far = c * (rows[rowC + i] as number) + d * (rows[rowD + i] as number);
      sum[i] = (sum[i] as number) + near + far;
    }
  }
};
