/** Signals sampled together: one array per unit, all of the same length. */
import { ModelError } from '../../errors.ts';

export type Signals = readonly ArrayLike<number>[];

/**
 * Samples per unit.
 * @throws ModelError `signals` where there is no unit, fewer than `least` samples, or another number of them in some unit
 */
export const samplesOf = (what: string, signals: Signals, least: number): number => {
  const samples = signals[0]?.length ?? 0;
  const other = signals.findIndex(({ length }) => length !== samples);
  if (signals.length === 0 || samples < least || other >= 0)
    throw new ModelError(
      'signals',
      signals.length === 0
        ? `${what}: no unit was given. Give one array of samples per unit.`
        : other >= 0
          ? `${what}: unit ${other} has ${signals[other]?.length} samples, unit 0 has ${samples}. Sample all units together.`
          : `${what}: ${samples} samples per unit are too few: at least ${least} are needed.`,
      { units: signals.length, samples },
    );
  return samples;
};

/** Mean over time. */
export const meanOf = (signal: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < signal.length; i++) sum += signal[i] as number;
  return sum / signal.length;
};
