/** What a square matrix of weights is like: how it amplifies, how symmetric it is, whether its magnitudes fall into classes. */

const norm = (matrix: Float64Array): number => Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0));

const squared = (a: Float64Array, n: number): Float64Array => {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k] as number;
      for (let j = 0; j < n; j++) out[i * n + j] = (out[i * n + j] as number) + factor * (a[k * n + j] as number);
    }
  }
  return out;
};

/** Largest |eigenvalue|: the norm of the 4096th power, to the power of 1/4096 (Gelfand's formula), good to some tenths of a percent. */
export const spectralRadius = (matrix: readonly number[]): number => {
  const n = Math.sqrt(matrix.length);
  let power: Float64Array = Float64Array.from(matrix);
  let log = 0;
  for (let doubling = 0, share = 1; doubling <= 12; doubling++, share /= 2) {
    const size = norm(power);
    if (size === 0) return 0;
    log += share * Math.log(size);
    power = squared(
      power.map((value) => value / size),
      n,
    );
  }
  return Math.exp(log);
};

/** (‖S‖ − ‖A‖) / (‖S‖ + ‖A‖) of the symmetric and the antisymmetric part: 1 symmetric, −1 antisymmetric, 0 for independent weights. */
export const symmetry = (matrix: readonly number[]): number => {
  const n = Math.sqrt(matrix.length);
  let [same, opposite] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [there, back] = [matrix[i * n + j] as number, matrix[j * n + i] as number];
      same += (there + back) ** 2 / 4;
      opposite += (there - back) ** 2 / 4;
    }
  }
  const [s, a] = [Math.sqrt(same), Math.sqrt(opposite)];
  return (s - a) / (s + a);
};

/** |w| off the diagonal. */
export const magnitudes = (matrix: readonly number[]): number[] => {
  const n = Math.sqrt(matrix.length);
  return matrix.filter((_, at) => at % (n + 1) !== 0).map(Math.abs);
};
