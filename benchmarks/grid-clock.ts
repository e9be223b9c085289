/**
 * What do the parts of the grid clock cost, beside what the machine allows?
 *
 *     npx esbuild benchmarks/grid-clock.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/benchmarks/grid-clock.js
 *     node dist/benchmarks/grid-clock.js
 *
 * Answer (2 shared cores of an AMD EPYC, Node 20.20, machine busy): adding to a random double 0.44 ns. Delivery in rows of 1,250: counts 0.71,
 * float32 weights 0.90, float64 weights 1.20, float32 with 36 delays 1.75 ns; counts in rows of 50 1.8 ns. Update of a neuron: lif 0.33,
 * lifExponential 0.59, lifConductance 1.9 ns (bound by multiplications); a Poisson count of mean 2 adds 1.7 ns, two thirds of it Philox.
 * Whole networks on one thread, real-time factors: brunel 0.65, brunel-plastic 3.5, vogels-abbott-cuba 0.040, with release 0.054, coba 0.098.
 */
import type { PartitionEngine } from '../src/engines/engine.ts';
import { createWasmEngine } from '../src/engines/wasm/index.ts';
import { compileKernel } from '../src/kernels/compile.ts';
import type { Drive, Network, Projection } from '../src/network/description.ts';
import { planNetwork } from '../src/network/plan-network.ts';
import { lif, lifConductance, lifExponential } from '../src/neurons/index.ts';
import { kernelHost } from '../src/simulation/kernel-host.ts';

const host = kernelHost();
const rounds = 5;

/** Least CPU time of some rounds [ns]: other programs on the machine only add. */
const leastOf = (work: () => void): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, 1000 * (user + system));
  }
  return least;
};

/** Read, add, write a random double of 100 KB, its index read in order: what no delivery of weights can beat. */
const limit = async (): Promise<number> => {
  const text = `export function run(n: i32): void {
  for (let i: i32 = 0; i < n; i += 4) {
    const at: usize = 1048576 + (<usize>i << 1);
    add(load<u16>(at)); add(load<u16>(at, 2)); add(load<u16>(at, 4)); add(load<u16>(at, 6));
  }
}
// @ts-ignore: decorator
@inline
function add(target: usize): void { f64.store(target << 3, f64.load(target << 3) + 1); }`;
  const memory = new WebAssembly.Memory({ initial: 1024, maximum: 65_536, shared: true });
  const n = 8_000_000;
  const targets = new Uint16Array(memory.buffer as SharedArrayBuffer, 1_048_576, n);
  for (let i = 0; i < n; i++) targets[i] = (i * 7919) % 12_500;
  const { run } = new WebAssembly.Instance(await compileKernel({ 'limit.ts': text }, 'limit.ts', host), { env: { memory } }).exports as {
    run(n: number): void;
  };
  return leastOf(() => run(n)) / n;
};

const engineOf = async (network: Network): Promise<PartitionEngine> => createWasmEngine(planNetwork(network, { clock: 'grid' }), 0, 1, host);

/** Time per synaptic event of rows with `degree` synapses onto 12,500 neurons, forty rows a step. */
const delivery = async (degree: number, options: Pick<Projection, 'weight' | 'delay' | 'weightPrecision'>): Promise<number> => {
  const sources = Math.min(12_500, Math.round(16_000_000 / degree));
  const engine = await engineOf({
    populations: {
      A: { size: sources, neuron: { source: 'spikes', times: Array.from({ length: sources }, () => []) } },
      B: { size: 12_500, neuron: lif() },
    },
    projections: { AB: { from: 'A', to: 'B', wiring: { wiring: 'fixedOutDegree', degree, multapses: true }, ...options } },
  });
  const perStep = 40;
  const steps = 100;
  let now = 0;
  const work = (): void => {
    for (let step = 0; step < steps; step++) {
      const first = (now * perStep * 101) % (sources - perStep);
      engine.advance(++now);
      engine.receive({
        ids: Uint32Array.from({ length: perStep }, (_, i) => first + i),
        ticks: new Float64Array(perStep).fill(now),
        fracs: new Float64Array(perStep),
      });
    }
  };
  const quiet = (): void => {
    for (let step = 0; step < steps; step++) engine.advance(++now);
  };
  work();
  return (leastOf(work) - leastOf(quiet)) / (steps * perStep * degree);
};

/** Time per neuron and step of 4,000 neurons. */
const update = async (neuron: ReturnType<typeof lif>, drive: readonly Drive[] = []): Promise<number> => {
  const engine = await engineOf({ populations: { N: { size: 4000, neuron, drive } }, projections: {} });
  let now = 0;
  const work = (): void => {
    for (let step = 0; step < 5000; step++) engine.advance(++now);
  };
  work();
  return leastOf(work) / 5000 / 4000;
};

const spread = { distribution: 'normal', mean: 0.1, sd: 0.02, min: 0 } as const;
const delays = { distribution: 'uniform', low: 0.5, high: 4 } as const;
const rows: readonly (readonly [string, () => Promise<number>])[] = [
  ['limit: add to a random double of 100 KB', limit],
  ['delivery, one weight, rows of 1,250', () => delivery(1250, { weight: 0.1, delay: 1.5 })],
  ['delivery, float32 weights, rows of 1,250', () => delivery(1250, { weight: spread, delay: 1.5, weightPrecision: 'single' })],
  ['delivery, float64 weights, rows of 1,250', () => delivery(1250, { weight: spread, delay: 1.5 })],
  ['delivery, float32 weights, 36 delays, rows of 1,250', () => delivery(1250, { weight: spread, delay: delays, weightPrecision: 'single' })],
  ['delivery, one weight, rows of 50', () => delivery(50, { weight: 0.1, delay: 1.5 })],
  ['update, lif', () => update(lif())],
  ['update, lifExponential', () => update(lifExponential())],
  ['update, lifConductance', () => update(lifConductance())],
  ['update, lif with a Poisson count of mean 2', () => update(lif(), [{ drive: 'poisson', rate: 20_000, weight: 0.05 }])],
];
for (const [name, measure] of rows) console.log(`${(await measure()).toFixed(2).padStart(6)} ns  ${name}`);
