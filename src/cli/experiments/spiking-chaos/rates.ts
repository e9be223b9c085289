/** The rate model with the same random weights. */
import type { LifGain } from '../../../comparators/coupled-rates/lif-gain.ts';
import { type CoupledRates, coupledRates } from '../../../comparators/coupled-rates/network.ts';
import type { CoupledRatesOptions } from '../../../comparators/coupled-rates/options.ts';
import type { System } from './system.ts';

/** What both systems are made of. */
export interface Model {
  readonly n: number;
  /** Random weights, row i onto unit i; 0: no synapse, where there are fewer than n onto a neuron. */
  readonly J: Float64Array;
  readonly k: number;
  readonly p: number;
  readonly gain: LifGain;
  /** Constant input to each unit, in units of x. */
  readonly bias?: Float64Array;
  /** The same input to all units, amplitude · cos(omega t). */
  readonly wave?: { readonly amplitude: number; readonly omega: number };
}

const systemOf = (rates: CoupledRates, options: CoupledRatesOptions): System => ({
  n: options.n,
  run: async (time) => rates.run(time),
  x: async () => rates.x.slice(),
  activity: async () => rates.phi(),
  push: async (by) => {
    by.forEach((each, i) => {
      rates.x[i] = (rates.x[i] as number) + each;
    });
  },
  freeze: (frozen) => (frozen ? rates.freeze() : rates.release()),
  fork: async () => {
    const branch = coupledRates(options);
    branch.restore(rates.save());
    return systemOf(branch, options);
  },
  [Symbol.asyncDispose]: async () => {},
});

export const rateSystem = ({ n, J, k, p, gain, bias, wave }: Model, seed: string): System => {
  const input = { constant: bias ?? 0, ...wave };
  const options = { n, weights: J, k, p, phi: gain, seed, input };
  return systemOf(coupledRates(options), options);
};
