import { describe, expect, test } from 'vitest';
import { PartitionMemory } from '../../../src/engines/wasm/memory.ts';
import { gridSink } from '../../../src/kernels/rules/options.ts';
import { compose } from '../../../src/rules/compose.ts';
import { defineRule } from '../../../src/rules/define-rule.ts';
import { pairStdp } from '../../../src/rules/pair-stdp.ts';
import { type Construct, constructs } from '../../rules/constructs.ts';
import { kernelHand, randomColumns, randomFrom, randomInstants, referenceHand, type Setting, size } from './harness.ts';

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

test('a clock that finds spikes late posts them when a row reaches the target', async () => {
  const program = compose([pairStdp()], { kind: 'synapse', where: 'projection AB' });
  const setting: Setting = { clock: 'event', single: false, postFirst: false, sign: 1 };
  const memory = new PartitionMemory(1);
  const due = memory.allocate(Float64Array, size.targets).fill(Number.POSITIVE_INFINITY);
  const text = `${gridSink.text}
function reach(target: usize, tick: f64, frac: f64): void {
  const at = load<f64>(due + (target << 3));
  if (at >= tick) return;
  store<f64>(due + (target << 3), Infinity);
  post(target, at, 0.0);
}
`;
  const sink = { text, globals: { ...gridSink.globals, due: 'usize' }, files: [], reaches: true } as const;
  const columns = () => ({ ...randomColumns(randomFrom(3), false, 9), target: Uint32Array.from(randomColumns(randomFrom(3), false, 9).target) });
  const reference = referenceHand(program, setting, columns(), []);
  const kernel = await kernelHand(program, setting, columns(), [], sink, { due }, memory);
  const { rowStart, target } = columns();
  const random = randomFrom(4);
  for (let tick = 1; tick < 400; tick += 3) {
    const row = Math.floor(random() * size.sources * size.classes);
    const reached = new Set(target.subarray(rowStart[row]!, rowStart[row + 1]!));
    for (let neuron = 0; neuron < size.targets; neuron++) if (due[neuron] === Number.POSITIVE_INFINITY && random() < 0.3) due[neuron] = tick;
    for (const neuron of reached) if (due[neuron]! < tick) reference.post(neuron, 0, due[neuron]!, 0);
    for (const hand of [reference, kernel]) hand.arrive(row, 0, tick, 0);
  }
  for (const [neuron, at] of due.entries()) if (at < Number.POSITIVE_INFINITY) for (const hand of [reference, kernel]) hand.post(neuron, 0, at, 0);
  expect(kernel.state()).toEqual(reference.state());
});

test('names of a rule may be names that the kernel uses itself', async () => {
  const one = { value: 0.01, unit: '', doc: 'a number' } as const;
  const tau = { value: 20, unit: 'ms', doc: 'a time' } as const;
  const awkward = defineRule({
    name: 'awkward',
    cite: 'test only',
    params: { weight: one, target: one, stream: one, late: one, post_y: one, row: tau, base: tau, rules_exc: one },
    state: {
      x: { of: 'pre', decay: 'row', doc: 'a trace' },
      x_now: { of: 'synapse', decay: 'base', doc: 'a trace' },
      spikes: { of: 'post', decay: 'base', doc: 'a trace' },
      x_1: { of: 'post', decay: 'row', doc: 'a trace' },
    },
    onPre: ['s = target * spikes', 'x += 1', 'x_now += s', 'at = x_now * x_1', 'w *= 1 - stream * at - late'],
    onPost: ['j = post_y + weight', 'w *= 1 + j * x + rules_exc', 'spikes += 1', 'x_1 += j'],
  });
  await play({ ...constructs.pre, uses: [awkward()] }, settings[0]!, 200, 21);
  await play({ ...constructs.pre, uses: [awkward(), awkward()] }, settings[1]!, 200, 22);
});
