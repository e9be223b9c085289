/** In how many directions a population moves. */
import { meanOf, type Signals, samplesOf } from './signals.ts';

/** Sum of squares of all products of rows: ‖X·Xᵀ‖². */
const squaredGram = (rows: readonly Float64Array[]): number => {
  let sum = 0;
  rows.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = rows[j] as Float64Array;
      let product = 0;
      for (let k = 0; k < a.length; k++) product += (a[k] as number) * (b[k] as number);
      sum += (i === j ? 1 : 2) * product * product;
    }
  });
  return sum;
};

const transposed = (rows: readonly Float64Array[]): Float64Array[] =>
  Array.from(rows[0] as Float64Array, (_, k) => Float64Array.from(rows, (row) => row[k] as number));

/**
 * Participation ratio (tr S)²/tr S² of the signals' covariance S over time: 1 where all move along one line, the number of units where they move independently
 * and equally far (Gao et al. 2017, doi:10.1101/214262). Samples number n pull it down: independent units of number N give N·n/(N + n) or so.
 *
 * @param signals - one array per unit, all of the same length
 * @returns NaN where nothing moves
 * @throws ModelError `signals`
 */
export const participationRatio = (signals: Signals): number => {
  const samples = samplesOf('participationRatio', signals, 2);
  const centred = signals.map((signal) => {
    const mean = meanOf(signal);
    return Float64Array.from(signal, (value) => value - mean);
  });
  let trace = 0;
  for (const signal of centred) for (const value of signal) trace += value * value;
  // S and the products of samples with samples have the same eigenvalues but zeros: the smaller matrix does.
  return trace ** 2 / squaredGram(signals.length <= samples ? centred : transposed(centred));
};
