import { perUnit } from '../engines/transmitted.ts';
import type { Charge } from './charge.ts';

/** What the synapses of a projection transmitted. */
export interface Transmitted {
  /** Unit of the target's input: mV, pA or nS; empty for targets that ignore input. */
  readonly unit: string;
  /** Sum of the sizes of all amounts that were delivered [unit]. */
  readonly sum: number;
  /** The charge that they move [pC]. Divided by 3 e, 4.81e-7 pC, the ATP molecules of a pump that moves it back. */
  readonly pC: number;
}

/** What all synapses transmitted since `sinceMs`, 0 unless measuring began at a checkpoint. */
export interface Energy {
  readonly sinceMs: number;
  readonly projections: Readonly<Record<string, Transmitted>>;
  /** Of all projections together [pC]. */
  readonly pC: number;
}

/** What a checkpoint keeps: sums up to it, and up to the last bin recorded before it. Whole numbers as text. */
export interface EnergyFacts {
  readonly sinceTick: number;
  readonly sums: readonly string[];
  readonly binTick: number;
  readonly binSums: readonly string[];
}

/** A row of a recording: what a projection transmitted in a bin. */
export interface EnergyRow {
  readonly projection: number;
  readonly sum: number;
  readonly pC: number;
}

type Measured = readonly { readonly name: string; readonly charge: Charge }[];

/** Sums of all workers together, exact whatever their number and whenever they are asked. */
export class EnergyLedger {
  readonly #projections: Measured;
  readonly #sinceTick: number;
  /** Two per projection: of amounts that are 0 or more, of negative ones. */
  readonly #sums: bigint[];
  #binTick: number;
  #binSums: readonly bigint[];

  constructor(projections: Measured, tick: number, facts: EnergyFacts | null) {
    const nothing = projections.flatMap(() => [0n, 0n]);
    this.#projections = projections;
    this.#sinceTick = facts?.sinceTick ?? tick;
    this.#sums = facts ? facts.sums.map(BigInt) : nothing;
    this.#binTick = facts?.binTick ?? tick;
    this.#binSums = facts ? facts.binSums.map(BigInt) : nothing.slice();
  }

  /** Takes what a worker's synapses transmitted since it was last asked. */
  add(transmitted: BigInt64Array): void {
    transmitted.forEach((sum, i) => {
      this.#sums[i] = (this.#sums[i] as bigint) + sum;
    });
  }

  /** Where the bin under way began. */
  get binTick(): number {
    return this.#binTick;
  }

  /** Ends a bin. @returns a row for each projection */
  bin(now: number): EnergyRow[] {
    const rows = this.#projections.map((_, projection) => ({ projection, ...this.#since(this.#binSums, projection) }));
    this.#binTick = now;
    this.#binSums = this.#sums.slice();
    return rows;
  }

  summary(perMs: number): Energy {
    const start = this.#sums.map(() => 0n);
    const projections = this.#projections.map(({ name, charge }, index) => [name, { unit: charge.unit, ...this.#since(start, index) }] as const);
    return {
      sinceMs: this.#sinceTick / perMs,
      projections: Object.fromEntries(projections),
      pC: projections.reduce((sum, [, { pC }]) => sum + pC, 0),
    };
  }

  get facts(): EnergyFacts {
    return { sinceTick: this.#sinceTick, sums: this.#sums.map(String), binTick: this.#binTick, binSums: this.#binSums.map(String) };
  }

  #since(start: readonly bigint[], projection: number): { readonly sum: number; readonly pC: number } {
    const { plus, minus } = (this.#projections[projection] as Measured[number]).charge;
    const amount = (at: number): number => Number((this.#sums[at] as bigint) - (start[at] as bigint)) / perUnit;
    const [positive, negative] = [amount(2 * projection), amount(2 * projection + 1)];
    return { sum: positive + negative, pC: positive * plus + negative * minus };
  }
}
