import { describe, expect, it } from 'vitest';
import { lif, network, spikeList } from '../../src/index.ts';
import { arcTnf } from '../../src/rules/arc-tnf.ts';
import { everywhere, player } from './playing.ts';

// A tenth of the rule's own time constants. Times in ms, rates per ms.
const [target, tauC, tauArc, tauTnf, tauUp, tauDown, period] = [0.005, 200, 1440, 4320, 26_280, 14_400, 100];
const times = { tauC, tauArc, tauTnf, tauUp, tauDown, period };
const seconds = 6;
const [probe, probeAt] = [0.5, 1000 * seconds + 95];

const regular = (everyMs: number) => Array.from({ length: Math.floor((1000 * seconds) / everyMs) }, (_, i) => 20 + everyMs * i);
/** Domain 0: one neuron at twice the target, one silent. Domain 1: two silent ones. */
const trains = [regular(100), [], [], []];

const tissue = (params: Parameters<typeof arcTnf>[0] = {}) =>
  network({
    populations: {
      E: {
        size: trains.length,
        neuron: lif({ tauM: 2 }),
        domains: 2,
        drive: [spikeList({ times: trains, weight: 1000 }), spikeList({ times: [probeAt], weight: probe })],
        homeostasis: [arcTnf({ ...times, ...params })],
      },
    },
    projections: {},
  });

/** The same cascades by hand. */
const expected = ({ arc = 1, tnf = 1 } = {}): number[] => {
  const A = trains.map(() => 0);
  const ln = trains.map(() => 0);
  const T = [0, 0];
  for (let t = period; t <= 1000 * seconds; t += period) {
    const c = trains.map((times) =>
      times.reduce((sum, spike) => (spike < t ? sum + Math.exp(-(t - spike) / tauC) / tauC : sum), target * Math.exp(-t / tauC)),
    );
    for (const domain of [0, 1]) {
      const mean = (c[2 * domain]! + c[2 * domain + 1]!) / 2;
      T[domain]! += (tnf * Math.max(1 - mean / target, 0) - T[domain]!) * (1 - Math.exp(-period / tauTnf));
    }
    for (let i = 0; i < trains.length; i++) {
      A[i]! += (arc * Math.max(c[i]! / target - 1, 0) - A[i]!) * (1 - Math.exp(-period / tauArc));
      ln[i]! += period * (T[Math.floor(i / 2)]! / tauUp - Math.min(A[i]!, 1) / tauDown);
    }
  }
  return ln;
};

const lnAlpha = async (at: (typeof everywhere)[number], params: Parameters<typeof arcTnf>[0] = {}): Promise<number[]> => {
  const playing = await player(tissue(params), at);
  playing.until(probeAt);
  expect(playing.spikes.ids).toHaveLength(trains.flat().length);
  return playing.voltages(0).map((v) => Math.log(v / probe));
};

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  it('scales active neurons down by themselves, and silent domains up as a whole', async () => {
    const found = await lnAlpha(at);
    expected().forEach((ln, i) => {
      expect(Math.abs(found[i]! - ln)).toBeLessThan(1e-9);
    });
    const [active, beside, silent, silentToo] = found;
    expect(active).toBeLessThan(-0.2);
    expect(silent).toBeGreaterThan(0.05);
    expect(silentToo).toBe(silent);
    // A silent neuron is hardly scaled in a domain that fires at its target.
    expect(beside!).toBeLessThan(silent! / 4);
  });

  it('without Arc scales nothing down', async () => {
    const [active, , silent] = await lnAlpha(at, { arc: 0 });
    expect(active).toBeGreaterThanOrEqual(0);
    expect(Math.abs(silent! - expected({ arc: 0 })[2]!)).toBeLessThan(1e-9);
  });

  it('without TNF-α scales nothing up', async () => {
    const found = await lnAlpha(at, { tnf: 0 });
    for (const ln of found.slice(1)) expect(ln).toBeCloseTo(0, 14);
    expect(Math.abs(found[0]! - expected({ tnf: 0 })[0]!)).toBeLessThan(1e-9);
  });
});
