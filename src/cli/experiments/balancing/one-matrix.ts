/** One matrix with rows of lognormal scale: how it is balanced, by the flow and by steps, and what it does when a synapse is disturbed. */
import { spectralCost } from '../../../comparators/balancing/bounds.ts';
import { diagonalSimilarity, neuronCosts, synapticCosts } from '../../../comparators/balancing/costs.ts';
import { balancingFlow, twoNeuronFlow } from '../../../comparators/balancing/flow.ts';
import { balancingRates, effectiveResistance, perturbationResponse } from '../../../comparators/balancing/near-balance.ts';
import { balance } from '../../../comparators/balancing/sweeps.ts';
import { uniforms } from '../../../random.ts';
import { eigenvalues } from '../../../streams/statistics/eigenvalues.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { above, below, near, type Row, reported, type Settings } from '../experiment.ts';
import { heterogeneous, independent, lowRank } from './matrices.ts';
import { type Stepped, stepped } from './rules.ts';

/** Costs of synapses between two neurons at times 0.05, 0.2 and 1, from J₁₂ = 2, J₂₁ = 0.3. */
const printed = { 1: [1.7171379, 1.2575597, 0.806097], 2: [2.2668395, 1.0736584, 0.6073441] } as const;

export const twoNeuronRows = (): Row[] => {
  const times = [0.05, 0.2, 1];
  const ofPower = (p: 1 | 2): Row[] => {
    const costs = synapticCosts(Float64Array.of(0, 2, 0.3, 0), 2, p);
    return balancingFlow(costs, 2, { p, times }).flatMap(({ t, h }, i) => {
      const c12 = diagonalSimilarity(costs, h, p)[1] as number;
      const [exact] = twoNeuronFlow(costs[1] as number, costs[2] as number, { p, t });
      return [
        near(`two neurons, p = ${p}, t = ${t} τ: c₁₂ of the flow`, c12, exact, 1e-8, 'established'),
        near(`two neurons, p = ${p}, t = ${t} τ: c₁₂ in closed form`, exact, printed[p][i] as number, 6e-8, 'verified'),
      ];
    });
  };
  const [alone] = balancingFlow(Float64Array.of(0, 2.25, 0, 0), 2, { times: [3] });
  return [
    ...ofPower(1),
    ...ofPower(2),
    near('one synapse without a way back, c = 2.25, t = 3 τ', alone?.cost as number, 2.25 / 28, 1e-8, 'established'),
  ];
};

export interface OneMatrix {
  readonly steps: readonly Stepped[];
  /** Of the flow: times (τ), C / C₀, and the distance of h from balance. */
  readonly time: readonly number[];
  readonly course: readonly number[];
  readonly distance: readonly number[];
  readonly slowest: number;
  readonly best: number;
  readonly rows: readonly Row[];
}

const cycleDrift = (before: Float64Array, after: Float64Array, n: number, seed: string): number => {
  const random = uniforms(`${seed} cycles`);
  const neuron = (): number => Math.floor(random() * n);
  let most = 0;
  for (let tries = 0; tries < 500; tries++) {
    const [a, b, c] = [neuron(), neuron(), neuron()];
    if (a === b || b === c || a === c) continue;
    const product = (w: Float64Array): number => (w[a * n + b] as number) * (w[b * n + c] as number) * (w[c * n + a] as number);
    most = Math.max(most, Math.abs(product(after) / product(before) - 1));
  }
  return most;
};

export const oneMatrix = ({ seed, quick, progress }: Settings): OneMatrix => {
  const n = 100;
  const weights = heterogeneous(0.7, 0)(n, seed);
  const costs = synapticCosts(weights, n);
  const start = neuronCosts(costs, n).cost;
  const best = balance(costs, n);
  const spectrum = eigenvalues(weights, n);
  const etas = quick ? [0.1, 0.3] : [0.02, 0.1, 0.3];
  const steps = (['multiplicative', 'additive'] as const).flatMap((form) =>
    etas.map((eta) => {
      progress(`${form} steps, η = ${eta}`, 0.75);
      return stepped(weights, n, spectrum, form, eta);
    }),
  );
  progress('flow', 0.9);
  const slowest = balancingRates(best.costs, n)[1] as number;
  const late = [16 / slowest, 17 / slowest];
  const over = Math.max(40, 30 / slowest);
  // Closely at first, when the cost falls; then as long as the distance decays.
  const time = [...Array.from({ length: 40 }, (_, i) => i / 40), ...Array.from({ length: 40 }, (_, i) => 1 + i / 4), ...late].sort((a, b) => a - b);
  const points = balancingFlow(costs, n, { times: [...time, over], tolerance: 1e-11 });
  const distance = points.map(({ h }) => Math.hypot(...h.map((each, i) => each - (best.h[i] as number))));
  const at = (t: number): number => distance[time.indexOf(t)] as number;
  const end = points.at(-1)?.h as Float64Array;
  const rise = (course: readonly number[]): number =>
    course.reduce((most, c, i) => Math.max(most, c - (course[i - 1] ?? 1)), Number.NEGATIVE_INFINITY);
  const of = `rows lognormal(0.7), N = ${n}`;
  const rows = [
    reported(`${of}: C*/C₀ of the sweeps`, best.cost / start),
    reported(`${of}: sweeps to |g| < 1e-12 C`, best.sweeps),
    above(`${of}: C* / Σ|λ|²`, best.cost / spectralCost(weights, n), 1, 'established'),
    ...steps.flatMap(({ form, eta, course, imbalance, drift, time: taken }) => {
      const own = `${of}, ${form} steps, η = ${eta}`;
      const cost = (course.at(-1) as number) / (best.cost / start);
      if (form === 'additive')
        return [
          above(`${own}: largest shift of an eigenvalue`, drift, 1e-4, 'verified'),
          below(`${own}: C reached / C*`, cost, 1 - 1e-5, 'verified'),
          reported(`${own}: C reached / C₀`, course.at(-1) as number),
        ];
      return [
        below(`${own}: largest shift of an eigenvalue`, drift, 1e-12, 'established'),
        below(`${own}: largest |g| / C`, imbalance, 4e-12, 'verified'),
        near(`${own}: C reached / C*`, cost, 1, 1e-9, 'established'),
        below(`${own}: largest rise of C / C₀ in a step`, rise(course), 1e-14, 'verified'),
        reported(`${own}: steps`, taken.length - 1),
      ];
    }),
    below(
      `${of}: largest difference of h, flow at ${Math.round(over)} τ and sweeps`,
      Math.max(...end.map((each, i) => Math.abs(each - (best.h[i] as number)))),
      5e-10,
      'verified',
    ),
    below(
      `${of}: largest relative change of a cycle of three in the flow`,
      cycleDrift(weights, diagonalSimilarity(weights, end), n, seed),
      1e-12,
      'established',
    ),
    reported(`${of}: decay of the distance, 6 to 7 τ (1/τ)`, Math.log(at(6) / at(7))),
    reported(`${of}: slowest rate pλ₂ (1/τ)`, slowest),
    near(`${of}: decay after 16 times 1/pλ₂, relative to pλ₂`, Math.log(at(late[0] as number) / at(late[1] as number)), 1, 0.05, 'established'),
  ];
  const shown = time.length;
  return {
    steps,
    time,
    course: points.slice(0, shown).map(({ cost }) => cost / start),
    distance: distance.slice(0, shown),
    slowest,
    best: best.cost / start,
    rows,
  };
};

export interface Response {
  /** h of each neuron after a disturbance, per ε: as it came out, and as the Laplacian says. */
  readonly measured: readonly number[];
  readonly expected: readonly number[];
  readonly rows: readonly Row[];
}

/** A balanced matrix with one synapse strengthened a little, and balanced anew. */
export const response = (p: number, seed: string): Response => {
  const [n, epsilon] = [80, 1e-5];
  const random = uniforms(`${seed} disturbed`);
  const to = Math.floor(random() * n);
  const from = (to + 1 + Math.floor(random() * (n - 1))) % n;
  const start = heterogeneous(0.4, 0)(n, seed);
  const tight = { p, tolerance: 1e-15, most: 60 };
  const balanced = diagonalSimilarity(start, balance(synapticCosts(start, n, p), n, tight).h);
  const disturbed = balanced.slice();
  disturbed[to * n + from] = (disturbed[to * n + from] as number) * (1 + epsilon);
  const measured = [...balance(synapticCosts(disturbed, n, p), n, tight).h].map((each) => each / epsilon);
  const costs = synapticCosts(balanced, n, p);
  const expected = [...perturbationResponse(costs, n, to, from)];
  const size = (costs[to * n + from] as number) * effectiveResistance(costs, n, to, from);
  const largest = Math.max(...expected.map(Math.abs));
  const others = measured.filter((_, k) => k !== to && k !== from);
  const [own, source, rest] = [measured[to] as number, measured[from] as number, momentsOf(others).mean];
  const of = `disturbed synapse, N = ${n}, p = ${p}`;
  return {
    measured,
    expected,
    rows: [
      near(`${of}: response of the synapse / −c·R`, (source - own) / size, 1, 1e-3, 'established'),
      below(
        `${of}: largest difference of a neuron's response, relative to the largest`,
        Math.max(...expected.map((each, i) => Math.abs(each - (measured[i] as number)))) / largest,
        1e-3,
        'established',
      ),
      below(`${of}: the synapse itself (per ε)`, own - source, 0, 'established'),
      above(`${of}: the one in the other direction (per ε)`, source - own, 0, 'established'),
      below(`${of}: other inputs of its target (per ε)`, own - rest, 0, 'established'),
      above(`${of}: other outputs of its target (per ε)`, rest - own, 0, 'established'),
      above(`${of}: other inputs of its source (per ε)`, source - rest, 0, 'established'),
      below(`${of}: other outputs of its source (per ε)`, rest - source, 0, 'established'),
    ],
  };
};

/** Rank one is balanced pair by pair; and a synapse that leads out of a component decays as 1/t. */
export const exactRows = (seed: string): Row[] => {
  const n = 60;
  const weights = lowRank(1)(n, seed);
  const balanced = diagonalSimilarity(weights, balance(synapticCosts(weights, n), n, { tolerance: 1e-14, most: 100 }).h);
  const back = (k: number): number => weights[(k % n) * n + Math.floor(k / n)] as number;
  const wrong = balanced.map((w, k) => (k % (n + 1) === 0 ? 0 : Math.abs(Math.abs(w) / Math.sqrt(Math.abs((weights[k] as number) * back(k))) - 1)));
  const [first, size] = [8, 20];
  const open = independent(size, seed).map((w, k) => (Math.floor(k / size) < first && k % size >= first ? 0 : w));
  const costs = synapticCosts(open, size);
  const { fading } = balance(costs, size);
  const left = balancingFlow(costs, size, { times: [1000, 2000] }).map(({ h }) => {
    const now = diagonalSimilarity(costs, h, 2);
    return fading.reduce((sum, k) => sum + (now[k] as number), 0);
  });
  const rate = (1 / (left[1] as number) - 1 / (left[0] as number)) / 1000;
  return [
    below('rank 1: largest relative distance of |J*| from √|J·Jᵀ|', Math.max(...wrong), 1e-9, 'established'),
    near('two components of 8 and 12: synapses found that no cycle holds', fading.length, first * (size - first), 0, 'established'),
    near('two components of 8 and 12: d(1/C between them)/dt · τ', rate, 2 * (1 / first + 1 / (size - first)), 0.01, 'established'),
  ];
};
