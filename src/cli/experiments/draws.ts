/** Uniform numbers for what an experiment draws itself. */
import { keyOf, philox4x32, uniform } from '../../random.ts';

/** A source of numbers in (0, 1): the same text gives the same numbers. */
export const drawsOf = (seed: string): (() => number) => {
  const [key0, key1] = keyOf(seed);
  const words = new Uint32Array(4);
  let count = 0;
  return () => {
    philox4x32(key0, key1, count++, 0, 0, 0, words);
    return uniform(words[0] as number);
  };
};
