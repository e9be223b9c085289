import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InternalError, isSpikeloomError } from '../../src/errors.ts';
import { buildPartition } from '../../src/network/build.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { rich } from './rich-network.ts';

type Path = (string | number)[];

const pathsIn = (value: unknown, path: Path = []): Path[] => [
  path,
  ...(typeof value === 'object' && value !== null ? Object.keys(value).flatMap((key) => pathsIn((value as never)[key], [...path, key])) : []),
];

const valid = toJson(rich());
const paths = pathsIn(JSON.parse(valid));

const hostile: unknown[] = [
  null,
  true,
  -1,
  0,
  -0,
  0.5,
  3,
  1e9,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  '',
  'E',
  'lif',
  'constructor',
  'toString',
  'w -= ',
  '((((',
  'a^b^c',
  '１',
  '\u0000',
  [],
  [[]],
  [null],
  [1, 2],
  [-1],
  [[1, 2, 3]],
  ['E'],
  {},
  { a: 1 },
  { distribution: 'normal' },
  { distribution: 'normal', mean: 0, sd: 1e300 },
  { distribution: 'uniform', low: -1e308, high: 1e308 },
  { distribution: 'lognormal', mu: 1e4, sigma: 1 },
  { constructor: {} },
  { value: 1, unit: 'ms' },
];

const removed = Symbol('removed');

const altered = (path: Path, value: unknown): string => {
  const root = { json: JSON.parse(valid) };
  let at: Record<string | number, unknown> = root as never;
  const whole: Path = ['json', ...path];
  for (const key of whole.slice(0, -1)) at = at[key] as never;
  const last = whole.at(-1) as string | number;
  if (value === removed) delete at[last];
  else at[last] = value;
  return JSON.stringify(root.json) ?? '';
};

/** Everything that a bad description meets before an engine: it is taken, or refused in one clear sentence. */
const answer = (text: string): string => {
  try {
    const network = fromJson(text);
    const plan = planNetwork(network, { clock: 'grid' });
    if (
      plan.neurons < 1000 &&
      plan.projections.every(({ wiring }) => !('total' in wiring && wiring.total > 1e4) && !('degree' in wiring && wiring.degree > 1e4))
    ) {
      buildPartition(plan, 0, 2);
    }
    return 'accepted';
  } catch (error) {
    if (!isSpikeloomError(error) || error instanceof InternalError) throw error;
    return error.message;
  }
};

test('every value of a network replaced by every hostile one is taken or refused in one sentence', () => {
  let refused = 0;
  for (const [i, path] of paths.entries()) {
    // Every path meets some of the values, every value many of the paths.
    for (const value of [removed, ...hostile.filter((_, k) => (k + i) % 7 === 0)]) {
      const text = altered(path, value);
      let said: string;
      try {
        said = answer(text);
      } catch (error) {
        throw new Error(`${path.join('.')} = ${String(JSON.stringify(value))}: ${(error as Error).stack}`);
      }
      if (said !== 'accepted') {
        refused++;
        expect(said.length, said).toBeLessThan(1500);
        expect(said).not.toMatch(/undefined|\[object|\bInvalid input\b|at .*\.ts/);
      }
    }
  }
  expect(refused).toBeGreaterThan(1000);
}, 120_000);

test('cut or garbled text is refused', () => {
  fc.assert(
    fc.property(fc.nat(valid.length - 3), fc.string({ maxLength: 3 }), fc.boolean(), (at, text, cut) => {
      const garbled = cut ? valid.slice(0, at) : valid.slice(0, at) + text + valid.slice(at + 2);
      answer(garbled);
    }),
    { numRuns: 300, seed: 1 },
  );
});
