/**
 * Rate units whose synapses learn: ẋ = −x + W·φ(x) + input, W = J + A, p·Ȧ = −A + (k/N)·φφᵀ; time in neuronal time constants. Steps: Euler's for x, exact for A
 * with φ as at the start of the step. With k = 0 the network of Sompolinsky, Crisanti & Sommers (1988, Physical Review Letters 61:259).
 *
 * @see Clark & Abbott (2024) Theory of coupled neuronal-synaptic dynamics, Physical Review X 14:021001, doi:10.1103/PhysRevX.14.021001
 */
import { ModelError } from '../../errors.ts';
import { Dense, type Matrix } from '../../kernels/dense.ts';
import { cos, exp } from '../../math.ts';
import { normals } from '../../random.ts';
import { type CoupledRatesOptions, initialOf, type Resolved, resolve } from './options.ts';
import { Tangent } from './tangent.ts';
import { independentWeights } from './weights.ts';

/** All that a network remembers, copied: for branching. */
export interface CoupledState {
  readonly steps: number;
  readonly frozen: boolean;
  readonly x: Float64Array;
  /** A, in the network's own layout. */
  readonly plastic: Float32Array | Float64Array;
}

export class CoupledRates {
  readonly options: Resolved;
  /** State of the units, which may be set between steps. */
  readonly x: Float64Array;
  readonly #dense: Dense;
  /** Rows and columns of matrices: n, filled with zeros up to a multiple of 4. */
  readonly #width: number;
  readonly #fixed: Matrix;
  readonly #plastic: Matrix;
  readonly #phi: Matrix;
  readonly #sums: Matrix;
  readonly #decay: number;
  readonly #gain: number;
  /** J + A of a frozen network. */
  #frozenWeights: Matrix | null = null;
  #tangent: Tangent | null = null;
  #frozen = false;
  #steps = 0;
  #speed = Number.NaN;
  /** No entry of A is larger. */
  #bound = 0;

  constructor(options: CoupledRatesOptions) {
    this.options = resolve(options);
    const { n, k, p, g, dt, precision, seed } = this.options;
    const given = options.weights ?? independentWeights(n, g, seed);
    this.x = initialOf(options, normals(`${seed} initial`));
    this.#width = Math.ceil(n / 4) * 4;
    this.#dense = new Dense(precision);
    this.#fixed = this.#matrix();
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) this.#fixed.values[i * this.#width + j] = given[i * n + j] as number;
    this.#plastic = this.#matrix();
    this.#phi = this.#dense.vector(this.#width);
    this.#sums = this.#dense.vector(this.#width);
    this.#decay = exp(-dt / p);
    this.#gain = ((1 - this.#decay) * k) / n;
    if (options.aligned) this.#align();
  }

  /** Time since the start, in neuronal time constants. */
  get t(): number {
    return this.#steps * this.options.dt;
  }

  /** Root mean square of dx/dt over units at the last step. */
  get speed(): number {
    return this.#speed;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** φ(x) of all units now. */
  phi(): Float64Array {
    return this.x.map(this.options.phi.value);
  }

  /** J, n × n. */
  fixedWeights(): Float64Array {
    return this.#unpadded(this.#fixed);
  }

  /** A, n × n. */
  plasticWeights(): Float64Array {
    return this.#unpadded(this.#plastic);
  }

  /** Goes on for a duration, rounded to steps. @param each - called after every step */
  run(duration: number, each?: () => void): void {
    for (let left = Math.round(duration / this.options.dt); left > 0; left--) {
      this.step();
      each?.();
    }
  }

  /** One step of dt; `tangent` takes it too. */
  step(tangent: Tangent | null = null): void {
    const { n, phi: transfer } = this.options;
    const phi = this.#phi.values;
    let most = 0;
    for (let i = 0; i < n; i++) {
      const x = this.x[i] as number;
      const value = transfer.value(x);
      // Products of what is smaller are denormal numbers, which are slow.
      phi[i] = Math.abs(value) < 1e-18 ? 0 : value;
      most = Math.max(most, Math.abs(value));
      if (tangent) tangent.psi.values[i] = transfer.slope(x, value) * (tangent.dx[i] as number);
    }
    this.#multiply(tangent);
    this.#forgetTraces(most);
    this.#move();
    tangent?.move(this.options.dt);
    this.#steps++;
  }

  /** W·φ and the step of A; the tangent's products with it. */
  #multiply(tangent: Tangent | null): void {
    const { kernels } = this.#dense;
    const [n, a, phi, y] = [this.#width, this.#plastic.values.byteOffset, this.#phi.values.byteOffset, this.#sums.values.byteOffset];
    const w = this.#frozenWeights?.values.byteOffset ?? 0;
    const j = this.#fixed.values.byteOffset;
    if (tangent === null) {
      if (this.#frozen) kernels.multiply(n, n, w, phi, y);
      else kernels.advanceCoupled(n, j, a, phi, this.#decay, this.#gain, y);
      return;
    }
    const [psi, z] = [tangent.psi.values.byteOffset, tangent.sums.values.byteOffset];
    if (this.#frozen) kernels.multiplyBoth(n, w, phi, psi, y, z);
    else kernels.advanceTangent(n, j, a, tangent.plastic.values.byteOffset, phi, psi, this.#decay, this.#gain, y, z);
  }

  /** Where activity has died out, A would fade through denormal numbers for long: it ends at 0. */
  #forgetTraces(most: number): void {
    if (this.#frozen) return;
    this.#bound = this.#decay * this.#bound + Math.abs(this.#gain) * most * most;
    if (this.#bound > 1e-30 || this.#bound === 0) return;
    this.#plastic.values.fill(0);
    this.#bound = 0;
  }

  #move(): void {
    const { n, dt, constant, amplitude, omega } = this.options;
    const wave = cos(omega * this.t);
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const slope = (this.#sums.values[i] as number) - (this.x[i] as number) + (constant[i] as number) + (amplitude[i] as number) * wave;
      squares += slope * slope;
      this.x[i] = (this.x[i] as number) + dt * slope;
    }
    this.#speed = Math.sqrt(squares / n);
  }

  /** A small difference in any direction from here, for `step` to take along; the one before is no longer. */
  tangent(): Tangent {
    this.#tangent ??= new Tangent(this.#dense, this.options.n, this.#width);
    this.#tangent.start(this.options.seed, !this.#frozen);
    return this.#tangent;
  }

  /**
   * Largest Lyapunov exponent, per neuronal time constant: the mean growth rate of a small difference in x and, unless frozen, in A. Goes on for
   * `transient` and then `duration`; the norm is √(|δx|² + |δA|²), brought back to 1 after every unit of time.
   *
   * @param each - called after every step that counts
   */
  lyapunov(duration: number, { transient = 0, each }: { readonly transient?: number; readonly each?: () => void } = {}): number {
    const { dt } = this.options;
    const tangent = this.tangent();
    const every = Math.max(1, Math.round(1 / dt));
    const steps = (time: number): number => Math.round(time / dt);
    const follow = (count: number, then?: () => void): number => {
      let growth = 0;
      for (let step = 1; step <= count; step++) {
        this.step(tangent);
        then?.();
        if (step % every === 0 || step === count) growth += tangent.renormalise();
      }
      return growth;
    };
    follow(steps(transient));
    return follow(steps(duration), each) / (steps(duration) * dt);
  }

  /** Stops dA/dt: W stays as it is. */
  freeze(): void {
    this.#frozenWeights ??= this.#matrix();
    const [w, j, a] = [this.#frozenWeights.values, this.#fixed.values, this.#plastic.values];
    for (let k = 0; k < w.length; k++) w[k] = (j[k] as number) + (a[k] as number);
    this.#frozen = true;
  }

  /** Lets A go on from where it was frozen. */
  release(): void {
    this.#frozen = false;
  }

  save(): CoupledState {
    return { steps: this.#steps, frozen: this.#frozen, x: this.x.slice(), plastic: this.#plastic.values.slice() };
  }

  /** Goes back to a state of this network, or on from one of another of the same size. @throws ModelError for another size */
  restore(state: CoupledState): void {
    const { n } = this.options;
    if (state.x.length !== n || state.plastic.length !== this.#plastic.values.length) {
      throw new ModelError('coupled-rates', `coupledRates: a state of ${state.x.length} units cannot be restored in a network of ${n}.`, { n });
    }
    this.x.set(state.x);
    this.#plastic.values.set(state.plastic);
    this.#bound = 0;
    for (const each of state.plastic) this.#bound = Math.max(this.#bound, Math.abs(each));
    this.#steps = state.steps;
    if (state.frozen) this.freeze();
    else this.release();
  }

  #align(): void {
    const { n, k } = this.options;
    this.#phi.values.set(this.phi());
    this.#dense.rankOne(this.#plastic, this.#phi, this.#phi, { decay: 0, gain: k / n });
    this.#bound = Math.abs(k / n);
  }

  #matrix(): Matrix {
    return this.#dense.matrix(this.#width, this.#width);
  }

  #unpadded({ values }: Matrix): Float64Array {
    const { n } = this.options;
    return Float64Array.from({ length: n * n }, (_, at) => values[Math.floor(at / n) * this.#width + (at % n)] as number);
  }
}

/**
 * A network of n rate units whose synapses learn as fast as they compute, or nearly so.
 *
 * @throws ModelError for options out of range
 */
export const coupledRates = (options: CoupledRatesOptions): CoupledRates => new CoupledRates(options);
