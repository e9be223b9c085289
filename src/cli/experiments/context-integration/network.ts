/**
 * A network of rectified units, dx/dt = −x + J·max(x, 0) + Wᵢₙ·u + b, y = Wₒᵤₜ·x, in Euler steps, and the gradient of its error through time by hand.
 * Trials are rows: a step is one product of (trials × neurons) with Jᵀ, a step back one with J.
 */
import { Dense, type Matrix, type Precision } from '../../../kernels/dense.ts';
import { inputLines, moments, outputs, type Trials } from './task.ts';

/** Step of time, in time constants of a unit, and steps between two moments. */
export const dt = 0.1;
const substeps = 10;
const steps = moments * substeps;

/** Row by row. */
export interface Parameters<Numbers extends ArrayLike<number> = Float64Array> {
  readonly n: number;
  /** n × n, onto i from j. */
  readonly J: Numbers;
  /** n × lines. */
  readonly input: Numbers;
  readonly bias: Numbers;
  /** outputs × n. */
  readonly output: Numbers;
}

export const columns = ['J', 'input', 'bias', 'output'] as const;

/** Normal weights of variance 1/n, no bias. */
export const initial = (n: number, normal: () => number): Parameters => {
  const drawn = (size: number): Float64Array => Float64Array.from({ length: size }, () => normal() / Math.sqrt(n));
  return { n, J: drawn(n * n), input: drawn(n * inputLines), bias: new Float64Array(n), output: drawn(outputs * n) };
};

/** Noise in the units themselves: standard deviation per square root of the time constant. */
export interface UnitNoise {
  readonly deviation: number;
  readonly normal: () => number;
}

export class RateNetwork {
  readonly n: number;
  readonly trials: number;
  /** The parameters, in the network's precision; written freely. */
  readonly parameters: Parameters<Float32Array | Float64Array>;
  readonly #dense: Dense;
  readonly #J: Matrix;
  /** Of one step: rectified states, errors passed back, and what either becomes. */
  readonly #rectified: Matrix;
  readonly #errors: Matrix;
  readonly #product: Matrix;
  /** [step][trial][neuron]: rectified states and errors of all steps, for the gradient of J. */
  readonly #allRectified: Matrix;
  readonly #allErrors: Matrix;
  readonly #gradientJ: Matrix;
  /** [step][trial][neuron], the first all 0. */
  readonly states: Float32Array | Float64Array;
  /** [moment][trial][output]. */
  readonly y: Float64Array;

  /** @param learning - whether gradients are wanted; without, no room is kept for them */
  constructor(from: Parameters, trials: number, precision: Precision, learning: boolean) {
    const { n } = from;
    this.n = n;
    this.trials = trials;
    const dense = new Dense(precision);
    this.#dense = dense;
    this.#J = dense.matrix(n, n, from.J);
    const own = (values: Float64Array) => dense.vector(values.length, values).values;
    this.parameters = { n, J: this.#J.values, input: own(from.input), bias: own(from.bias), output: own(from.output) };
    const rows = learning ? steps * trials : 1;
    [this.#rectified, this.#errors, this.#product] = [0, 0, 0].map(() => dense.matrix(trials, n)) as [Matrix, Matrix, Matrix];
    [this.#allRectified, this.#allErrors] = [0, 0].map(() => dense.matrix(rows, n)) as [Matrix, Matrix];
    this.#gradientJ = dense.matrix(n, n);
    this.states = dense.matrix((steps + 1) * trials, n).values;
    this.y = new Float64Array(moments * trials * outputs);
  }

  /** Answers to the inputs of as many trials as the network was made for. @returns root of the mean squared error over trials, moments and outputs */
  answer({ inputs, targets }: Trials, noise?: UnitNoise): number {
    const { states } = this;
    const size = this.n * this.trials;
    const drive = new Float64Array(size);
    const scatter = noise ? noise.deviation * Math.sqrt(dt) : 0;
    for (let step = 0; step < steps; step++) {
      const moment = Math.floor(step / substeps);
      if (step % substeps === 0) this.#drive(inputs, moment, drive);
      const at = step * size;
      const rectified = this.#rectified.values;
      for (let k = 0; k < size; k++) rectified[k] = Math.max(0, states[at + k] as number);
      this.#dense.gemm(this.#rectified, this.#J, this.#product, { transposeB: true });
      const product = this.#product.values;
      for (let k = 0; k < size; k++) {
        const x = states[at + k] as number;
        states[at + size + k] = x + dt * ((product[k] as number) + (drive[k] as number) - x);
      }
      if (noise) for (let k = at + size; k < at + 2 * size; k++) states[k] = (states[k] as number) + scatter * noise.normal();
      if ((step + 1) % substeps === 0) this.#read(moment, at + size);
    }
    let squares = 0;
    for (let k = 0; k < targets.length; k++) squares += ((this.y[k] as number) - (targets[k] as number)) ** 2;
    return Math.sqrt(squares / targets.length);
  }

  #drive(inputs: Float64Array, moment: number, drive: Float64Array): void {
    const { n, trials, parameters } = this;
    for (let trial = 0; trial < trials; trial++)
      for (let i = 0; i < n; i++) {
        let sum = parameters.bias[i] as number;
        const at = (moment * trials + trial) * inputLines;
        for (let line = 0; line < inputLines; line++) sum += (parameters.input[i * inputLines + line] as number) * (inputs[at + line] as number);
        drive[trial * n + i] = sum;
      }
  }

  #read(moment: number, at: number): void {
    const { n, trials, parameters, states } = this;
    for (let trial = 0; trial < trials; trial++)
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += (parameters.output[output * n + i] as number) * (states[at + trial * n + i] as number);
        this.y[(moment * trials + trial) * outputs + output] = sum;
      }
  }

  /** Gradient of the error that `answer` has just returned for these trials. */
  gradient({ inputs, targets }: Trials, error: number): Parameters {
    const { n, trials, states } = this;
    const size = n * trials;
    const found = { input: new Float64Array(n * inputLines), bias: new Float64Array(n), output: new Float64Array(outputs * n) };
    const [errors, product] = [this.#errors.values, this.#product.values];
    const [allErrors, allRectified] = [this.#allErrors.values, this.#allRectified.values];
    errors.fill(0);
    const pushed = new Float64Array(size);
    for (let step = steps - 1; step >= 0; step--) {
      const moment = Math.floor(step / substeps);
      if ((step + 1) % substeps === 0) this.#pushOutput(moment, (step + 1) * size, targets, error, found.output);
      allErrors.set(errors, step * size);
      for (let k = 0; k < size; k++) pushed[k] = (pushed[k] as number) + (errors[k] as number);
      if (step % substeps === 0) this.#pushInput(inputs, moment, pushed, found);
      this.#dense.gemm(this.#errors, this.#J, this.#product);
      for (let k = 0; k < size; k++) {
        const x = states[step * size + k] as number;
        const passed = x > 0 ? (product[k] as number) : 0;
        allRectified[step * size + k] = Math.max(0, x);
        errors[k] = (1 - dt) * (errors[k] as number) + dt * passed;
      }
    }
    this.#dense.gemm(this.#allErrors, this.#allRectified, this.#gradientJ, { alpha: dt, transposeA: true });
    return { n, J: Float64Array.from(this.#gradientJ.values), ...found };
  }

  /** The error of one moment's output, passed to the states it is read from. */
  #pushOutput(moment: number, at: number, targets: Float64Array, error: number, gradient: Float64Array): void {
    const { n, trials, parameters, states } = this;
    const errors = this.#errors.values;
    for (let trial = 0; trial < trials; trial++)
      for (let output = 0; output < outputs; output++) {
        const k = (moment * trials + trial) * outputs + output;
        const slope = ((this.y[k] as number) - (targets[k] as number)) / (error * targets.length);
        for (let i = 0; i < n; i++) {
          const [of, row] = [output * n + i, trial * n + i];
          gradient[of] = (gradient[of] as number) + slope * (states[at + row] as number);
          errors[row] = (errors[row] as number) + slope * (parameters.output[of] as number);
        }
      }
  }

  /** Errors of all steps of one moment share its input. */
  #pushInput(inputs: Float64Array, moment: number, pushed: Float64Array, { input, bias }: { input: Float64Array; bias: Float64Array }): void {
    const { n, trials } = this;
    for (let trial = 0; trial < trials; trial++)
      for (let i = 0; i < n; i++) {
        const push = dt * (pushed[trial * n + i] as number);
        bias[i] = (bias[i] as number) + push;
        for (let line = 0; line < inputLines; line++) {
          const k = i * inputLines + line;
          input[k] = (input[k] as number) + push * (inputs[(moment * trials + trial) * inputLines + line] as number);
        }
      }
    pushed.fill(0);
  }
}
