/** States of spines that come and go: what is recorded adds up to what there is. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { uniform } from '../../src/network/describe/distributions.ts';
import { poisson } from '../../src/network/describe/drives.ts';
import { fixedInDegree } from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { spineSwitching } from '../../src/rules/spine-state.ts';
import { type RecordedTransitions, readRun } from '../../src/simulation/read-run.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import type { WeightTable } from '../../src/simulation/weights.ts';
import { temporary } from './fake.ts';

const turnover = defineRule({
  name: 'turnover',
  cite: 'none',
  params: {
    period: { value: 10, unit: 'ms', doc: 'time between changes' },
    share: { value: 0.15, unit: '', doc: 'share of synapses that go' },
    mean: { value: 2, unit: '', doc: 'mean number of synapses that come' },
  },
  state: { gone: { of: 'synapse', doc: 'whether it goes' } },
  every: { period: 'period', do: ['dies ~ Bernoulli(share)', 'gone = dies'] },
  structural: { remove: 'gone', create: 'mean' },
});
const net = network({
  populations: { E: { size: 40, neuron: lif(), drive: poisson({ rate: 2300, weight: 0.5 }) } },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: fixedInDegree(12), weight: uniform(0.2, 0.6), bounds: [0, 2], delay: 1.5, spare: 60 },
      synapse: [pairStdp({ aPlus: 0.1, aMinus: 0.1 }), spineSwitching({ up: 0.45, down: 0.3, period: 5, initially: 1 }), turnover()],
    },
  },
});

type Event = readonly [source: number, target: number, state: number];

const existence = ({ variables, variable, source, target, state }: RecordedTransitions): Event[] =>
  [...variable.keys()].filter((row) => variables[variable[row]!] === 'EE.exists').map((row) => [source[row]!, target[row]!, state[row]!]);

const count = (events: readonly Event[], state: number): number => events.filter(([, , to]) => to === state).length;

/** How many synapses there are between which neurons, once events have happened. */
const pairsAfter = ({ source, target }: Pick<WeightTable, 'source' | 'target'>, events: readonly Event[]): Record<string, number> => {
  const pairs: Record<string, number> = {};
  const add = (from: number, to: number, more: number): void => {
    const name = `${from} ${to}`;
    pairs[name] = (pairs[name] ?? 0) + more;
  };
  source.forEach((from, i) => {
    add(from, target[i]!, 1);
  });
  for (const [from, to, state] of events) add(from, to, state === 0 ? -1 : 1);
  return Object.fromEntries(
    Object.entries(pairs)
      .filter(([, number]) => number !== 0)
      .sort(),
  );
};

test('transitions of spines that go and come add up to those there are, on any number of workers', async () => {
  const base = temporary();
  const rows: object[] = [];
  for (const workers of [1, 2]) {
    const out = join(base, String(workers));
    const sim = simulate(net, { clock: 'grid', workers, out, record: { states: true, energy: true } });
    const first = await sim.weights('EE');
    await sim.run(100);
    const { states, energy, turnover } = await sim.summary();
    const now = (await sim.read('EE.spineSwitching.strong')).reduce((sum, state) => sum + state, 0);
    expect(states?.['EE.spineSwitching.strong']?.now).toBe(now);
    const last = await sim.weights('EE');
    await sim.close();
    const run = await readRun(out);
    const events = existence(run.states!);
    expect(states?.['EE.exists']).toMatchObject({ synapses: 480, initially: 480, now: last.w.length, transitions: events.length });
    expect(turnover?.EE).toEqual({ pruned: count(events, 0), created: count(events, 1) });
    expect(pairsAfter(first, events)).toEqual(pairsAfter(last, []));
    rows.push({ states: run.states, energy });
  }
  expect(rows[1]).toEqual(rows[0]);
});
