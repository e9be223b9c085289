/** What the networks' sources say they do. Seed 1 is fixed, so nothing here fails by chance; bounds leave room for a change of draws. */
import { type Network, simulate } from 'spikeloom';
import { expect, test } from 'vitest';
import brunel from '../../networks/brunel.ts';
import brunelPlastic from '../../networks/brunel-plastic.ts';
import microcircuit from '../../networks/microcircuit.ts';
import plasticEi from '../../networks/plastic-ei.ts';
import sparse from '../../networks/sparse.ts';
import coba from '../../networks/vogels-abbott-coba.ts';
import cuba from '../../networks/vogels-abbott-cuba.ts';

type Clock = 'event' | 'grid';

const rates = async (network: Network, ms: number, clock: Clock): Promise<Readonly<Record<string, number>>> => {
  await using simulation = simulate(network, { clock });
  await simulation.run(ms);
  return (await simulation.summary()).ratesHz;
};

const within = (rate: number | undefined, [low, high]: readonly [number, number]): void => {
  expect(rate).toBeGreaterThan(low);
  expect(rate).toBeLessThan(high);
};

test.each(['event', 'grid'] as const)('cuba fires near 5.5 Hz (%s clock)', async (clock) => {
  const { E, I } = await rates(cuba(), 1000, clock);
  within(E, [4.5, 6.5]);
  within(I, [4.5, 6.5]);
});

test('coba fires near 18 Hz', async () => {
  const { E, I } = await rates(coba, 1000, 'grid');
  within(E, [16, 20]);
  within(I, [16, 20]);
});

test('brunel fires near 32 Hz', async () => {
  const { E, I } = await rates(brunel(), 200, 'grid');
  within(E, [30, 34]);
  within(I, [30, 34]);
});

test('sparse fires near 0.84 Hz', async () => {
  const { E, I } = await rates(sparse({ scale: 0.2 }), 1000, 'event');
  within(E, [0.78, 0.9]);
  within(I, [0.75, 0.93]);
});

test('plastic-ei settles at the rate its excitatory neurons are scaled to, and its weights stay within their bounds', async () => {
  await using simulation = simulate(plasticEi());
  await simulation.run(6000);
  const before = (await simulation.summary()).ratesHz;
  await simulation.run(4000);
  const after = (await simulation.summary()).ratesHz;
  // 4 s of 800 neurons: a standard error of about 0.05 Hz.
  const late = (name: 'E' | 'I') => ((after[name] as number) * 10 - (before[name] as number) * 6) / 4;
  within(late('E'), [4.7, 5.3]);
  within(late('I'), [9, 11]);
  const { w } = await simulation.weights('EE');
  expect(w.every((each) => each >= 0 && each <= 1)).toBe(true);
  expect(new Set(w).size).toBeGreaterThan(1000);
});

test('brunel-plastic brings its weights to the middle of their bounds', async () => {
  await using simulation = simulate(brunelPlastic(), { clock: 'grid' });
  await simulation.run(1000);
  const { w } = await simulation.weights('EE');
  const mean = w.reduce((sum, each) => sum + each, 0) / w.length;
  const sd = Math.sqrt(w.reduce((sum, each) => sum + (each - mean) ** 2, 0) / w.length);
  within(mean, [0.0993, 0.1005]);
  within(sd, [0.0027, 0.0036]);
});

test('a tenth of the microcircuit keeps the order of its rates', async () => {
  const found = await rates(microcircuit({ scale: 0.1 }), 1000, 'grid');
  within(found.L23E, [0.2, 1.5]);
  within(found.L23I, [1.5, 4]);
  within(found.L4E, [3, 6]);
  within(found.L4I, [4, 7.5]);
  within(found.L5E, [4, 10]);
  within(found.L5I, [6, 10.5]);
  within(found.L6E, [0.4, 2]);
  within(found.L6I, [5.5, 9]);
});
