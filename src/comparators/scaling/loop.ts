/**
 * The loop of homeostatic scaling near its set-point: with y = ln(rate / target), κ = d ln rate / d ln α, and calcium and controller as in `synapticScaling`,
 * y″ + y′/τc + κ y/(τh τc) = 0: over-damped where τh > 4 κ τc.
 *
 * @see van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000; Harnack, Pelko, Chaillet, Chitour & van Rossum
 *   (2015) PLoS Computational Biology 11:e1004357, doi:10.1371/journal.pcbi.1004357 (in networks)
 */
import { cos, exp, sin } from '../../math.ts';

/** Times in one unit, whichever it is; what follows is in it too. */
export interface Loop {
  /** Gain of the network, recurrence included (no dimension). */
  readonly kappa: number;
  /** Time in which a silent neuron is scaled up e-fold. */
  readonly tauH: number;
  /** Time constant of the calcium sensor. */
  readonly tauC: number;
}

const damping = ({ tauC }: Loop): number => 1 / (2 * tauC);

/** γ² − ω₀²: above 0 the loop is over-damped, below it rings. */
const discriminant = (loop: Loop): number => damping(loop) ** 2 - loop.kappa / (loop.tauH * loop.tauC);

/** Whether a disturbance dies away without ringing: τh ≥ 4 κ τc. */
export const isOverdamped = (loop: Loop): boolean => discriminant(loop) >= 0;

/** Period of ringing; NaN where the loop is over-damped. */
export const periodOf = (loop: Loop): number => (2 * Math.PI) / Math.sqrt(-discriminant(loop));

/** Time in which what is left of a disturbance falls e-fold: near τh/κ where the loop is far over-damped, 2 τc where it rings. */
export const recoveryOf = (loop: Loop): number => {
  const slower = Math.sqrt(Math.max(0, discriminant(loop)));
  // (γ − s)⁻¹ without the difference: (γ + s)/(κ/(τh τc)).
  return isOverdamped(loop) ? ((damping(loop) + slower) * loop.tauH * loop.tauC) / loop.kappa : 1 / damping(loop);
};

/** y after a step of the input that moves it to 1 at time 0, when calcium has not yet seen it. */
export const afterStep = (loop: Loop, time: number): number => {
  const [gamma, d] = [damping(loop), discriminant(loop)];
  const omega = Math.sqrt(Math.abs(d));
  const x = omega * time;
  if (x < 1e-8) return exp(-gamma * time) * (1 + gamma * time);
  if (d < 0) return exp(-gamma * time) * (cos(x) + (gamma / omega) * sin(x));
  return ((1 + gamma / omega) * exp((omega - gamma) * time) + (1 - gamma / omega) * exp(-(omega + gamma) * time)) / 2;
};

/** The factor of `shape` that comes nearest to `y`. */
export const amplitudeOf = (shape: readonly number[], y: readonly number[]): number =>
  shape.reduce((sum, value, i) => sum + value * (y[i] as number), 0) / shape.reduce((sum, value) => sum + value * value, 0);

/** Sum of squares that a ringing of one period, of any phase and amplitude, damped as the loop is, leaves of `y`. */
const residual = (loop: Loop, period: number, time: readonly number[], y: readonly number[]): number => {
  const omega = (2 * Math.PI) / period;
  const waves = [cos, sin].map((wave) => time.map((t) => exp(-damping(loop) * t) * wave(omega * t))) as [number[], number[]];
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const [c, q] = waves;
  const [cc, qq, cq, cy, qy] = [dot(c, c), dot(q, q), dot(c, q), dot(c, y), dot(q, y)];
  const determinant = cc * qq - cq * cq;
  const [a, b] = [(cy * qq - qy * cq) / determinant, (qy * cc - cy * cq) / determinant];
  return y.reduce((sum, value, i) => sum + (value - a * (c[i] as number) - b * (q[i] as number)) ** 2, 0);
};

/** Period of the damped ringing that fits best, between half and twice what theory says. */
export const fittedPeriod = (loop: Loop, time: readonly number[], y: readonly number[]): number => {
  const expected = periodOf(loop);
  const candidates = Array.from({ length: 301 }, (_, i) => expected * (0.5 + i / 200));
  return candidates.reduce((best, period) => (residual(loop, period, time, y) < residual(loop, best, time, y) ? period : best));
};
