/** Stationary Gaussian processes of a given covariance, on a grid: exact, by circulant embedding (Dietrich & Newsam 1997, doi:10.1137/S1064827592240555). */
import { fft, powerOfTwo } from '../../streams/statistics/fft.ts';

/** Power below this share of the largest is not drawn: a smooth process has next to none at most frequencies. */
const negligible = 1e-10;

/**
 * Draws paths, two at a time, since a complex transform carries two real ones.
 *
 * @param covariance - at lags 0, 1, 2 … steps; 0 beyond the last. What no process can have (a negative spectrum) is clipped.
 * @param length - steps of a path
 * @param normal - standard normal numbers
 * @returns a function that gives the next two paths, in arrays which it uses again
 */
export const gaussianPaths = (covariance: ArrayLike<number>, length: number, normal: () => number): (() => readonly [Float64Array, Float64Array]) => {
  const size = powerOfTwo(2 * Math.max(length, covariance.length));
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let lag = 0; lag < covariance.length; lag++) {
    re[lag] = covariance[lag] as number;
    re[(size - lag) % size] = covariance[lag] as number;
  }
  fft(re, im);
  const least = negligible * re.reduce((most, power) => Math.max(most, power), 0);
  // The inverse transform divides by the size: of the amplitudes, one root stays.
  const amplitudes = re.map((power) => (power > least ? Math.sqrt(power * size) : 0));
  return () => {
    re.fill(0);
    im.fill(0);
    for (let f = 0; f < size; f++) {
      const amplitude = amplitudes[f] as number;
      if (amplitude === 0) continue;
      re[f] = amplitude * normal();
      im[f] = amplitude * normal();
    }
    fft(re, im, true);
    return [re, im];
  };
};
