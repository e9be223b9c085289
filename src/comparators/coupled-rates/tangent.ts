/** A small difference between two states of a rate network whose synapses learn, followed along the first: δx and δA. */
import type { Dense, Matrix } from '../../kernels/dense.ts';
import { log } from '../../math.ts';
import { normals } from '../../random.ts';

export class Tangent {
  readonly dx: Float64Array;
  /** φ'(x)·δx. */
  readonly psi: Matrix;
  /** δA, symmetric as A is. */
  readonly plastic: Matrix;
  /** What arrives at δx. */
  readonly sums: Matrix;
  readonly #dense: Dense;
  #learning = true;

  /** @param width - n, filled with zeros up to a multiple of 4 */
  constructor(dense: Dense, n: number, width: number) {
    this.#dense = dense;
    this.dx = new Float64Array(n);
    this.psi = dense.vector(width);
    this.sums = dense.vector(width);
    this.plastic = dense.matrix(width, width);
  }

  /** Any direction: δx of length about 1 and, where the network learns, δA too. */
  start(seed: string, learning: boolean): void {
    const normal = normals(`${seed} tangent`);
    const n = this.dx.length;
    this.#learning = learning;
    for (let i = 0; i < n; i++) this.dx[i] = normal() / Math.sqrt(n);
    this.psi.values.set(Float64Array.from(this.dx, normal));
    this.#dense.rankOne(this.plastic, this.psi, this.psi, { decay: 0, gain: learning ? 1 / n : 0 });
    this.renormalise();
  }

  move(dt: number): void {
    for (let i = 0; i < this.dx.length; i++) this.dx[i] = (1 - dt) * (this.dx[i] as number) + dt * (this.sums.values[i] as number);
  }

  /** Back to length 1. @returns log of the length before */
  renormalise(): number {
    const { kernels } = this.#dense;
    const { values } = this.plastic;
    const inPlastic = this.#learning ? kernels.sumOfSquares(values.length, values.byteOffset) : 0;
    const length = Math.sqrt(this.dx.reduce((sum, each) => sum + each * each, inPlastic));
    for (let i = 0; i < this.dx.length; i++) this.dx[i] = (this.dx[i] as number) / length;
    if (this.#learning) kernels.rescale(values.length, values.byteOffset, 1 / length);
    return log(length);
  }
}
