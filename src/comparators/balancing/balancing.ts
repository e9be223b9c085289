/** The rule `synapticBalancing` in a running network, held against matrices: the same ticks made without spikes, or the least cost that there is. */
import { defer, map, type Observable, zip } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Network } from '../../network/description.ts';
import type { Rule, RuleUse } from '../../rules/rule.ts';
import type { Weights } from '../../streams/blocks.ts';
import type { Streams } from '../../streams/streams.ts';
import { units } from '../../units.ts';
import type { Band, Comparator, Pair } from '../comparator.ts';
import { diagonalSimilarity, neuronCosts, withoutDiagonal } from './costs.ts';
import { balance } from './sweeps.ts';

const name = 'synapticBalancing';
/** A dense matrix of more takes gigabytes. */
const mostNeurons = 5000;

export interface BalancingOptions {
  /** Time between snapshots [ms]; by default the time between two ticks of the rule. */
  readonly every?: number;
  /**
   * `course`: costs that the rule's own ticks give from the first snapshot on, if nothing else changes a weight: learning on the same synapses makes itself known so.
   * `least`: the least cost that balancing can reach from the first snapshot, which the network approaches from above.
   */
  readonly against?: 'course' | 'least';
  /** 1 % of the prediction by default. */
  readonly band?: Band;
}

interface Ticks {
  readonly eta: number;
  readonly p: number;
  /** [ms] */
  readonly period: number;
}

interface Part {
  readonly projection: string;
  /** Place of the first neuron of either population among all of them. */
  readonly source: number;
  readonly target: number;
  readonly sourceSize: number;
}

/**
 * Total cost of the weights that balancing acts on, relative to the first snapshot, against what it predicts. What it follows are synapses of all projections with the
 * rule in one block, neurons counted over all populations in the order of the network, weights as they act: `w` times the rule's factors. No statistics are in
 * it: costs depend on weights alone.
 *
 * @param network - with `synapticBalancing` on the projections among which costs are balanced, with the same parameters on each; 5000 neurons at most
 * @throws ModelError `balancing-rule`, `balancing-size`, `balancing-every`
 */
export const balancing = (network: Network, { every, against = 'course', band = { relative: 0.01 } }: BalancingOptions = {}): Comparator<Weights> => {
  const { rule, parts, n } = balancedParts(network);
  const between = every ?? rule.period;
  if (!(between > 0 && between < Number.POSITIVE_INFINITY))
    throw new ModelError('balancing-every', `Snapshots of weights must be a positive time apart; not ${between} ms.`, { every: between });
  return {
    name: 'balancing',
    quantity: 'cost of synapses / at first',
    unit: '',
    band,
    watch: (streams) => actingWeights(streams, parts, between),
    follow: (seen) =>
      defer(() => {
        let course: Course | null = null;
        return seen.pipe(
          map(({ of, upTo, source, target, w }): Pair => {
            const costs = costMatrix(n, source, target, w, rule.p);
            course ??= new Course(costs, n, rule, upTo);
            const predicted = against === 'least' ? course.least() : course.at(upTo);
            return { t: upTo, of, spiking: costOf(costs, n) / course.first, predicted: predicted / course.first, standardError: 0 };
          }),
        );
      }),
  };
};

const balancedParts = ({ populations, projections }: Network): { readonly rule: Ticks; readonly parts: readonly Part[]; readonly n: number } => {
  const first = new Map<string, number>();
  let n = 0;
  for (const [population, { size }] of Object.entries(populations)) {
    first.set(population, n);
    n += size;
  }
  const used = Object.entries(projections).flatMap(([projection, { from, to, synapse = [] }]) => {
    const use = synapse.find((one) => one.rule.name === name);
    if (!use) return [];
    const part = { projection, source: first.get(from) as number, target: first.get(to) as number, sourceSize: populations[from]?.size as number };
    return [{ part, use }];
  });
  if (used.length === 0)
    throw new ModelError(
      'balancing-rule',
      `No projection of the network balances its costs: put ${name}() into the synapse list of those that should.`,
      {
        projections: Object.keys(projections),
      },
    );
  if (n > mostNeurons)
    throw new ModelError('balancing-size', `Balancing is followed with a dense matrix, of ${mostNeurons} neurons at most; the network has ${n}.`, {
      n,
    });
  return { rule: ruleOf((used[0] as (typeof used)[number]).use), parts: used.map(({ part }) => part), n };
};

/** Parameters as given, or as the rule declares them. */
const ruleOf = ({ rule, params }: RuleUse): Ticks => {
  const [eta, p, period] = (['eta', 'p', 'period'] as const).map((each) => {
    const { value, unit } = rule.params[each] as Rule['params'][string];
    return params[each] ?? value * units[unit].held;
  }) as [number, number, number];
  return { eta, p, period };
};

/** Weights times factors of all projections, snapshot by snapshot. */
const actingWeights = (streams: Streams, parts: readonly Part[], every: number): Observable<Weights> =>
  zip(
    parts.map(({ projection, source, target, sourceSize }) =>
      zip(streams.weights(projection, { every }), streams.values(`${projection}.${name}.h`, { every })).pipe(
        map(([block, { values: h }]) => {
          // Of a projection between two populations, sources come first.
          const offset = source === target ? 0 : sourceSize;
          const factor = (k: number): number =>
            Math.exp((h[offset + (block.target[k] as number)] as number) - (h[block.source[k] as number] as number));
          return {
            ...block,
            source: block.source.map((neuron) => neuron + source),
            target: block.target.map((neuron) => neuron + target),
            w: block.w.map((w, k) => w * factor(k)),
          };
        }),
      ),
    ),
  ).pipe(
    map((blocks) => {
      const [one] = blocks as [Weights, ...Weights[]];
      const joined = <T extends Uint32Array | Float64Array>(make: (length: number) => T, column: (block: Weights) => T): T => {
        const whole = make(blocks.reduce((sum, block) => sum + block.w.length, 0));
        let at = 0;
        for (const block of blocks) {
          whole.set(column(block), at);
          at += block.w.length;
        }
        return whole;
      };
      return {
        of: parts.map(({ projection }) => projection).join(', '),
        from: one.from,
        upTo: one.upTo,
        source: joined(
          (length) => new Uint32Array(length),
          (block) => block.source,
        ),
        target: joined(
          (length) => new Uint32Array(length),
          (block) => block.target,
        ),
        w: joined(
          (length) => new Float64Array(length),
          (block) => block.w,
        ),
      };
    }),
  );

/** Synapses between the same two neurons cost each by itself, and move together. Self-connections are there too: the rule counts them as incoming and as outgoing. */
const costMatrix = (n: number, source: Uint32Array, target: Uint32Array, w: Float64Array, p: number): Float64Array => {
  const costs = new Float64Array(n * n);
  for (let k = 0; k < w.length; k++) {
    const [i, j] = [target[k] as number, source[k] as number];
    costs[i * n + j] = (costs[i * n + j] as number) + Math.abs(w[k] as number) ** p;
  }
  return costs;
};

/** Total, without what balancing cannot change. */
const costOf = (costs: Float64Array, n: number): number => neuronCosts(withoutDiagonal(costs, n), n).cost;

/** The rule's ticks on a matrix, from a snapshot on. */
class Course {
  readonly first: number;
  readonly #n: number;
  readonly #rule: Ticks;
  readonly #start: Float64Array;
  readonly #h: Float64Array;
  #costs: Float64Array;
  #ticks: number;
  #least: number | null = null;

  constructor(costs: Float64Array, n: number, rule: Ticks, t: number) {
    this.first = costOf(costs, n);
    this.#n = n;
    this.#rule = rule;
    this.#start = costs;
    this.#costs = costs;
    this.#h = new Float64Array(n);
    this.#ticks = ticksUntil(t, rule);
  }

  /** Total cost at t [ms], which must not go back. */
  at(t: number): number {
    for (; this.#ticks < ticksUntil(t, this.#rule); this.#ticks++) {
      const { incoming, outgoing } = neuronCosts(this.#costs, this.#n);
      for (let i = 0; i < this.#n; i++) {
        const [into, out] = [incoming[i] as number, outgoing[i] as number];
        if (into * out > 0) this.#h[i] = (this.#h[i] as number) + (this.#rule.eta * (out - into)) / (out + into);
      }
      this.#costs = diagonalSimilarity(this.#start, this.#h, this.#rule.p);
    }
    return costOf(this.#costs, this.#n);
  }

  least(): number {
    this.#least ??= balance(this.#start, this.#n, { p: this.#rule.p, tolerance: 1e-9, held: true }).cost;
    return this.#least;
  }
}

/** Ticks up to t, one at t included. */
const ticksUntil = (t: number, { period }: Ticks): number => Math.floor(t / period + 1e-9);
