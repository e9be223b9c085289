import { expect, it } from 'vitest';
import { multiplicativeStdp } from '../../src/rules/multiplicative-stdp.ts';
import { weightAt } from './one-synapse.ts';
import { deviation, poissonTimes, quiet } from './statistics.ts';

it('goes a share of the way to the bound ahead', () => {
  const uses = [multiplicativeStdp({ etaPlus: 0.1, etaMinus: 0.2 })];
  const [up] = weightAt({ uses, arrivals: [10], spikes: [30], weight: 0.5, bounds: [0, 2] }, [40]);
  expect(up).toBeCloseTo(0.5 + 0.1 * 1.5 * Math.exp(-1), 14);
  const [down] = weightAt({ uses, arrivals: [30], spikes: [10], weight: 0.5, bounds: [0, 2] }, [40]);
  expect(down).toBeCloseTo(0.5 - 0.2 * 0.5 * Math.exp(-1), 14);
});

// 36 samples 4 s apart, ten times what the weight takes to forget; 4 standard errors of 35 degrees of freedom: 3e-4 of seeds fail by chance.
it('settles, under uncorrelated spikes, where the two shares balance', () => {
  const uses = [multiplicativeStdp({ etaPlus: 0.02, etaMinus: 0.03, tauMinus: 30 })];
  const spiking = { arrivals: poissonTimes(40, 148_000, 'pre'), spikes: poissonTimes(40, 148_000, 'post') };
  const times = Array.from({ length: 36 }, (_, i) => 4000 * (i + 2));
  expect(deviation(weightAt({ ...spiking, uses, weight: 0.3, delay: quiet }, times), 1 / (1 + (0.03 * 30) / (0.02 * 20)))).toBeLessThan(4);
});
