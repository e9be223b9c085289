/** How fast two courses part: the growth rate of a difference in x that is above the noise of spikes, in networks with and without spikes alike. */
import { normals } from '../../../random.ts';
import { follow } from './measure.ts';
import type { System } from './system.ts';

/** Difference per unit at first: spikes alone part smoothed x by 0.1 or so, and the largest difference is √(2 C_x), 2 or more. */
const pushed = 0.3;
/** Time constants of synapses: how long twins are followed, and between which times their difference grows by a power. */
const [length, first, last] = [20, 2, 12];

export interface Divergence {
  /** Growth rate per time constant of synapses. */
  readonly rate: number;
  /** Root mean square difference at the beginning and at the end of the fit. */
  readonly from: number;
  readonly to: number;
}

const difference = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, each, i) => sum + (each - (b[i] as number)) ** 2, 0) / a.length);

/** ln of differences, mean over twins, and the slope of a line through it. */
export const divergence = async (system: System, { settle, twins, seed }: { settle: number; twins: number; seed: string }): Promise<Divergence> => {
  const normal = normals(`${seed} twins`);
  await system.run(settle);
  const sums: number[] = [];
  for (let twin = 0; twin < twins; twin++) {
    await using other = await system.fork();
    await other.push(Float64Array.from({ length: system.n }, () => pushed * normal()));
    const [a, b] = [await follow(system, length, await system.x()), await follow(other, length, await other.x())];
    a.x.forEach((row, s) => {
      sums[s] = (sums[s] ?? 0) + Math.log(difference(row, b.x[s] as Float64Array)) / twins;
    });
  }
  const step = length / sums.length;
  const points = sums.map((y, s) => ({ t: (s + 1) * step, y })).filter(({ t }) => t >= first && t <= last);
  const mean = (of: (point: { t: number; y: number }) => number): number => points.reduce((sum, each) => sum + of(each), 0) / points.length;
  const [t0, y0] = [mean(({ t }) => t), mean(({ y }) => y)];
  const rate = mean(({ t, y }) => (t - t0) * (y - y0)) / mean(({ t }) => (t - t0) ** 2);
  return { rate, from: Math.exp(points[0]?.y ?? Number.NaN), to: Math.exp(points.at(-1)?.y ?? Number.NaN) };
};
