import { describe, expect, it } from 'vitest';
import { allToAll, lif, network, spikeList, spikeSource } from '../../src/index.ts';
import { inhibitoryScaling } from '../../src/rules/inhibitory-scaling.ts';
import { synapticScaling } from '../../src/rules/synaptic-scaling.ts';
import { everywhere, player } from './playing.ts';

// Times in ms, rates per ms.
const [target, tauC, tauH] = [0.005, 2000, 20_000];
const params = { target: 5, tauC, tauH };
const duration = 9001;

const trains = [[], [100], [5, 300, 800, 1500, 1700, 1950], Array.from({ length: 40 }, (_, i) => 4000 + 3 * i)];

/** Sum over intervals between spikes of the time below 2 · target less the area there, and less the time above. */
const risen = (spikes: readonly number[]): number => {
  let [c, from, ln] = [target, 0, 0];
  for (const to of [...spikes, duration]) {
    const above = Math.min(to - from, Math.max(0, tauC * Math.log(c / (2 * target))));
    const [start, end] = [c * Math.exp(-above / tauC), c * Math.exp(-(to - from) / tauC)];
    ln += (to - from - 2 * above - ((start - end) * tauC) / target) / tauH;
    c = end + 1 / tauC;
    from = to;
  }
  return ln;
};

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  it('lowers inhibition of quiet neurons and raises that of active ones, as the closed form says, to 1e-9', async () => {
    const playing = await player(
      network({
        populations: {
          E: { size: trains.length, neuron: lif(), drive: spikeList({ times: trains, weight: 1000 }), homeostasis: [synapticScaling(params)] },
          I: { size: 1, neuron: spikeSource({ times: [[duration - 1]] }) },
        },
        projections: { IE: { from: 'I', to: 'E', wiring: allToAll(), weight: -2, delay: 1, synapse: [inhibitoryScaling(params)] } },
      }),
      at,
    );
    playing.until(duration);
    playing.voltages(0).forEach((v, i) => {
      expect(Math.abs(Math.log(v / -2) / -risen(trains[i]!) - 1)).toBeLessThan(1e-9);
    });
    expect(playing.column('IE.w')).toEqual([2, 2, 2, 2]);
  });
});
