/** Numbers from 0 to 1 in a row, all following from a name. */
import { keyOf, philox4x32, uniform } from '../../../random.ts';

export const stream = (name: string): (() => number) => {
  const [k0, k1] = keyOf(name);
  const words = new Uint32Array(4);
  let next = 0;
  return () => {
    if (next % 4 === 0) philox4x32(k0, k1, next / 4, 0, 0, 0, words);
    return uniform(words[next++ % 4] as number);
  };
};
