/**
 * Dense linear algebra for rate models: matrices that live in the memory of a SIMD WebAssembly module (source: kernels/assembly/dense.ts), so that
 * no call copies anything. No fused multiply-adds and a fixed order of sums: the same bits on every machine.
 */
import { ModelError } from '../errors.ts';
import { denseWasm } from './dense.wasm.ts';

interface Arrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}
export type Precision = keyof Arrays;

/** A matrix, row by row: entry (i, j) is `values[i * columns + j]`. A vector is a matrix of one column. */
export interface Matrix<P extends Precision = Precision> {
  readonly rows: number;
  readonly columns: number;
  /** In the memory of the `Dense` that made it; read and written freely. */
  readonly values: Arrays[P];
}

export interface GemmOptions {
  /** Factor of the product; 1 by default. */
  readonly alpha?: number;
  /** Factor of what C holds before; 0 by default, and then C may hold anything. */
  readonly beta?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The module's functions of one precision: addresses are byte offsets of columns, nothing is checked. Meanings: kernels/assembly. */
export interface DenseKernels {
  // biome-ignore format: one matrix a line
  gemm(
    m: number, n: number, k: number, alpha: number,
    a: number, aDown: number, aAlong: number,
    b: number, bDown: number, bAlong: number,
    c: number, scratch: number,
  ): void;
  multiply(m: number, n: number, a: number, x: number, y: number): void;
  multiplyTransposed(m: number, n: number, a: number, x: number, y: number): void;
  rankOne(m: number, n: number, a: number, decay: number, gain: number, u: number, v: number): void;
  rescale(count: number, x: number, factor: number): void;
  sumOfSquares(count: number, x: number): number;
  advanceCoupled(n: number, j: number, a: number, phi: number, decay: number, gain: number, y: number): void;
  // biome-ignore format: one line
  advanceTangent(n: number, j: number, a: number, d: number, phi: number, psi: number, decay: number, gain: number, y: number, z: number): void;
  multiplyBoth(n: number, w: number, phi: number, psi: number, y: number, z: number): void;
}

const bytes = Uint8Array.from(atob(denseWasm), (character) => character.charCodeAt(0));
const module = new WebAssembly.Module(bytes);
const pageSize = 65_536;
const maximumPages = 65_536;
/** Cache lines. */
const alignment = 64;

const shape = ({ rows, columns }: Matrix): string => `${rows} × ${columns}`;

const kernelsOf = (memory: WebAssembly.Memory, precision: Precision): { readonly kernels: DenseKernels; readonly scratchBytes: number } => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const bits = precision === 'float32' ? '32' : '64';
  const own = Object.entries(exports).filter(([name]) => name.endsWith(bits));
  const kernels = Object.fromEntries(own.map(([name, kernel]) => [name.slice(0, -bits.length), kernel])) as unknown as DenseKernels;
  return { kernels, scratchBytes: (exports.gemmScratch as { readonly value: number }).value };
};

/** Matrices of one precision and what can be done with them. Nothing is freed before all of it is: make one for each model. */
export class Dense<P extends Precision = Precision> {
  readonly precision: P;
  /** For loops that know what they do. */
  readonly kernels: DenseKernels;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true });
  readonly #own = new WeakSet<Matrix>();
  readonly #scratchBytes: number;
  #scratch = 0;
  #next = alignment;

  constructor(precision: P) {
    if (precision !== 'float32' && precision !== 'float64') {
      throw new ModelError('dense-precision', `Dense: precision is “${precision}”; it must be 'float32' or 'float64'.`, { precision });
    }
    this.precision = precision;
    const { kernels, scratchBytes } = kernelsOf(this.#memory, precision);
    this.kernels = kernels;
    this.#scratchBytes = scratchBytes;
  }

  /**
   * A matrix of zeros, or of `values` (row by row).
   *
   * @throws ModelError where sizes are not whole numbers above 0, `values` are too few or too many, or all matrices together exceed 4 GiB
   */
  matrix(rows: number, columns: number, values?: ArrayLike<number>): Matrix<P> {
    if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows > 0 && columns > 0)) {
      throw new ModelError('dense-shape', `A matrix cannot be ${rows} × ${columns}: both must be whole numbers above 0.`, { rows, columns });
    }
    if (values && values.length !== rows * columns) {
      throw new ModelError('dense-shape', `A matrix of ${rows} × ${columns} needs ${rows * columns} values and was given ${values.length}.`, {
        rows,
        columns,
        values: values.length,
      });
    }
    const type = this.precision === 'float32' ? Float32Array : Float64Array;
    const address = this.#allocate(rows * columns * type.BYTES_PER_ELEMENT);
    const made = { rows, columns, values: new type(this.#memory.buffer as ArrayBuffer, address, rows * columns) as Arrays[P] };
    if (values) made.values.set(values);
    this.#own.add(made);
    return made;
  }

  /** A column of zeros, or of `values`. */
  vector(size: number, values?: ArrayLike<number>): Matrix<P> {
    return this.matrix(size, 1, values);
  }

  /**
   * C ← alpha·A·B + beta·C; A, B or both transposed if asked for.
   *
   * @throws ModelError where shapes do not fit, C is also A or B, or a matrix belongs to another `Dense`
   */
  gemm(a: Matrix<P>, b: Matrix<P>, c: Matrix<P>, { alpha = 1, beta = 0, transposeA = false, transposeB = false }: GemmOptions = {}): void {
    this.#check('gemm', a, b, c);
    const [m, k] = transposeA ? [a.columns, a.rows] : [a.rows, a.columns];
    const [depth, n] = transposeB ? [b.columns, b.rows] : [b.rows, b.columns];
    if (k !== depth || c.rows !== m || c.columns !== n) {
      const sentence = `A${transposeA ? 'ᵀ' : ''}·B${transposeB ? 'ᵀ' : ''} with A ${shape(a)}, B ${shape(b)} and C ${shape(c)}`;
      throw new ModelError('dense-shape', `gemm: shapes do not fit: ${sentence}.`, { a: shape(a), b: shape(b), c: shape(c) });
    }
    if (c === a || c === b) throw new ModelError('dense-alias', 'gemm: C must not be A or B; give the product a matrix of its own.');
    if (beta === 0) c.values.fill(0);
    else if (beta !== 1) this.kernels.rescale(c.values.length, c.values.byteOffset, beta);
    if (this.#scratch === 0) this.#scratch = this.#allocate(this.#scratchBytes);
    const one = a.values.BYTES_PER_ELEMENT;
    const [aDown, aAlong] = transposeA ? [one, a.columns * one] : [a.columns * one, one];
    const [bDown, bAlong] = transposeB ? [one, b.columns * one] : [b.columns * one, one];
    const [from, by, to] = [a.values.byteOffset, b.values.byteOffset, c.values.byteOffset];
    this.kernels.gemm(m, n, k, alpha, from, aDown, aAlong, by, bDown, bAlong, to, this.#scratch);
  }

  /** y ← A·x, or Aᵀ·x. @throws ModelError as `gemm` */
  times(a: Matrix<P>, x: Matrix<P>, y: Matrix<P>, { transpose = false } = {}): void {
    this.#check('times', a, x, y);
    const [into, of] = transpose ? [a.columns, a.rows] : [a.rows, a.columns];
    if (x.values.length !== of || y.values.length !== into || x === y) {
      const shapes = { a: shape(a), x: shape(x), y: shape(y) };
      const wanted = `x must hold ${of} numbers and y, another vector, ${into}`;
      throw new ModelError('dense-shape', `times: A is ${shapes.a}, x ${shapes.x} and y ${shapes.y}: ${wanted}.`, shapes);
    }
    const kernel = transpose ? this.kernels.multiplyTransposed : this.kernels.multiply;
    kernel(a.rows, a.columns, a.values.byteOffset, x.values.byteOffset, y.values.byteOffset);
  }

  /** A ← decay·A + gain·u·vᵀ. @throws ModelError as `gemm` */
  rankOne(a: Matrix<P>, u: Matrix<P>, v: Matrix<P>, { decay = 1, gain = 1 } = {}): void {
    this.#check('rankOne', a, u, v);
    if (u.values.length !== a.rows || v.values.length !== a.columns) {
      const shapes = { a: shape(a), u: shape(u), v: shape(v) };
      const wanted = `u must hold ${a.rows} numbers and v ${a.columns}`;
      throw new ModelError('dense-shape', `rankOne: A is ${shapes.a}, u ${shapes.u} and v ${shapes.v}: ${wanted}.`, shapes);
    }
    this.kernels.rankOne(a.rows, a.columns, a.values.byteOffset, decay, gain, u.values.byteOffset, v.values.byteOffset);
  }

  #check(what: string, ...matrices: readonly Matrix[]): void {
    if (!matrices.every((each) => this.#own.has(each))) {
      throw new ModelError('dense-foreign', `${what}: a matrix belongs to another Dense; make it with matrix() of this one.`);
    }
  }

  #allocate(size: number): number {
    const address = this.#next;
    this.#next = Math.ceil((address + size) / alignment) * alignment;
    // A shared memory grows in place: arrays over it stay valid.
    const missing = Math.ceil((this.#next - this.#memory.buffer.byteLength) / pageSize);
    if (missing <= 0) return address;
    try {
      this.#memory.grow(missing);
    } catch {
      const gib = (this.#next / 2 ** 30).toFixed(1);
      throw new ModelError('out-of-memory', `Dense matrices of ${gib} GiB do not fit; a Dense holds at most 4.0 GiB.`, { bytes: this.#next });
    }
    return address;
  }
}
