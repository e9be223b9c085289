import type { SpikeBlock } from '../simulation/spike-block.ts';
import type { Spikes } from './blocks.ts';

export interface PopulationRange {
  readonly name: string;
  /** Global id of its first neuron. */
  readonly first: number;
  readonly size: number;
}

/** The spikes of one population in a block of all. */
export const spikesOf = ({ ids, ticks, fracs, perMs, from, upTo }: SpikeBlock, { name, first, size }: PopulationRange): Spikes => {
  let count = 0;
  for (let i = 0; i < ids.length; i++) if (((ids[i] as number) - first) >>> 0 < size) count++;
  const neuron = new Uint32Array(count);
  const time = new Float64Array(count);
  for (let i = 0, row = 0; row < count; i++) {
    const id = ((ids[i] as number) - first) >>> 0;
    if (id >= size) continue;
    neuron[row] = id;
    time[row++] = (ticks[i] as number) / perMs + (fracs[i] as number);
  }
  return { of: name, from: from / perMs, upTo: upTo / perMs, size, neuron, time };
};

interface Recorded {
  readonly population: Uint16Array;
  readonly neuron: Uint32Array;
  readonly timeMs: Float64Array;
}

/** The spikes of one population, by its index in the recording, among recorded ones. */
export const recordedSpikesOf = (of: string, index: number, size: number, from: number, upTo: number, recorded: Recorded): Spikes => {
  const { population, neuron: neurons, timeMs } = recorded;
  const count = population.reduce((sum, each) => sum + (each === index ? 1 : 0), 0);
  const neuron = new Uint32Array(count);
  const time = new Float64Array(count);
  for (let i = 0, row = 0; row < count; i++) {
    if (population[i] !== index) continue;
    neuron[row] = neurons[i] as number;
    time[row++] = timeMs[i] as number;
  }
  return { of, from, upTo, size, neuron, time };
};
