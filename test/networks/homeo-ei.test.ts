/** Verified elsewhere, with another simulator on a grid of 0.1 ms: E settles at 5.0 ± 0.15 Hz, I at 11.9 Hz, ln α at −0.094. */
import { expect, test } from 'vitest';
import homeoEi from '../../networks/homeo-ei.ts';
import { checkNetwork } from '../../src/network/check.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { type Player, player } from '../rules/playing.ts';

const excitatory = 400;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Plays on for some seconds: rates [Hz], and the mean of ln α over neurons and seconds. */
const measured = (playing: Player, fromS: number, toS: number) => {
  const already = playing.spikes.ids.length;
  const lnAlpha = Array.from({ length: toS - fromS }, (_, i) => {
    playing.until(1000 * (fromS + i + 1));
    return mean(playing.column('E.synapticScaling.lnAlpha'));
  });
  const ids = playing.spikes.ids.slice(already);
  const E = ids.filter((id) => id < excitatory).length;
  return { E: E / excitatory / (toS - fromS), I: (ids.length - E) / 100 / (toS - fromS), lnAlpha: mean(lnAlpha) };
};

test('homeo-ei has 80 excitatory and 20 inhibitory synapses per neuron, and survives JSON', () => {
  expect(checkNetwork(homeoEi())).toMatchObject({ neurons: 500, synapses: 50_000, exact: true, driveEventsPerSecond: 500 * 2300 });
  expect(fromJson(toJson(homeoEi({ scaling: 0 })))).toStrictEqual(homeoEi({ scaling: 0 }));
  expect(homeoEi({ scaling: 0 }).populations.E.homeostasis).toBeUndefined();
});

test('homeo-ei settles at its target rate', async () => {
  const playing = await player(homeoEi(), { clock: 'grid', engine: 'wasm' });
  playing.until(20_000);
  const { E, I, lnAlpha } = measured(playing, 20, 50);
  expect(Math.abs(E - 5)).toBeLessThan(0.25);
  expect(Math.abs(I - 11.9)).toBeLessThan(0.6);
  expect(Math.abs(lnAlpha + 0.095)).toBeLessThan(0.02);
});
