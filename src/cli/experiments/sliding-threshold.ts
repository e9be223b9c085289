/**
 * Mean field of a synapse whose threshold slides (BCM): `ν' = a ν (ν − θ²)`, `τθ θ' = ν − θ`, rates in units of the target, time in units of 1/a.
 * The fixed point 1 is stable where `τθ a < 1` (Zenke, Hennequin & Gerstner 2013, doi:10.1371/journal.pcbi.1003330).
 */

export interface Course {
  readonly time: readonly number[];
  readonly rate: readonly number[];
  /** Whether the rate left all bounds, which it does in finite time. */
  readonly diverged: boolean;
}

const bound = 1e3;

/** The rate after a small push, until `end` or until it exceeds a thousand times the target. `tau` is τθ·a. */
export const course = (tau: number, end: number, push = 0.01, step = 0.005): Course => {
  const slope = (rate: number, theta: number): readonly [number, number] => [rate * (rate - theta * theta), (rate - theta) / tau];
  let [rate, theta] = [1 + push, 1];
  const time = [0];
  const rates = [rate];
  for (let i = 1; i * step <= end; i++) {
    // Fourth-order Runge–Kutta.
    const [r1, t1] = slope(rate, theta);
    const [r2, t2] = slope(rate + (step / 2) * r1, theta + (step / 2) * t1);
    const [r3, t3] = slope(rate + (step / 2) * r2, theta + (step / 2) * t2);
    const [r4, t4] = slope(rate + step * r3, theta + step * t3);
    rate += (step / 6) * (r1 + 2 * r2 + 2 * r3 + r4);
    theta += (step / 6) * (t1 + 2 * t2 + 2 * t3 + t4);
    if (!(Math.abs(rate) < bound)) return { time, rate: rates, diverged: true };
    time.push(i * step);
    rates.push(rate);
  }
  return { time, rate: rates, diverged: false };
};

/** How many times larger the oscillation is at the end than at the beginning: its largest excursion in the last and in the first tenth. */
export const growth = ({ rate, diverged }: Course): number => {
  if (diverged) return Number.POSITIVE_INFINITY;
  const tenth = Math.floor(rate.length / 10);
  const excursion = (rates: readonly number[]) => rates.reduce((most, r) => Math.max(most, Math.abs(r - 1)), 0);
  return excursion(rate.slice(-tenth)) / excursion(rate.slice(0, tenth));
};

/** τθ·a at which oscillations neither grow nor decay, by bisection on the course after a push too small for the course to bend. */
export const critical = (): number => {
  let [decays, grows] = [0.5, 2];
  while (grows - decays > 1e-3) {
    const middle = (decays + grows) / 2;
    if (growth(course(middle, 120, 1e-6, 0.02)) < 1) decays = middle;
    else grows = middle;
  }
  return (decays + grows) / 2;
};
