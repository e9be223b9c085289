/** Randomness of what an experiment makes up itself: patterns, orders of images. */
import { keyOf, philox4x32, uniform } from '../../random.ts';

/** Numbers in (0, 1), one after the other; all follow from the seed. */
export const uniforms = (seed: string): (() => number) => {
  const [k0, k1] = keyOf(seed);
  const block = new Uint32Array(4);
  let drawn = 0;
  return () => {
    if (drawn % block.length === 0) philox4x32(k0, k1, drawn / block.length, 0, 0, 0, block);
    return uniform(block[drawn++ % block.length] as number);
  };
};
