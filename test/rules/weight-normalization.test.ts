import { describe, expect, it, test } from 'vitest';
import { allToAll, edges, lif, network, pairStdp, poissonSource, type RuleUse, spikeSource, uniform } from '../../src/index.ts';
import { weightNormalization } from '../../src/rules/weight-normalization.ts';
import { everywhere, type Player, player } from './playing.ts';

const total = 20;
const normalize = weightNormalization({ total, period: 50 });
const still = spikeSource({ times: Array.from({ length: 30 }, () => []) });

/** Weights by target: rows of a source are in order of targets. */
const onto = (playing: Player, name: string, targets: number): number[][] => {
  const w = playing.column(name);
  return Array.from({ length: targets }, (_, target) => w.filter((_, i) => i % targets === target));
};
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  const silent = (synapse: readonly RuleUse[], bounds: [number, number] = [0, 10]) =>
    network({
      populations: { S: { size: 30, neuron: still }, E: { size: 3, neuron: lif() } },
      projections: { SE: { from: 'S', to: 'E', wiring: allToAll(), weight: uniform(0.1, 1), bounds, delay: 1, synapse } },
    });

  it('brings each sum to the total and keeps ratios, to 1e-12', async () => {
    const playing = await player(silent([normalize]), at);
    const before = onto(playing, 'SE.w', 3);
    for (const ms of [50, 100, 1000]) {
      playing.until(ms);
      onto(playing, 'SE.w', 3).forEach((w, target) => {
        expect(Math.abs(sum(w) / total - 1)).toBeLessThan(1e-12);
        w.forEach((each, i) => {
          expect(Math.abs(each / w[0]! / (before[target]![i]! / before[target]![0]!) - 1)).toBeLessThan(1e-12);
        });
      });
    }
  });

  it('keeps to the bounds', async () => {
    const playing = await player(silent([normalize], [0, 0.5]), at);
    playing.until(50);
    expect(Math.max(...playing.column('SE.w'))).toBe(0.5);
    for (const w of onto(playing, 'SE.w', 3)) expect(sum(w)).toBeLessThan(total);
  });

  it('leaves a neuron without weight alone, and neurons without synapses', async () => {
    const some = edges([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    const playing = await player(
      network({
        populations: { S: { size: 30, neuron: still }, E: { size: 3, neuron: lif() } },
        projections: { SE: { from: 'S', to: 'E', wiring: some, weight: [0, 0, 0.25], bounds: [0, 30], delay: 1, synapse: [normalize] } },
      }),
      at,
    );
    playing.until(100);
    expect(playing.column('SE.w').sort((a, b) => a - b)).toEqual([0, 0, total]);
  });
});

/** One neuron with 10 inputs at 40 Hz and 90 at 10 Hz; potentiation wins. In steps of 1 ms another simulator found a ratio of 4.5. */
const learned = async (more: readonly RuleUse[]) => {
  const rate = Array.from({ length: 100 }, (_, i) => (i < 10 ? 40 : 10));
  const synapse = [pairStdp({ aPlus: 0.01, aMinus: 0.005 }), ...more];
  const playing = await player(
    network({
      populations: { S: { size: 100, neuron: poissonSource({ rate }) }, E: { size: 1, neuron: lif({ vReset: 0 }) } },
      projections: { SE: { from: 'S', to: 'E', wiring: allToAll(), weight: 1, bounds: [0, 8], delay: 1, synapse } },
    }),
    { clock: 'event', engine: 'wasm' },
  );
  let worst = 0;
  for (let second = 1; second <= 100; second++) {
    playing.until(1000 * second);
    worst = Math.max(worst, Math.abs(sum(playing.column('SE.w')) / 100 - 1));
  }
  const w = playing.column('SE.w');
  return { ratio: sum(w.slice(0, 10)) / 10 / (sum(w.slice(10)) / 90), worst };
};

test('a neuron comes to prefer its active inputs', async () => {
  const { ratio, worst } = await learned([weightNormalization({ total: 100, period: 100 })]);
  expect(ratio).toBeGreaterThan(3.5);
  expect(ratio).toBeLessThan(5.5);
  expect(worst).toBeLessThan(1e-12);
});

test('without normalization every weight grows to its bound', async () => {
  const { ratio } = await learned([]);
  expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
});
