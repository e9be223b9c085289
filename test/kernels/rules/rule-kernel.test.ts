import { describe, expect, test } from 'vitest';
import { compose } from '../../../src/rules/compose.ts';
import { type Construct, constructs } from '../../rules/constructs.ts';
import { kernelHand, randomColumns, randomFrom, randomInstants, referenceHand, type Setting } from './harness.ts';

const settings: readonly Setting[] = [
  { clock: 'grid', single: true, postFirst: false, sign: 1 },
  { clock: 'event', single: false, postFirst: true, sign: -1 },
];
const others: readonly Setting[] = [
  { clock: 'grid', single: false, postFirst: true, sign: -1 },
  { clock: 'event', single: true, postFirst: false, sign: 1 },
];

const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

const play = async (construct: Construct, setting: Setting, count: number, seed: number, perRow = 4, freezing = 0.03): Promise<void> => {
  const program = compose(construct.uses, { kind: 'synapse', where: 'projection AB', signals: construct.signals });
  const signed = program.signed;
  const own = { ...setting, sign: signed ? 0 : setting.sign } as const;
  const columns = () => randomColumns(randomFrom(seed), own.single, perRow, signed);
  const reference = referenceHand(program, own, columns(), construct.signals);
  const kernel = await kernelHand(program, own, columns(), construct.signals);
  for (const { tick, frac, actions } of randomInstants(program, own, construct.signals, randomFrom(seed + 1), count, freezing)) {
    for (const act of actions) act(reference);
    for (const act of actions) act(kernel);
    const [expected, got] = [reference.received(), kernel.received()];
    if (!same(expected, got)) expect({ tick, frac, received: got }).toEqual({ tick, frac, received: expected });
  }
  const [expected, got] = [reference.state(), kernel.state()];
  for (const [name, values] of Object.entries(expected))
    if (got[name]!.length > 0 && !same(values, got[name]!)) expect({ name, values: got[name] }).toEqual({ name, values });
};

const ofSynapses = Object.entries(constructs).filter(([, { kind }]) => kind === 'synapse');

describe.each(settings)('kernels on the $clock clock (postFirst $postFirst) do what the interpreter does, to the bit:', (setting) => {
  test.each(ofSynapses)('%s', async (_, construct) => play(construct, setting, 400, 11));
});

describe.each(others)('kernels on the $clock clock (postFirst $postFirst) do what the interpreter does, to the bit:', (setting) => {
  const some = ofSynapses.filter(([name]) => ['gain', 'branch', 'release', 'lazyScalingOfProjection', 'everything'].includes(name));
  test.each(some)('%s', async (_, construct) => play(construct, setting, 400, 12));
});

test.each(['grid', 'event'] as const)('a full history flushes the projection, which changes no bit (%s)', async (clock) => {
  // Targets fire more often than a history is long; rows are longer than a piece of one.
  const setting: Setting = { clock, single: false, postFirst: clock === 'grid', sign: 1 };
  await play(constructs.release, setting, 600, 13, 150, 0);
  await play(constructs.sourceDraws, setting, 700, 14, 2, 0);
});
