/** Showing images to a network, one after the other. */

import { set } from '../../../simulation/interventions.ts';
import type { Simulation } from '../../../simulation/simulate.ts';
import { imageTime, pixels, restTime } from './network.ts';

/** Spikes of each excitatory neuron while an image is shown; valid until the next. */
export type Present = (image: Uint8Array) => Promise<Uint16Array>;

/** Fewer spikes than these, all neurons together, and the image is shown again, brighter. */
const fewest = 5;
/** Rate of a full pixel is 255 / 8 Hz times this: 63.75 Hz, and 32 Hz more each time that an image is shown again. */
const firstIntensity = 2;
/** Beyond 1 kHz an image is given up: what nobody sees then, nobody will. */
const lastIntensity = 32;

/** Shows images to a simulation whose populations are those of network.ts, and counts spikes. */
export const presenter = (sim: Simulation, neurons: number): Present => {
  const counts = new Uint16Array(neurons);
  const rates = new Array<number>(pixels).fill(0);
  let shownUntil = 0;
  sim.onSpikes(({ ids, ticks, perMs }) => {
    for (let i = 0; i < ids.length; i++) {
      const neuron = (ids[i] as number) - pixels;
      if (neuron >= 0 && neuron < neurons && (ticks[i] as number) <= shownUntil * perMs) (counts[neuron] as number)++;
    }
  });
  return async (image) => {
    for (let intensity = firstIntensity; ; intensity++) {
      for (let i = 0; i < pixels; i++) rates[i] = ((image[i] as number) / 8) * intensity;
      counts.fill(0);
      const from = sim.timeMs;
      shownUntil = from + imageTime;
      sim.at(from, set('input.rate', [...rates]));
      sim.at(shownUntil, set('input.rate', 0));
      await sim.run(imageTime + restTime);
      const spikes = counts.reduce((sum, count) => sum + count, 0);
      if (spikes >= fewest || intensity === lastIntensity) return counts;
    }
  };
};
