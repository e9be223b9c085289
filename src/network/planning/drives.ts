/** Drives and sources with rates per ms and times in ticks. */
import { ModelError } from '../../errors.ts';
import type { CurrentDrive, Drive, NeuronValue, Source } from '../description.ts';
import type { Key } from '../draws.ts';
import type { PerNeuron, PlannedDrive, PlannedSource } from '../plan.ts';
import { type Ticking, train, wholeTicks } from './times.ts';
import { perNeuron, rangeOf, slot } from './values.ts';

const PER_MS = 1e-3;

/** The population whose drives are being planned. */
export interface Driven {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  readonly key: Key;
  readonly ticking: Ticking;
}

export const planDrive = (drive: Drive, number: number, of: Driven): PlannedDrive => {
  const values = (value: NeuronValue, factor: number, quantity: 'rate' | 'weight' | 'amplitude'): PerNeuron =>
    perNeuron(value, factor, of.size, of.key, of.index, slot.drive(number, quantity));
  const where = `Population '${of.name}', drive ${number} (${drive.drive})`;
  switch (drive.drive) {
    case 'poisson': {
      const rate = values(drive.rate, PER_MS, 'rate');
      notNegative(rate, where);
      return { kind: 'poisson', rate, weight: values(drive.weight, 1, 'weight') };
    }
    case 'spikeList': {
      const common = !Array.isArray(drive.times[0]);
      const lists = (common ? [drive.times] : drive.times) as readonly (readonly number[])[];
      return { kind: 'spikeList', trains: lists.map((times) => train(times, of.ticking, where)), common, weight: drive.weight };
    }
    case 'current':
      return planCurrent(drive.shape, (amplitude) => values(amplitude, 1, 'amplitude'), of.ticking, where);
    case 'images':
      return {
        kind: 'images',
        rates: imageRates(drive.pixels, drive.maxRate),
        durationTicks: wholeTicks(drive.duration, of.ticking, where),
        weight: drive.weight,
      };
  }
};

const planCurrent = (shape: CurrentDrive['shape'], amplitude: (value: NeuronValue) => PerNeuron, ticking: Ticking, where: string): PlannedDrive => {
  switch (shape.kind) {
    case 'constant':
      return { kind: 'pieces', ticks: new Float64Array(1), values: [amplitude(shape.amplitude)] };
    case 'step': {
      const ticks = shape.times.map((time) => wholeTicks(time, ticking, where));
      const fromStart = ticks[0] === 0;
      return {
        kind: 'pieces',
        ticks: Float64Array.from(fromStart ? ticks : [0, ...ticks]),
        values: fromStart ? shape.amplitudes : [0, ...shape.amplitudes],
      };
    }
    case 'sine':
      return { kind: 'sine', amplitude: shape.amplitude, frequency: shape.frequency * PER_MS, phase: shape.phase, offset: shape.offset };
    case 'array': {
      const every = wholeTicks(shape.every, ticking, where);
      return { kind: 'pieces', ticks: Float64Array.from(shape.values, (_, i) => i * every), values: shape.values };
    }
  }
};

const imageRates = (pixels: readonly (readonly number[])[], maxRate: number): Float64Array[] =>
  pixels.map((image) => Float64Array.from(image, (pixel) => (pixel / 255) * maxRate * PER_MS));

export const planSource = (source: Source, of: Driven): PlannedSource => {
  const where = `Population '${of.name}' (${source.source} source)`;
  switch (source.source) {
    case 'spikes':
      return {
        kind: 'spikes',
        trains: source.times.map((times) => train(times, of.ticking, where)),
        repeatTicks: source.repeat === undefined ? null : wholeTicks(source.repeat, of.ticking, where),
      };
    case 'poisson': {
      const rate = perNeuron(source.rate, PER_MS, of.size, of.key, of.index, slot.sourceRate);
      notNegative(rate, where);
      atMostOncePerStep(rangeOf(rate)[1], of.ticking, where);
      return { kind: 'poisson', rate };
    }
    case 'images':
      atMostOncePerStep(source.maxRate * PER_MS, of.ticking, where);
      return { kind: 'images', rates: imageRates(source.pixels, source.maxRate), durationTicks: wholeTicks(source.duration, of.ticking, where) };
  }
};

const notNegative = (rate: PerNeuron, where: string): void => {
  const [low] = rangeOf(rate);
  if (low >= 0) return;
  throw new ModelError('negative-rate', `${where}: a drawn rate is ${low / PER_MS} Hz. Rates are 0 or more: clip the distribution with { min: 0 }.`, {
    rate: low / PER_MS,
  });
};

/** A source neuron on the grid spikes once in a step or not at all. */
const atMostOncePerStep = (rate: number, { clock, perMs }: Ticking, where: string): void => {
  if (clock === 'event' || rate <= perMs) return;
  throw new ModelError(
    'rate-too-high',
    `${where}: ${rate / PER_MS} Hz is more than one spike per step of ${1 / perMs} ms. The most is ${perMs / PER_MS} Hz; use a poisson drive, more neurons or a finer dt.`,
    { rate: rate / PER_MS, most: perMs / PER_MS },
  );
};
