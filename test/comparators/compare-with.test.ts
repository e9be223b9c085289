import { from, lastValueFrom, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { type Band, type Block, type Comparator, compareWith, type Pair } from '../../src/index.ts';

const block: Block = { of: 'E', from: 0, upTo: 1 };
const told = (pairs: readonly Pair[], band: Band) => {
  const model: Comparator<Block> = { name: 'told', quantity: 'rate', unit: 'Hz', band, watch: () => from([block]), follow: () => from(pairs) };
  return lastValueFrom(from([block]).pipe(compareWith(model), toArray()));
};
const pair = (spiking: number, predicted: number, standardError: number): Pair => ({ t: 1, of: 'E', spiking, predicted, standardError });

test('a deviation is an alarm beyond the band and three standard errors', async () => {
  const compared = await told([pair(10.9, 10, 0), pair(11.1, 10, 0), pair(11.1, 10, 0.1), pair(8.6, 10, 0.1), pair(-11.1, -10, 0)], {
    relative: 0.1,
  });
  expect(compared.map(({ alarm }) => alarm)).toEqual([false, true, false, true, true]);
  expect(compared[3]?.deviation).toBeCloseTo(-1.4, 12);
  expect(compared[3]?.limit).toBeCloseTo(1.3, 12);
});

test('the wider of two bands counts; without an error nothing is an alarm', async () => {
  const compared = await told([pair(3, 1, 0), pair(99, 1, Number.NaN)], { relative: 0.1, absolute: 2.5 });
  expect(compared.map(({ alarm, limit }) => [alarm, limit])).toEqual([
    [false, 2.5],
    [false, Number.NaN],
  ]);
});
