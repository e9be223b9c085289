/** The network on which simulations are tested, and a directory for each test that writes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { fixedProbability } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import type { Listener } from '../../src/simulation/listeners.ts';
import type { SpikeBlock } from '../../src/simulation/spike-block.ts';

/** Passed as `engine`: workers load it by its URL. */
export const fakeEngine = new URL('./fake-engine.mjs', import.meta.url).href;

/** Two populations, one too small for seven workers; a plastic projection with many delays, one with one delay and one weight. */
export const fakeNetwork = (name = 'fake') =>
  network({
    name,
    populations: { E: { size: 41, neuron: lif() }, I: { size: 5, neuron: lif() } },
    projections: {
      EE: {
        from: 'E',
        to: 'E',
        wiring: fixedProbability(0.4),
        weight: uniform(0.1, 0.9),
        bounds: [0, 1],
        delay: uniform(1, 3.5),
        synapse: [pairStdp()],
      },
      EI: { from: 'E', to: 'I', wiring: fixedProbability(0.5), weight: uniform(0.1, 0.9), delay: 2 },
      IE: { from: 'I', to: 'E', wiring: fixedProbability(0.5), weight: -0.4, delay: 1.5 },
    },
  });

export const temporary = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'spikeloom-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** A listener that keeps all spikes as `tick+frac:id`. */
export const collector = () => {
  const spikes: string[] = [];
  const listener: Listener<SpikeBlock> = ({ ids, ticks, fracs }) => {
    for (let i = 0; i < ids.length; i++) spikes.push(`${ticks[i]}+${fracs[i]}:${ids[i]}`);
  };
  return { spikes, listener };
};
