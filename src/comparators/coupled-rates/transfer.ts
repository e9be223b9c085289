/** What a unit makes of its input. */
import { exp } from '../../math.ts';

/** A unit's activity as a function of its input, and the slope of that. */
export interface Transfer {
  readonly name: string;
  /** φ(x). */
  readonly value: (x: number) => number;
  /** dφ/dx at x, where φ is `value`. */
  readonly slope: (x: number, value: number) => number;
}

/** tanh within 2e-16 or so: x + x³·P(x²)/Q(x²) near 0, where a difference of exponentials would cancel (Moshier 1989, Methods and Programs for Mathematical Functions). */
const hyperbolicTangent = (x: number): number => {
  const size = Math.abs(x);
  if (size < 0.625) {
    const s = x * x;
    const p = (-0.9643991794250522 * s - 99.28772310019185) * s - 1614.6876844170845;
    const q = ((s + 112.81167849163293) * s + 2235.4883906010045) * s + 4844.063053251255;
    return x + (x * s * p) / q;
  }
  const value = 1 - 2 / (exp(2 * size) + 1);
  return x < 0 ? -value : value;
};

/** φ = tanh. */
export const tanh: Transfer = { name: 'tanh', value: hyperbolicTangent, slope: (_, value) => 1 - value * value };
