/** Potential and raised threshold of a population slice as of now, which the event clock keeps as coefficients: columns to read, and to write back from. */
import type { PlannedPopulation } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import { coefficientFor, growth, sinceBase } from '../event-forms.ts';
import type { EventColumns } from './event-columns.ts';
import type { EventKernel, EventParam } from './event-kernel.ts';
import type { PartitionMemory } from './memory.ts';

export class EventDerived {
  readonly columns: readonly StateColumn[];
  /** Potentials [mV]. */
  readonly v: Float64Array;
  readonly #theta: Float64Array;
  readonly #state: EventColumns['state'];
  readonly #params: Readonly<Record<EventParam, Float64Array>>;
  readonly #currents: boolean;
  readonly #perMs: number;

  constructor(
    { name, index, model }: PlannedPopulation,
    n: number,
    state: EventColumns['state'],
    params: Readonly<Record<EventParam, Float64Array>>,
    perMs: number,
    memory: PartitionMemory,
  ) {
    this.v = memory.allocate(Float64Array, n);
    this.#theta = new Float64Array(n);
    this.#state = state;
    this.#params = params;
    this.#currents = model?.input === 'current';
    this.#perMs = perMs;
    const column = (part: string, data: Float64Array): StateColumn => ({
      ...{ name: `${name}.${part}`, of: 'neuron', owner: index, data },
      role: 'derived',
    });
    this.columns = [column('v', this.v), ...(model?.event?.adaptation ? [column('theta', this.#theta)] : [])];
  }

  /** Makes the columns those of tick `now`, up to which the kernel has brought everybody. */
  refresh(kernel: EventKernel, now: number, base: number): void {
    kernel.voltages(now, this.v.byteOffset);
    const x = sinceBase(now, 0, base, this.#perMs);
    const { theta } = this.#state;
    for (let i = 0; i < theta.length; i++) this.#theta[i] = (theta[i] as number) * (1 / growth(x, this.#at('tauTheta', i)));
  }

  /** Changes coefficients so that what an intervention wrote holds at tick `now`; whether it wrote one of these columns. */
  take(written: string | undefined, now: number, base: number): boolean {
    const which = this.columns.findIndex(({ name }) => name === written);
    const x = sinceBase(now, 0, base, this.#perMs);
    if (which === 0) for (let i = 0; i < this.v.length; i++) this.#setVoltage(i, this.v[i] as number, x);
    if (which === 1) for (let i = 0; i < this.v.length; i++) this.#state.theta[i] = (this.#theta[i] as number) * growth(x, this.#at('tauTheta', i));
    return which >= 0;
  }

  /** Whether some refractory neuron is held at its threshold or above, and so fires by its release alone. */
  heldHigh(): boolean {
    const { a, releaseTick } = this.#state;
    return a.some((held, i) => releaseTick[i] !== -1 && held >= this.#at('vTh', i));
  }

  /** Whoever is refractory is held there until it is released. */
  #setVoltage(i: number, v: number, x: number): void {
    const { a, b, c, releaseTick } = this.#state;
    if (releaseTick[i] !== -1) {
      a[i] = v;
      return;
    }
    const decay = (tau: 'tauE' | 'tauI'): number => (this.#currents ? 1 / growth(x, this.#at(tau, i)) : 1);
    a[i] = coefficientFor(v, this.#at('vInf', i), growth(x, this.#at('tauM', i)), b[i] ?? 0, decay('tauE'), c[i] ?? 0, decay('tauI'));
  }

  #at(param: EventParam, i: number): number {
    const column = this.#params[param];
    return column[column.length > 1 ? i : 0] as number;
  }
}
