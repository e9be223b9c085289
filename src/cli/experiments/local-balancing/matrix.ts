/** The four projections of a network of E and I as one matrix: row i is onto neuron i, E before I. */

import { uniforms } from '../../../random.ts';
import type { Simulation } from '../../../simulation/simulate.ts';
import type { HomeoEi } from '../homeo-ei.ts';

export type Sim = Simulation<'E' | 'I', 'EE' | 'EI' | 'IE' | 'II'>;

const names = ['EE', 'EI', 'IE', 'II'] as const;

export interface Synapses {
  readonly n: number;
  /** Of every synapse: onto which neuron, from which, and its weight [mV]. */
  readonly to: readonly number[];
  readonly from: readonly number[];
  readonly w: readonly number[];
}

export const synapsesOf = async (sim: Sim, { populations }: HomeoEi): Promise<Synapses> => {
  const [to, from, w]: [number[], number[], number[]] = [[], [], []];
  const offset = (population: string | undefined): number => (population === 'I' ? populations.E.size : 0);
  for (const name of names) {
    const table = await sim.weights(name);
    table.w.forEach((weight, k) => {
      to.push((table.target[k] as number) + offset(name[1]));
      from.push((table.source[k] as number) + offset(name[0]));
      w.push(weight);
    });
  }
  return { n: populations.E.size + populations.I.size, to, from, w };
};

/** Weights as they act, with log factors h of neurons. */
export const acting = ({ to, from, w, ...rest }: Synapses, h: ArrayLike<number>): Synapses => ({
  ...{ ...rest, to, from },
  w: w.map((weight, k) => weight * Math.exp((h[to[k] as number] as number) - (h[from[k] as number] as number))),
});

/** Costs w² of a matrix; synapses between the same two neurons cost each by itself. */
export const costMatrix = ({ n, to, from, w }: Synapses): Float64Array => {
  const matrix = new Float64Array(n * n);
  w.forEach((weight, k) => {
    const at = (to[k] as number) * n + (from[k] as number);
    if (to[k] !== from[k]) matrix[at] = (matrix[at] as number) + weight ** 2;
  });
  return matrix;
};

/** Weights among some of the neurons, every `step`-th. */
export const weightMatrix = ({ n, to, from, w }: Synapses, step: number): { readonly size: number; readonly matrix: Float64Array } => {
  const size = Math.ceil(n / step);
  const matrix = new Float64Array(size * size);
  w.forEach((weight, k) => {
    const [i, j] = [(to[k] as number) / step, (from[k] as number) / step];
    if (Number.isInteger(i) && Number.isInteger(j)) matrix[i * size + j] = (matrix[i * size + j] as number) + weight;
  });
  return { size, matrix };
};

/** Cycles of three synapses, by their places; drawn, so that any path there is may be among them. */
export const cyclesOf = ({ to, from }: Synapses, count: number, seed: string): readonly (readonly [number, number, number])[] => {
  const random = uniforms(`${seed} cycles`);
  const outgoing = new Map<number, number[]>();
  from.forEach((source, k) => {
    const list = outgoing.get(source);
    if (list) list.push(k);
    else outgoing.set(source, [k]);
  });
  const pick = (neuron: number): number => {
    const list = outgoing.get(neuron) ?? [];
    return list[Math.floor(random() * list.length)] as number;
  };
  const found: [number, number, number][] = [];
  for (let tries = 0; found.length < count && tries < 1000 * count; tries++) {
    const a = Math.floor(random() * from.length);
    const b = pick(to[a] as number);
    const c = (outgoing.get(to[b] as number) ?? []).find((k) => to[k] === from[a]);
    if (c !== undefined) found.push([a, b, c]);
  }
  return found;
};

/** Mean ln |w| around each cycle. */
export const cycleLogs = ({ w }: Synapses, cycles: readonly (readonly number[])[]): number[] =>
  cycles.map((cycle) => cycle.reduce((sum, k) => sum + Math.log(Math.abs(w[k] as number)), 0) / cycle.length);
