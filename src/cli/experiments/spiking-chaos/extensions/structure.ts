/** Random weights that are not all alike: few synapses, or two classes of neurons. */
import { blockWeights, sparseWeights } from '../../../../comparators/coupled-rates/weights.ts';
import type { Extension } from './extension.ts';

const g = 2;

/** Plastic weights are where random ones are, and scaled up as these. */
export const sparse = (inputs: number): Extension => ({
  name: `${inputs} synapses onto a neuron`,
  of: (plain, seed) => ({ ...plain, J: sparseWeights(plain.n, g, inputs, seed), inputs }),
  rates: false,
});

/** Two classes of equal size; within them g is larger by `difference` than between them, the mean of g² as it was. */
const classes = (difference: number, seed: string, n: number): Float64Array => {
  const between = Math.sqrt(g * g - difference ** 2 / 4) - difference / 2;
  const within = between + difference;
  const half = Math.floor(n / 2);
  return blockWeights(
    [half, n - half],
    [
      [within, between],
      [between, within],
    ],
    seed,
  );
};

export const equalClasses: Extension = {
  name: 'two classes, equal',
  of: (plain, seed) => ({ ...plain, J: classes(0, seed, plain.n) }),
  rates: true,
  plain: true,
};

export const unequalClasses: Extension = {
  name: 'two classes, g = 2.6 within, 1.1 between',
  of: (plain, seed) => ({ ...plain, J: classes(1.5, seed, plain.n) }),
  rates: true,
};
