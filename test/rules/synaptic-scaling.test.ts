import { describe, expect, it, test } from 'vitest';
import { edges, lif, network, spikeList, spikeSource } from '../../src/index.ts';
import { synapticScaling } from '../../src/rules/synaptic-scaling.ts';
import { everywhere, type Player, player } from './playing.ts';

// Times in ms, rates per ms.
const [target, tauC, tauH] = [0.005, 2000, 20_000];
const scaling = synapticScaling({ target: 5, tauC, tauH });
const probe = 0.5;
const probeAt = 17_000;

/** One neuron per list: every event makes it fire; at the end a small event is α times as high as it is large. */
const neurons = (fireAt: readonly (readonly number[])[], bound = 3) =>
  network({
    populations: {
      E: {
        size: fireAt.length,
        neuron: lif(),
        drive: [spikeList({ times: fireAt, weight: 1000 }), spikeList({ times: [probeAt], weight: probe })],
        homeostasis: [{ ...scaling, params: { ...scaling.params, bound } }],
      },
    },
    projections: {},
  });

const regular = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(10 * (from + ((to - from) * i) / Math.max(1, count - 1))) / 10);

const trains = [[], [100], regular(300, 1900, 6), regular(5, 1950, 12)];

const calcium = (spikes: readonly number[], t: number): number =>
  spikes.reduce((sum, spike) => sum + Math.exp(-(t - spike) / tauC) / tauC, target * Math.exp(-t / tauC));

const lnAlphaOf = (playing: Player): number[] => {
  playing.until(probeAt);
  return playing.voltages(0).map((v) => Math.log(v / probe));
};

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  it('scales a silenced neuron as the closed form says, to 1e-9', async () => {
    const [silenced, silence] = [1950, probeAt - 1950];
    const still = await player(neurons(trains), at);
    still.until(silenced);
    still.engine.silence(0, true);
    const alpha = lnAlphaOf(still);
    expect(still.spikes.ids).toHaveLength(trains.flat().length);
    trains.forEach((spikes, i) => {
      // The area under calcium until it is silenced; afterwards the formula in T and c0.
      const area = spikes.reduce((sum, spike) => sum - Math.expm1(-(silenced - spike) / tauC), -target * tauC * Math.expm1(-silenced / tauC));
      const before = (silenced - area / target) / tauH;
      const c0 = calcium(spikes, silenced);
      expect(c0).toBeLessThan(2 * target);
      const risen = (silence - tauC * (c0 / target) * -Math.expm1(-silence / tauC)) / tauH;
      expect(Math.abs((alpha[i]! - before) / risen - 1)).toBeLessThan(1e-9);
    });
  });

  it('lowers the factor of a neuron that fires too much by 1/tauH and no faster', async () => {
    const burst = regular(1000, 1090, 31);
    const alpha = lnAlphaOf(await player(neurons([burst]), at));
    // Until the burst c has relaxed from the target; above 2 · target only the time counts, and then the formula holds.
    const rate = (c: number) => Math.max(-1, 1 - c / target);
    const start = (1000 - (target * tauC * -Math.expm1(-1000 / tauC)) / target) / tauH;
    let lnAlpha = start;
    let from = 1000;
    for (let i = 0; i < burst.length; i++) {
      const c = calcium(burst.slice(0, i + 1), from);
      const to = burst[i + 1] ?? probeAt;
      const above = Math.min(to - from, Math.max(0, tauC * Math.log(c / (2 * target))));
      const below = to - from - above;
      const cBelow = c * Math.exp(-above / tauC);
      lnAlpha += (-above + below - (cBelow / target) * tauC * -Math.expm1(-below / tauC)) / tauH;
      from = to;
    }
    expect(rate(calcium(burst, 1090))).toBe(-1);
    expect(Math.abs((alpha[0]! - start) / (lnAlpha - start) - 1)).toBeLessThan(1e-9);
  });

  it('keeps ln α within its bound', async () => {
    expect(lnAlphaOf(await player(neurons([[]], 0.25), at))[0]).toBeCloseTo(0.25, 14);
    const always = await player(neurons([regular(5, 16_000, 1600)], 0.25), at);
    lnAlphaOf(always);
    expect(Math.min(...always.column('E.synapticScaling.lnAlpha'))).toBe(-0.25);
  });

  it('leaves weights untouched, so that their ratios are kept in what neurons receive', async () => {
    const source = spikeSource({ times: [[100.0], [6000]] });
    const playing = await player(
      network({
        populations: { S: { size: 2, neuron: source }, E: { size: 2, neuron: lif(), homeostasis: [scaling] } },
        projections: {
          SE: {
            from: 'S',
            to: 'E',
            wiring: edges([
              [0, 0],
              [0, 1],
              [1, 0],
              [1, 1],
            ]),
            weight: [3, 1, 3, 1],
            delay: 1,
          },
        },
      }),
      at,
    );
    playing.until(101);
    const [early, one] = playing.voltages(1);
    playing.until(6001);
    const [late, oneLater] = playing.voltages(1);
    expect(late! / early!).toBeGreaterThan(1.2);
    expect(Math.abs(early! / one! / 3 - 1)).toBeLessThan(1e-15);
    expect(Math.abs(late! / oneLater! / 3 - 1)).toBeLessThan(1e-15);
    expect(Array.from(playing.engine.partition.projections[0]!.weight ?? [], Number)).toEqual([3, 1, 3, 1]);
  });
});

test('inhibition is not scaled', async () => {
  const drive = spikeList({ times: [6000], weight: -2 });
  const inhibited = await player(network({ populations: { E: { size: 1, neuron: lif(), drive, homeostasis: [scaling] } }, projections: {} }), {
    clock: 'grid',
    engine: 'wasm',
  });
  inhibited.until(6000);
  expect(inhibited.voltages(0)).toEqual([-2]);
});
