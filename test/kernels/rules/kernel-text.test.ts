import { expect, test } from 'vitest';
import { gridSink } from '../../../src/kernels/rules/options.ts';
import { ruleKernel } from '../../../src/kernels/rules/rule-kernel.ts';
import { bernoulliRelease } from '../../../src/rules/bernoulli-release.ts';
import { compose } from '../../../src/rules/compose.ts';
import { pairStdp } from '../../../src/rules/pair-stdp.ts';
import type { RuleUse } from '../../../src/rules/rule.ts';

const kernelOf = (uses: readonly RuleUse[]) =>
  ruleKernel(compose(uses, { kind: 'synapse', where: 'projection EE' }), {
    clock: 'grid',
    single: true,
    sign: 1,
    wideTargets: false,
    postFirst: false,
    sink: gridSink,
  });

test.each([
  ['pairStdp', [pairStdp()]],
  ['bernoulliRelease', [bernoulliRelease()]],
  ['bernoulliRelease-pairStdp', [bernoulliRelease(), pairStdp()]],
] as const)('the kernel of %s can be read', async (name, uses) => {
  await expect(kernelOf(uses).source).toMatchFileSnapshot(`./printed/${name}.txt`);
});

test('one module serves every parameter set, unless a time constant is zero', () => {
  const { source } = kernelOf([pairStdp()]);
  expect(kernelOf([pairStdp({ tauPlus: 5, aPlus: 1 })]).source).toBe(source);
  expect(kernelOf([pairStdp({ tauPlus: 0 })]).source).not.toBe(source);
});

test('a projection without post statements per synapse remembers no spikes', () => {
  const globals = kernelOf([bernoulliRelease()]).columns.map(({ global }) => global);
  expect(globals).toEqual(['drawn_arrive', 'arrivals']);
});

test('what a kernel asks of the host, and what of it is state', () => {
  const { columns, params, signals, partials } = kernelOf([pairStdp()]);
  expect({ params, signals, partials }).toEqual({
    params: [
      { global: 'tauPlus', value: 20 },
      { global: 'tauMinus', value: 20 },
      { global: 'aPlus', value: 0.003 },
      { global: 'aMinus', value: 0.00315 },
    ],
    signals: [],
    partials: [],
  });
  expect(Object.fromEntries(columns.flatMap(({ state, of, each, type }) => (state === null ? [] : [[state, `${of} × ${each} ${type}`]])))).toEqual({
    'pairStdp.x': 'row × 1 f64',
    'pairStdp.x.before': 'row × 1 f64',
    row_arrive_tick: 'row × 1 f64',
    'pairStdp.y': 'target × 1 f64',
    target_post_tick: 'target × 1 f64',
  });
});
