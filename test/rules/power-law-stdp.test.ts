import { expect, it } from 'vitest';
import { powerLawStdp } from '../../src/rules/power-law-stdp.ts';
import { weightAt } from './one-synapse.ts';

const bounds = [0, 1e9] as const;

it('potentiates by a power of the weight and depresses in proportion to it', () => {
  const uses = [powerLawStdp()];
  const [up] = weightAt({ uses, arrivals: [10], spikes: [20], weight: 50, bounds }, [30]);
  expect(up).toBeCloseTo(50 + 0.1 * 50 ** 0.4 * Math.exp(-0.5), 12);
  const [down] = weightAt({ uses, arrivals: [20], spikes: [10], weight: 50, bounds }, [30]);
  expect(down).toBeCloseTo(50 - 0.0513 * 0.1 * 50 * Math.exp(-0.5), 12);
});

it('does not depend on the unit in which weights are written', () => {
  const [w] = weightAt({ uses: [powerLawStdp()], arrivals: [10], spikes: [20], weight: 50, bounds }, [30]);
  const [thousandfold] = weightAt({ uses: [powerLawStdp({ w0: 1000 })], arrivals: [10], spikes: [20], weight: 50_000, bounds }, [30]);
  expect((thousandfold as number) / 1000).toBeCloseTo(w as number, 12);
});

it('leaves a weight alone, pair against pair, at the fixed point of its documentation', () => {
  const fixed = (20 / (0.0513 * 30)) ** (1 / 0.6);
  const uses = [powerLawStdp({ tauMinus: 30, lambda: 1e-9 })];
  // Many lags in proportion to the two windows, far apart: the sum of potentiation is tauPlus, of depression tauMinus.
  const lags = Array.from({ length: 3000 }, (_, i) => 0.05 + i / 10);
  const change = (arrivals: number[], spikes: number[]) =>
    weightAt({ uses, arrivals, spikes, weight: fixed, bounds }, [1000]).map((w) => w - fixed)[0] as number;
  const up = change(
    [10],
    lags.map((lag) => 10 + lag),
  );
  const down = change(
    lags.map((lag) => 10 + lag),
    [10],
  );
  expect(up / -down).toBeCloseTo(1, 3);
});
