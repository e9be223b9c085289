/** Input from outside: another constant for each unit, or a wave common to all. */
import { normals } from '../../../../random.ts';
import type { Extension } from './extension.ts';

export const bias: Extension = {
  name: 'constant input of sd 0.5',
  of: (plain, seed) => {
    const normal = normals(`${seed} bias`);
    return { ...plain, bias: Float64Array.from({ length: plain.n }, () => 0.5 * normal()) };
  },
  rates: true,
};

export const wave: Extension = {
  name: 'wave of amplitude 1, period 1 s',
  of: (plain) => ({ ...plain, wave: { amplitude: 1, omega: (2 * Math.PI) / 10 } }),
  rates: true,
};
