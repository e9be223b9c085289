/** Rates of Poisson drives and sources, which interventions may change while a network runs. Once for all engines, so that they mean the same. */
import { log } from '../math.ts';
import type { PerNeuron, Plan, PlannedPopulation } from '../network/plan.ts';
import { domains, philox4x32, poissonTable, uniform } from '../random.ts';
import type { StateColumn } from './engine.ts';
import { fracIn, ticksIn } from './event-forms.ts';

/** Drive index under which a source population draws. */
export const sourceDrive = 0xff;

const perHertz = 1e-3;

/** What a description said in Hz, as far as it was a number that one writes. */
const hertzOf = (rate: number): number => {
  const written = Number((rate / perHertz).toPrecision(15));
  return written * perHertz === rate ? written : rate / perHertz;
};

/** On the grid, the most that a drive may bring in a step: 700 events can be drawn; one rate for all is counted in bytes where it begins low. */
const mostPerStep = (rate: PerNeuron, perMs: number): number => (isByteRate(rate, perMs) ? 150 : 700);

/** Whether a drive's counts per step are kept in bytes: one rate for all neurons, and low. */
export const isByteRate = (rate: PerNeuron, perMs: number): boolean => typeof rate === 'number' && poissonTable(rate * (1 / perMs)).length <= 128;

const rangeOf = ({ clock, perMs }: Plan, number: number, rate: PerNeuron): StateColumn['range'] => {
  if (clock === 'event') return { least: 0, most: Number.MAX_VALUE, text: '0 Hz or more' };
  const events = number === sourceDrive ? 1 : mostPerStep(rate, perMs);
  const most = (events * perMs) / perHertz;
  const what = number === sourceDrive ? 'one spike' : `${events} events`;
  return { least: 0, most, text: `from 0 to ${most} Hz, which is ${what} per step of ${1 / perMs} ms` };
};

/** Number and time of each neuron's next event on the event clock. */
export interface EventTrain {
  readonly numbers: Float64Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}

/** The rates of one drive (or of a source: drive `sourceDrive`) for the neurons [lo, hi) of a population. */
export class Rates {
  /** In Hz, to be written; what is written counts after `take`. */
  readonly column: StateColumn;
  /** In use [1/ms]. */
  readonly perMs: Float64Array;
  readonly #plan: Plan;
  readonly #planned: PerNeuron;
  readonly #stream: number;
  readonly #firstId: number;

  constructor(plan: Plan, { name, index, first }: PlannedPopulation, number: number, rate: PerNeuron, { lo, hi }: { lo: number; hi: number }) {
    this.perMs = typeof rate === 'number' ? new Float64Array(hi - lo).fill(rate) : rate.slice(lo, hi);
    const data = typeof rate === 'number' ? new Float64Array(hi - lo).fill(hertzOf(rate)) : this.perMs.map(hertzOf);
    const own = number === sourceDrive ? `${name}.rate` : `${name}.drive${number}.rate`;
    const range = rangeOf(plan, number, rate);
    this.column = { name: own, of: 'neuron', owner: index, data, role: 'parameter', ...(range ? { range } : {}) };
    this.#plan = plan;
    this.#planned = typeof rate === 'number' ? rate : rate.slice(lo, hi);
    this.#stream = (number | (index << 8)) >>> 0;
    this.#firstId = first + lo;
  }

  /** Whether all neurons have one rate. */
  get common(): boolean {
    return this.perMs.every((rate) => rate === this.perMs[0]);
  }

  /** Puts in use what the column says; returns the neurons whose rate that changes. */
  take(): number[] {
    const changed: number[] = [];
    for (let i = 0; i < this.perMs.length; i++) {
      const hertz = this.column.data[i] as number;
      const planned = typeof this.#planned === 'number' ? this.#planned : (this.#planned[i] as number);
      // A rate that was drawn need not come out of its Hz to the last bit.
      const rate = hertz === planned / perHertz ? planned : hertz * perHertz;
      if (rate === this.perMs[i]) continue;
      this.perMs[i] = rate;
      changed.push(i);
    }
    return changed;
  }

  /** Event clock: the events under way of these neurons are dropped, and the next ones drawn from tick `now` on. A rate of 0 had none under way. */
  restart(neurons: readonly number[], { numbers, ticks, fracs }: EventTrain, now: number): void {
    const { key, perMs } = this.#plan;
    for (const i of neurons) {
      if (ticks[i] !== Number.POSITIVE_INFINITY) numbers[i] = (numbers[i] as number) + 1;
      const [n, rate] = [numbers[i] as number, this.perMs[i] as number];
      ticks[i] = Number.POSITIVE_INFINITY;
      fracs[i] = 0;
      if (rate === 0) continue;
      philox4x32((key[0] ^ domains.drive) >>> 0, key[1], this.#firstId + i, this.#stream, n >>> 0, Math.floor(n / 2 ** 32), words);
      const interval = -log(uniform(words[0] as number)) / rate;
      const whole = ticksIn(interval, perMs);
      ticks[i] = now + whole;
      fracs[i] = fracIn(interval, whole, perMs);
    }
  }
}

const words = new Uint32Array(4);

/** The rates of a population slice that can change, by drive index. */
export const ratesOf = (plan: Plan, population: PlannedPopulation, slice: { lo: number; hi: number }): Map<number, Rates> => {
  const { drives, source } = population;
  const rates = new Map<number, Rates>();
  drives.forEach((drive, number) => {
    if (drive.kind === 'poisson') rates.set(number, new Rates(plan, population, number, drive.rate, slice));
  });
  if (source?.kind === 'poisson') rates.set(sourceDrive, new Rates(plan, population, sourceDrive, source.rate, slice));
  return rates;
};
