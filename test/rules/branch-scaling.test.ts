import { describe, expect, it } from 'vitest';
import { allToAll, lif, network, spikeSource } from '../../src/index.ts';
import { branchScaling } from '../../src/rules/branch-scaling.ts';
import { everywhere, player } from './playing.ts';

const branches = 8;
const sources = 16;
const silent = 3;
// Times in ms. Each branch has two synapses, of 0.25 and 0.75 mV, that fire 5 times a second: 5 mV/s of input, the target.
const [tauB, tauH, target] = [1000, 20_000, 0.005];
const [stop, end] = [2000, 10_000];
const spacing = 200;
const weights = Array.from({ length: sources }, (_, source) => (source < branches ? 0.25 : 0.75));

/** Source k is synapse k and lies on branch k mod 8. Those of one branch fire at different times. */
const times = weights.map((_, source) =>
  Array.from({ length: end / spacing }, (_, i) => i * spacing + 5 + 12 * source).filter((t) => source % branches !== silent || t < stop),
);
/** One more arrival each, well apart, to see how high it is. */
const probes = weights.map((_, source) => end + 95 + 55 * source);
const net = network({
  populations: {
    S: { size: sources, neuron: spikeSource({ times: times.map((list, i) => [...list, probes[i]!]) }) },
    E: { size: 1, neuron: lif({ tauM: 1 }), branches },
  },
  projections: {
    SE: {
      from: 'S',
      to: 'E',
      wiring: allToAll(),
      weight: weights,
      delay: 1,
      synapse: [branchScaling({ rate: 5, strength: 1, tauB, tauH, period: 1000 })],
    },
  },
});

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  it('raises the factor of a silenced branch as the closed form says, and hardly moves the others', async () => {
    const playing = await player(net, at);
    playing.until(stop);
    const before = playing.column('SE.branchScaling.lnRho');
    const c0 = playing.column('SE.branchScaling.c');
    playing.until(end);
    const moved = playing.column('SE.branchScaling.lnRho').map((ln, branch) => ln - before[branch]!);
    const silence = end - stop;
    // The sensor at `stop`, from its last arrival there: sources 3 and 11 fire last at 1841 + 1 and 1937 + 1 ms.
    expect(times[silent + branches]!.at(-1)).toBe(1937);
    const c = c0[silent]! * Math.exp(-(stop - 1938) / tauB);
    const expected = (silence - tauB * (c / target) * -Math.expm1(-silence / tauB)) / tauH;
    expect(Math.abs(moved[silent]! / expected - 1)).toBeLessThan(1e-9);
    moved.forEach((ln, branch) => {
      if (branch !== silent) expect(Math.abs(Math.exp(ln) - 1)).toBeLessThan(0.02);
    });
  });

  it('keeps ratios of weights within a branch to 1e-12', async () => {
    const playing = await player(net, at);
    const received = probes.map((probe) => {
      playing.until(probe + 1);
      return playing.voltages(1)[0]!;
    });
    expect(received[silent]! / received[silent + 1]!).toBeGreaterThan(1.3);
    for (let branch = 0; branch < branches; branch++) {
      const ratio = received[branch + branches]! / received[branch]!;
      expect(Math.abs(ratio / 3 - 1)).toBeLessThan(1e-12);
    }
    expect(playing.column('SE.w')).toEqual(weights);
  });
});
