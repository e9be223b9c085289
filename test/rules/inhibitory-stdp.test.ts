import { expect, it } from 'vitest';
import { inhibitoryStdp } from '../../src/rules/inhibitory-stdp.ts';
import { weightAt } from './one-synapse.ts';
import { deviation, poissonTimes, quiet } from './statistics.ts';

const uses = [inhibitoryStdp({ eta: 0.01, target: 8, tau: 25 })];
const alpha = 2 * 0.008 * 25;

it('weakens by α at every arrival and strengthens by any pair, whichever comes first', () => {
  const [alone] = weightAt({ uses, arrivals: [10] }, [20]);
  expect(alone).toBeCloseTo(0.5 - 0.01 * alpha, 14);
  const pair = 0.5 + 0.01 * (Math.exp(-15 / 25) - alpha);
  expect(weightAt({ uses, arrivals: [10], spikes: [25] }, [30])[0]).toBeCloseTo(pair, 14);
  expect(weightAt({ uses, arrivals: [25], spikes: [10] }, [30])[0]).toBeCloseTo(pair, 14);
});

it('acts on the magnitude of a negative weight', () => {
  const [alone] = weightAt({ uses, arrivals: [10], weight: -0.5, bounds: [-1, 0] }, [20]);
  expect(alone).toBeCloseTo(0.5 - 0.01 * alpha, 14);
});

// 40 intervals of 10 s; 4 standard errors of 39 degrees of freedom: each of the three fails by chance in 3e-4 of seeds.
it.each([4, 8, 16])('drifts, under Poisson spikes of the target at %i Hz, by 2 eta tau νpre (νpost − target)', (rate) => {
  const times = Array.from({ length: 41 }, (_, i) => 1000 + 10_000 * i);
  const spiking = { arrivals: poissonTimes(10, 402_000, `pre ${rate}`), spikes: poissonTimes(rate, 402_000, `post ${rate}`) };
  const weights = weightAt({ ...spiking, uses, weight: 1000, bounds: [0, 2000], delay: quiet }, times);
  const changes = weights.slice(1).map((w, i) => w - (weights[i] as number));
  expect(deviation(changes, 2 * 0.01 * 25 * 0.01 * (rate / 1000 - 0.008) * 10_000)).toBeLessThan(4);
});
