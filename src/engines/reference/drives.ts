/** Poisson and listed input: the same draws whatever the partitioning. */
import { log } from '../../math.ts';
import type { PlannedDrive, PlannedSource, Train } from '../../network/plan.ts';
import { bernoulli, domains, philox4x32, poissonCount, poissonTable, uniform } from '../../random.ts';
import { fracIn, ticksIn } from '../event-forms.ts';
import { perNeuron } from './currents.ts';
import type { Moment } from './moment.ts';

/** Draws of one drive (or source) of one population. */
export interface DriveStream {
  readonly key: readonly [number, number];
  /** Drive index | population << 8. */
  readonly stream: number;
  /** Global id of the population's first neuron. */
  readonly first: number;
  readonly perMs: number;
}

type Rated = Extract<PlannedDrive | PlannedSource, { kind: 'poisson' | 'images' }>;

const words = new Uint32Array(4);

const high = (x: number): number => Math.floor(x / 2 ** 32);

/** Rate at `tick` (the interval that begins there) [1/ms]. */
const rateAt = (drive: Rated, neuron: number, tick: number): number => {
  if (drive.kind === 'poisson') return perNeuron(drive.rate, neuron);
  return drive.rates[Math.floor(tick / drive.durationTicks) % drive.rates.length]![neuron]!;
};

const tables = new Map<number, Uint32Array>();

const gridWord = ({ key, stream, first }: DriveStream, neuron: number, step: number): number => {
  const id = first + neuron;
  philox4x32((key[0] ^ domains.drive) >>> 0, key[1], id >>> 2, stream, step >>> 0, high(step), words);
  return words[id & 3]!;
};

/** Poisson count of a drive in step `step` on the grid. */
export const gridCount = (drive: Rated, address: DriveStream, neuron: number, step: number): number => {
  const lambda = rateAt(drive, neuron, step - 1) * (1 / address.perMs);
  let table = tables.get(lambda);
  if (!table) {
    table = poissonTable(lambda);
    tables.set(lambda, table);
  }
  return poissonCount(table, gridWord(address, neuron, step));
};

/** Whether a Poisson source fires in step `step` on the grid. */
export const gridFires = (source: Rated, address: DriveStream, neuron: number, step: number): boolean =>
  bernoulli(gridWord(address, neuron, step), rateAt(source, neuron, step - 1) * (1 / address.perMs));

/** Next event of a Poisson drive on the event clock after number `n` at `last` (n = 0 at time 0), and whether an image keeps it. */
export const nextEvent = (drive: Rated, address: DriveStream, neuron: number, n: number, last: Moment): Moment & { kept: boolean } => {
  const { key, stream, first, perMs } = address;
  const fastest = drive.kind === 'poisson' ? perNeuron(drive.rate, neuron) : drive.rates.reduce((most, rates) => Math.max(most, rates[neuron]!), 0);
  if (fastest === 0) return { tick: Number.POSITIVE_INFINITY, frac: 0, kept: false };
  philox4x32((key[0] ^ domains.drive) >>> 0, key[1], first + neuron, stream, n >>> 0, high(n), words);
  const [first32, second32] = [words[0]!, words[1]!];
  const at = advance(last, -log(uniform(first32)) / fastest, perMs);
  return { ...at, kept: drive.kind === 'poisson' || uniform(second32) * fastest < rateAt(drive, neuron, at.tick) };
};

/** `from` and a duration [ms], split into whole ticks and remainder. */
export const advance = (from: Moment, duration: number, perMs: number): Moment => {
  const ms = from.frac + duration;
  const ticks = ticksIn(ms, perMs);
  return { tick: from.tick + ticks, frac: fracIn(ms, ticks, perMs) };
};

/** Index of the first time of a train after `now`. */
export const firstAfter = ({ ticks, fracs }: Train, now: Moment): number => {
  const index = ticks.findIndex((tick, i) => tick > now.tick || (tick === now.tick && fracs[i]! > now.frac));
  return index < 0 ? ticks.length : index;
};
