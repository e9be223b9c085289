/** Samples and what is known of them, for statistical tests of rules: seeds are fixed, false-alarm rates stated where they are used. */
import seedrandom from 'seedrandom';

/** No spike comes earlier [ms], so that an axonal delay may be as long. */
export const quiet = 50;

/** Ascending times of a Poisson process [ms] in whole hundredths of a millisecond, each once; `rate` in Hz. */
export const poissonTimes = (rate: number, duration: number, seed: string): number[] => {
  const random = seedrandom(seed);
  const times = new Set<number>();
  for (let t = quiet + 0.01; ; ) {
    t += (-1000 / rate) * Math.log(1 - random());
    if (t >= duration) return [...times].map((hundredths) => hundredths / 100);
    times.add(Math.round(t * 100));
  }
};

export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};

/** How many standard errors the mean of independent samples lies from what is expected. */
export const deviation = (samples: readonly number[], expected: number): number =>
  Math.abs(meanOf(samples) - expected) / Math.sqrt(varianceOf(samples) / samples.length);
