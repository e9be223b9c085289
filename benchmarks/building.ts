/**
 * How fast are networks built, and how many bytes does a synapse take?
 *
 * Building draws who is connected with whom, weights and delays, and sorts all of it into rows by source; one partition is timed in one
 * thread. The limit is filling as many bytes of memory in order. Bytes are those of the whole WebAssembly memory of an engine, state of
 * rules and indexes included, as the difference between two in-degrees, so that what belongs to neurons cancels.
 */
import {
  bernoulliRelease,
  fixedInDegree,
  fixedProbability,
  fixedTotal,
  lif,
  ms,
  mV,
  network,
  normal,
  pairStdp,
  type RuleUse,
  type Wiring,
} from 'spikeloom';
import { buildPartition } from '../src/network/build.ts';
import { planNetwork } from '../src/network/plan-network.ts';
import { makeEngine } from '../src/simulation/make-engine.ts';
import { question, type Row, secondsOf, sized } from './harness.ts';

const neurons = sized(10_000, 500);
const synapsesOf = sized(5_000_000, 20_000);

const one = (wiring: Wiring, more: object) =>
  network({
    name: 'one',
    populations: { E: { size: neurons, neuron: lif() } },
    projections: { EE: { from: 'E', to: 'E', wiring, weight: 0.1 * mV, delay: 1.5 * ms, ...more } },
  });

const spread = { weight: normal(0.1, 0.01, { min: 0 }), delay: normal(1.5, 0.75, { min: 0.1 }), weightPrecision: 'single' };
const degree = synapsesOf / neurons;
const buildings: readonly (readonly [string, Wiring, object])[] = [
  ['fixedInDegree, one weight', fixedInDegree(degree), {}],
  ['fixedProbability, one weight', fixedProbability(degree / neurons), {}],
  ['fixedInDegree, pair STDP', fixedInDegree(degree), { bounds: [0, 1], synapse: [pairStdp()] }],
  ['fixedTotal, normal weights and delays', fixedTotal(synapsesOf), spread],
];

const building = async ([what, wiring, more]: (typeof buildings)[number]): Promise<Row> => {
  const plan = planNetwork(one(wiring, more), { seed: 1, clock: 'grid' });
  let bytes = 0;
  let synapses = 0;
  const seconds = await secondsOf(
    () => {
      const [columns] = buildPartition(plan, 0, 1).projections;
      if (columns === undefined) return;
      synapses = columns.target.length;
      bytes = columns.rowStart.byteLength + columns.target.byteLength + (columns.weight?.byteLength ?? 0) + (columns.delay?.byteLength ?? 0);
    },
    { calls: 4, before: () => globalThis.gc?.() },
  );
  const filling = await secondsOf(() => new Uint8Array(bytes).fill(1), { calls: 4 });
  return {
    what,
    'synapses/s (10⁶)': synapses / seconds / 1e6,
    'ns per synapse': (1e9 * seconds) / synapses,
    'times filling memory': seconds / filling,
  };
};

/** Memories that engines make while `work` goes on: nothing else knows how large they became. */
const memoriesOf = async (work: () => Promise<unknown>): Promise<number> => {
  const original = WebAssembly.Memory;
  const made: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends original {
    constructor(descriptor: ConstructorParameters<typeof original>[0]) {
      super(descriptor);
      made.push(this);
    }
  };
  try {
    await work();
  } finally {
    WebAssembly.Memory = original;
  }
  return made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
};

const rules: readonly (readonly [string, readonly RuleUse[] | null])[] = [
  ['static', null],
  ['pairStdp', [pairStdp()]],
  ['bernoulliRelease', [bernoulliRelease()]],
  ['bernoulliRelease, pairStdp', [bernoulliRelease(), pairStdp()]],
];

const bytesPerSynapse = async (clock: 'event' | 'grid', more: object): Promise<number> => {
  const sizes = [degree / 2, degree];
  const taken: number[] = [];
  for (const size of sizes) {
    const described = one(fixedInDegree(size), more);
    taken.push(await memoriesOf(() => makeEngine('wasm', described, { seed: 1, clock }, 0, 1)));
  }
  return ((taken[1] as number) - (taken[0] as number)) / (neurons * (degree / 2));
};

await question('building', async () => {
  const rows: Row[] = [];
  for (const each of buildings) rows.push(await building(each));
  for (const [what, synapse] of rules) {
    for (const weightPrecision of ['single', 'double']) {
      const more = { weight: normal(0.1, 0.01, { min: 0, max: 1 }), bounds: [0, 1], weightPrecision, ...(synapse ? { synapse } : {}) };
      const [grid, event] = [await bytesPerSynapse('grid', more), await bytesPerSynapse('event', more)];
      const least = 2 + (weightPrecision === 'single' ? 4 : 8);
      rows.push({ what: `${what}, ${weightPrecision}`, 'bytes, grid': grid, 'bytes, event': event, 'times target and weight': grid / least });
    }
  }
  return rows;
});
