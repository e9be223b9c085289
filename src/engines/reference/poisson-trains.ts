/** Poisson drives and Poisson sources on the event clock: each neuron's next event, drawn when the one before is taken. */
import type { StateColumn } from '../engine.ts';
import { type Rates, sourceDrive } from '../rates.ts';
import type { Core } from './core.ts';
import { type DriveStream, nextEvent } from './drives.ts';
import { type Moment, Phase } from './moment.ts';

interface Trains {
  readonly name: string;
  readonly population: number;
  readonly drive: Parameters<typeof nextEvent>[0];
  readonly address: DriveStream;
  /** Number and time of each neuron's next event, and whether an image keeps it. */
  readonly numbers: Float64Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
  readonly kept: Uint8Array;
  readonly phase: number;
  act(neuron: number): void;
}

export class PoissonTrains {
  readonly #core: Core;
  readonly #trains: readonly Trains[];

  constructor(core: Core, isSilent: (population: number) => boolean) {
    this.#core = core;
    const { key, perMs } = core.plan;
    this.#trains = core.populations.flatMap(({ index, name, size, first, source, drives }) => {
      const make = (drive: Trains['drive'], number: number, label: string, phase: number, act: Trains['act']): Trains => {
        const address = { key, first, perMs, stream: (number | (index << 8)) >>> 0 };
        const [numbers, ticks, fracs] = [0, 0, 0].map(() => new Float64Array(size)) as [Float64Array, Float64Array, Float64Array];
        const trains = { name: `${name}.${label}`, population: index, drive, address, numbers, ticks, fracs, kept: new Uint8Array(size), phase, act };
        for (let neuron = 0; neuron < size; neuron++) draw(trains, neuron, { tick: 0, frac: 0 });
        return trains;
      };
      const fire = (neuron: number) => {
        if (!isSilent(index)) core.fire(index, neuron, true);
      };
      const own = source && source.kind !== 'spikes' ? [make(source, sourceDrive, 'source', Phase.postDue, fire)] : [];
      const driven = drives.flatMap((drive, i) => {
        if (drive.kind !== 'poisson' && drive.kind !== 'images') return [];
        return [make(drive, i, `drive${i}`, Phase.drive, (neuron) => core.inputs[index]!.countDrive(neuron, i, 1))];
      });
      return [...own, ...driven];
    });
  }

  start(): void {
    for (const trains of this.#trains) for (let neuron = 0; neuron < trains.numbers.length; neuron++) this.#pushNext(trains, neuron);
  }

  /** The rates of these neurons have changed: their trains begin anew. To be followed by `start`. */
  restart(rates: Rates, neurons: readonly number[]): void {
    const trains = this.#trains.find(({ drive }) => drive.kind === 'poisson' && drive.rate === rates.perMs);
    if (!trains) return;
    rates.restart(neurons, trains, this.#core.now.tick);
    for (const neuron of neurons) trains.kept[neuron] = 1;
  }

  #pushNext(trains: Trains, neuron: number): void {
    const at: Moment = { tick: trains.ticks[neuron]!, frac: trains.fracs[neuron]! };
    if (at.tick === Number.POSITIVE_INFINITY) return;
    const take = () => {
      if (trains.kept[neuron]) trains.act(neuron);
      trains.numbers[neuron] = trains.numbers[neuron]! + 1;
      draw(trains, neuron, at);
      this.#pushNext(trains, neuron);
    };
    this.#core.push(at, trains.phase, take, trains.phase === Phase.postDue ? -1 : neuron);
  }

  columns(): readonly StateColumn[] {
    return this.#trains.flatMap(({ name, population, numbers, ticks, fracs, kept }) => {
      const parts = { number: numbers, tick: ticks, frac: fracs, kept };
      return Object.entries(parts).map(([part, data]) => ({ name: `${name}.${part}`, of: 'neuron' as const, owner: population, data }));
    });
  }
}

/** Draws the event whose number stands in `numbers`, after `last`. */
const draw = ({ drive, address, numbers, ticks, fracs, kept }: Trains, neuron: number, last: Moment): void => {
  const next = nextEvent(drive, address, neuron, numbers[neuron]!, last);
  ticks[neuron] = next.tick;
  fracs[neuron] = next.frac;
  kept[neuron] = next.kept ? 1 : 0;
};
