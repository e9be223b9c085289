/** Figures of freezable chaos. */
import { coupledRates } from '../../../comparators/coupled-rates/network.ts';
import type { Observed } from '../../../comparators/coupled-rates/observe.ts';
import { type Chart, chartsFigure, type Series } from '../../plot/chart.ts';

const [before, frozen, after] = [100, 100, 150];

/** Inputs of a few units before, while and after synapses are frozen. */
export const courseChart = (k: number, seed: string, transient: number): Chart => {
  const g = 2;
  const network = coupledRates({ n: 500, g, k, p: 2.5, seed, precision: 'float32' });
  network.run(transient);
  const time: number[] = [];
  const shown = Array.from({ length: 5 }, (): number[] => []);
  let step = 0;
  const { dt } = network.options;
  const look = (): void => {
    if (step++ % 10 !== 0) return;
    time.push(step * dt - before);
    shown.forEach((one, i) => void one.push(network.x[i] as number));
  };
  network.run(before, look);
  network.freeze();
  network.run(frozen, look);
  network.release();
  network.run(after, look);
  return {
    title: `Synapses frozen for ${frozen} (shaded), g = ${g}, k = ${k}`,
    x: { label: 'time (neuronal time constants)' },
    y: { label: 'x of five units' },
    bands: [{ axis: 'x', from: 0, to: frozen }],
    series: shown.map((y): Series => ({ name: '', kind: 'line', x: time, y })),
  };
};

/** A correlation in theory, beside the measured one of the same network. */
export interface Theory {
  readonly lags: Float64Array;
  readonly cPhi: Float64Array;
}

const meanCurve = (runs: readonly Observed[], count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, lag) => runs.reduce((sum, { cPhi }) => sum + (cPhi[lag] as number), 0) / runs.length);

export const correlationChart = (
  measured: readonly { readonly name: string; readonly runs: readonly Observed[]; readonly theory: Theory | null }[],
): Chart => {
  const [longest, sample] = [40, 0.5];
  const count = longest / sample + 1;
  return {
    title: 'Memory of activity',
    x: { label: 'lag τ (neuronal time constants)', domain: [0, longest] },
    y: { label: '⟨φ(t)·φ(t + τ)⟩' },
    series: measured.flatMap(({ name, runs, theory }, colour): Series[] => [
      { name, kind: 'line', x: Float64Array.from({ length: count }, (_, lag) => lag * sample), y: meanCurve(runs, count), colour },
      ...(theory ? [{ name: colour === 0 ? 'mean field' : '', kind: 'dashed' as const, x: theory.lags, y: theory.cPhi, colour }] : []),
    ]),
  };
};

/** One measured number over k, a line for each g. */
export const scanChart = (
  title: string,
  label: string,
  points: readonly { readonly g: number; readonly k: number; readonly value: number }[],
  log = false,
): Chart => ({
  title,
  x: { label: 'strength of plasticity k' },
  // Still is still: how slowly rounding lets it creep is of no interest.
  y: log ? { label, log, domain: [5e-4, 2] } : { label },
  series: [...new Set(points.map(({ g }) => g))].map((g) => {
    const own = points.filter((point) => point.g === g);
    return { name: `g = ${g}`, kind: 'line', x: own.map(({ k }) => k), y: own.map(({ value }) => value) };
  }),
});

export const drawn = (rows: readonly (readonly Chart[])[]): string => chartsFigure('Chaos that stops with its synapses', rows);
