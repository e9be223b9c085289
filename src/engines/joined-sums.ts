/** Sums of neurons that several projections share: each adds up its own synapses, and all of them go on with the total. */
import { ModelError } from '../errors.ts';
import type { Plan } from '../network/plan.ts';
import type { Program } from '../rules/program.ts';

/** The sum itself. @throws ModelError where it has more than 64 bits */
export const fitting = (sum: bigint): bigint => {
  if (BigInt.asIntN(64, sum) === sum) return sum;
  throw new ModelError(
    'sumOverflow',
    'A rule that sums over synapses in fixed point went beyond 64 bits: declare a coarser quantum for the variable that is summed.',
  );
};

/** Where the sums of one variable for the neurons of one population stand. */
interface Place {
  readonly at: number;
  readonly size: number;
}

export class JoinedSums {
  /** Places that hold shares of the same sums; only where there are several. */
  readonly #shared: readonly (readonly Place[])[];

  /**
   * @param programs - in the order in which their sums stand
   * @param lengths - of the sums of each program, in the order of its variables, those of targets and branches left out
   */
  constructor(plan: Plan, programs: readonly Program[], lengths: readonly (readonly number[])[]) {
    const places = new Map<string, Place[]>();
    let at = 0;
    programs.forEach((program, i) => {
      const projection = plan.projections.find((each) => each.program === program);
      const summed = program.variables.filter(({ sum, owner }) => sum !== null && owner !== 'post' && owner !== 'branch');
      summed.forEach(({ name, owner }, k) => {
        let from = at;
        at += lengths[i]?.[k] as number;
        if (owner !== 'neuron' || !projection) return;
        for (const population of new Set([projection.from, projection.to])) {
          const { size } = plan.populations[population] as Plan['populations'][number];
          const key = `${name} ${population}`;
          places.set(key, [...(places.get(key) ?? []), { at: from, size }]);
          from += size;
        }
      });
    });
    this.#shared = [...places.values()].filter(({ length }) => length > 1);
  }

  /** The sums, each share of a neuron's replaced by the total over projections. Integers: the order does not matter. */
  join(sums: BigInt64Array): BigInt64Array {
    if (this.#shared.length === 0) return sums;
    const joined = sums.slice();
    for (const places of this.#shared) {
      for (let i = 0; i < (places[0] as Place).size; i++) {
        const total = fitting(places.reduce((sum, { at }) => sum + (sums[at + i] as bigint), 0n));
        for (const { at } of places) joined[at + i] = total;
      }
    }
    return joined;
  }
}
