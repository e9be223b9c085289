/** The least total cost that balancing can reach, by sweeps over the neurons: Osborne (1960) Journal of the ACM 7:338, doi:10.1145/321043.321048. */
import { log } from '../../math.ts';
import { strongComponents } from './components.ts';
import { checkCosts, checkPositive, type NeuronCosts, neuronCosts, withoutDiagonal } from './costs.ts';

export interface Balance extends NeuronCosts {
  /** Costs at the least total, n × n; 0 where a synapse fades. */
  readonly costs: Float64Array;
  /** Log factors, of mean 0. */
  readonly h: Float64Array;
  /** Neurons without incoming or without outgoing cost: they have no finite balance. */
  readonly unbalanced: readonly number[];
  /**
   * Synapses (i·n + j) that lead from one strongly connected component to another. No cycle holds them: they weaken for ever (as 1/t in the flow), and the total cost has a
   * greatest lower bound but no minimum. `cost` is that bound, and h that of each component by itself.
   */
  readonly fading: readonly number[];
  readonly sweeps: number;
  /** Whether all is balanced to the tolerance. */
  readonly converged: boolean;
}

export interface BalanceOptions {
  /** Power of the costs; 2 by default. */
  readonly p?: number;
  /** Largest |g| that ends the sweeps, relative to the total cost; 1e-12 by default. */
  readonly tolerance?: number;
  /** Number of sweeps at most; 10,000 by default. */
  readonly most?: number;
  /** Whether neurons that lack incoming or outgoing cost are held at h = 0, as the spiking rule does, instead of drifting away; false by default. */
  readonly held?: boolean;
}

/**
 * The least total cost that transformations J(h) can reach, and where: each neuron balanced exactly in its turn. Ten sweeps of n² do for dense random matrices.
 *
 * @param costs - n × n, as `synapticCosts` makes them; left alone
 * @throws ModelError `balancing-size`, `balancing-entry`, `balancing-parameter`
 */
export const balance = (costs: Float64Array, n: number, options: BalanceOptions = {}): Balance => {
  const { p = 2, tolerance = 1e-12, most = 10_000, held = false } = options;
  checkCosts(costs, n);
  checkPositive('a power p', p);
  const c = withoutDiagonal(costs, n);
  const first = neuronCosts(c, n);
  const neurons = Array.from({ length: n }, (_, i) => i);
  const lacking = (i: number): boolean => !((first.incoming[i] as number) > 0 && (first.outgoing[i] as number) > 0);
  const unbalanced = neurons.filter(lacking);
  const movable = held ? neurons.filter((i) => !lacking(i)) : neurons;
  // What is held is held together: a path may lead over it.
  const component = strongComponents(n, (i, j) => (c[i * n + j] as number) > 0 || (held && lacking(i) && lacking(j)));
  const fading: number[] = [];
  c.forEach((cost, k) => {
    if (cost > 0 && component[Math.floor(k / n)] !== component[k % n]) fading.push(k);
  });
  for (const k of fading) c[k] = 0;
  const h = new Float64Array(n);
  const residual = ({ incoming, outgoing, cost }: NeuronCosts): number =>
    movable.reduce((largest, i) => Math.max(largest, Math.abs((outgoing[i] as number) - (incoming[i] as number))), 0) / cost;
  let sweeps = 0;
  let sums = neuronCosts(c, n);
  while (sums.cost > 0 && residual(sums) > tolerance && sweeps < most) {
    for (const i of movable) h[i] = (h[i] as number) + balanceNeuron(c, n, i) / p;
    sweeps++;
    sums = neuronCosts(c, n);
  }
  const mean = h.reduce((sum, each) => sum + each, 0) / n;
  const converged = sums.cost === 0 || residual(sums) <= tolerance;
  return { ...sums, costs: c, h: h.map((each) => each - mean), unbalanced, fading, sweeps, converged };
};

/** Multiplies a row and divides a column so that their sums meet; returns the logarithm of the factor. */
const balanceNeuron = (c: Float64Array, n: number, i: number): number => {
  let [incoming, outgoing] = [0, 0];
  for (let j = 0; j < n; j++) {
    incoming += c[i * n + j] as number;
    outgoing += c[j * n + i] as number;
  }
  // Nothing is left of a neuron whose synapses all fade.
  if (incoming === 0 || outgoing === 0) return 0;
  const factor = Math.sqrt(outgoing / incoming);
  for (let j = 0; j < n; j++) {
    c[i * n + j] = (c[i * n + j] as number) * factor;
    c[j * n + i] = (c[j * n + i] as number) / factor;
  }
  return log(factor);
};
