import { expect, it } from 'vitest';
import { multiplicativeStdp } from '../../src/rules/multiplicative-stdp.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { weightDependentStdp } from '../../src/rules/weight-dependent-stdp.ts';
import { type OneSynapse, weightAt } from './one-synapse.ts';
import { poissonTimes } from './statistics.ts';

const lambda = 0.02;
const alpha = 1.05;

it.each([
  [0, 0],
  [0.4, 0.4],
  [1, 1],
  [0.2, 0.9],
])('changes by the powers %f and %f of the distance from the bounds', (muPlus, muMinus) => {
  const uses = [weightDependentStdp({ lambda, alpha, muPlus, muMinus })];
  const bounds = [0, 4] as const;
  const [up] = weightAt({ uses, arrivals: [10], spikes: [17], weight: 1, bounds }, [20]);
  expect(up).toBeCloseTo(1 + lambda * 4 * 0.75 ** muPlus * Math.exp(-7 / 20), 12);
  const [down] = weightAt({ uses, arrivals: [17], spikes: [10], weight: 1, bounds }, [20]);
  expect(down).toBeCloseTo(1 - alpha * lambda * 4 * 0.25 ** muMinus * Math.exp(-7 / 20), 12);
});

const times = Array.from({ length: 40 }, (_, i) => 50 * (i + 1));
const spiking: Omit<OneSynapse, 'uses'> = {
  arrivals: poissonTimes(30, 2000, 'arrivals'),
  spikes: poissonTimes(30, 2000, 'spikes'),
  weight: 1,
  bounds: [0, 2],
};

it('is pairStdp where both powers are 0', () => {
  const weights = weightAt({ ...spiking, uses: [weightDependentStdp({ lambda, alpha, muPlus: 0, muMinus: 0 })] }, times);
  const additive = weightAt({ ...spiking, uses: [pairStdp({ aPlus: 2 * lambda, aMinus: 2 * alpha * lambda })] }, times);
  weights.forEach((w, i) => void expect(w).toBeCloseTo(additive[i] as number, 12));
});

it('is multiplicativeStdp where both powers are 1', () => {
  const weights = weightAt({ ...spiking, uses: [weightDependentStdp({ lambda, alpha, muPlus: 1, muMinus: 1 })] }, times);
  const multiplicative = weightAt({ ...spiking, uses: [multiplicativeStdp({ etaPlus: lambda, etaMinus: alpha * lambda })] }, times);
  weights.forEach((w, i) => void expect(w).toBeCloseTo(multiplicative[i] as number, 12));
});
