/**
 * The loop of homeostatic scaling near its set-point: with y = ln(rate / target), κ = d ln rate / d ln α, and calcium and controller as in `synapticScaling`,
 * y″ + y′/τc + κ y/(τh τc) = 0 (van Rossum, Bi & Turrigiano 2000; Harnack et al. 2015). Times in s.
 */
export interface Loop {
  readonly kappa: number;
  readonly tauH: number;
  readonly tauC: number;
}

const damping = ({ tauC }: Loop): number => 1 / (2 * tauC);

/** Angular frequency of ringing [1/s]; NaN where the loop is overdamped, `tauH > 4·kappa·tauC`. */
const frequency = (loop: Loop): number => Math.sqrt(loop.kappa / (loop.tauH * loop.tauC) - damping(loop) ** 2);

/** Period of ringing [s]. */
export const periodOf = (loop: Loop): number => (2 * Math.PI) / frequency(loop);

/** y after a step of the input that moves it to 1 at time 0. */
export const afterStep = (loop: Loop, time: number): number => {
  const [gamma, omega] = [damping(loop), frequency(loop)];
  return Math.exp(-gamma * time) * (Math.cos(omega * time) + (gamma / omega) * Math.sin(omega * time));
};

/** The factor of `shape` that comes nearest to `y`. */
export const amplitudeOf = (shape: readonly number[], y: readonly number[]): number =>
  shape.reduce((sum, value, i) => sum + value * (y[i] as number), 0) / shape.reduce((sum, value) => sum + value * value, 0);

/** Sum of squares that a ringing of one period, of any phase and amplitude, damped as the loop is, leaves of `y`. */
const residual = (loop: Loop, period: number, time: readonly number[], y: readonly number[]): number => {
  const omega = (2 * Math.PI) / period;
  const waves = [Math.cos, Math.sin].map((wave) => time.map((t) => Math.exp(-damping(loop) * t) * wave(omega * t))) as [number[], number[]];
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const [c, q] = waves;
  const [cc, qq, cq, cy, qy] = [dot(c, c), dot(q, q), dot(c, q), dot(c, y), dot(q, y)];
  const determinant = cc * qq - cq * cq;
  const [a, b] = [(cy * qq - qy * cq) / determinant, (qy * cc - cy * cq) / determinant];
  return y.reduce((sum, value, i) => sum + (value - a * (c[i] as number) - b * (q[i] as number)) ** 2, 0);
};

/** Period [s] of the damped ringing that fits best, between half and twice what theory says. */
export const fittedPeriod = (loop: Loop, time: readonly number[], y: readonly number[]): number => {
  const expected = periodOf(loop);
  const candidates = Array.from({ length: 301 }, (_, i) => expected * (0.5 + i / 200));
  return candidates.reduce((best, period) => (residual(loop, period, time, y) < residual(loop, best, time, y) ? period : best));
};
