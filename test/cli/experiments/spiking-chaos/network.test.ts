/** The spiking network against its equations: the same spikes, and nothing else of the engine, give the same weights and currents. */
import { expect, it } from 'vitest';
import { spikingNetwork } from '../../../../dist/cli/experiments/spiking-chaos/network.js';
import { lifGain } from '../../../../dist/comparators/coupled-rates/lif-gain.js';
import { independentWeights } from '../../../../dist/comparators/coupled-rates/weights.js';
import { type Simulation, simulate } from '../../../../dist/simulation/simulate.js';

const [n, k, p, duration] = [12, 3, 2.5, 600];
const gain = lifGain();
const J = independentWeights(n, 2, 'network');
const net = spikingNetwork({ n, J, k, p, gain });

interface Ran {
  readonly spikes: readonly { readonly id: number; readonly t: number }[];
  /** At the beginning and at the end. */
  readonly start: Float64Array;
  readonly x: Float64Array;
  readonly weights: Float64Array;
}

const run = async (engine: 'wasm' | 'reference'): Promise<Ran> => {
  const sim: Simulation = simulate(net, { seed: 'network', clock: 'grid', dt: 0.25, engine });
  const spikes: { id: number; t: number }[] = [];
  sim.onSpikes((block) => {
    block.ids.forEach((id, s) => {
      if (id < n) spikes.push({ id, t: (block.ticks[s] as number) / block.perMs });
    });
  });
  const x = async (): Promise<Float64Array> => {
    const [excitatory, inhibitory] = [await sim.read('E.iSynE'), await sim.read('E.iSynI')];
    return excitatory.map((each, i) => (each + (inhibitory[i] as number)) / gain.gamma);
  };
  await sim.run(0);
  const start = await x();
  await sim.run(duration);
  const ran = { spikes, start, x: await x(), weights: await sim.read('plastic.w') };
  await sim.close();
  return ran;
};

const [delay, period, tauF, tauS] = [0.25, 5, 20, 100];
const r0 = gain.r0 / 1000;

/** Weights (row i onto i, W of the rate model) and x at the end, from spikes alone, time step by time step. */
const replayed = ({ spikes, start }: Ran) => {
  const A = new Float64Array(n * n);
  const [source, target, x] = [new Float64Array(n).fill(r0), new Float64Array(n).fill(r0), start.slice()];
  const sums = new Float64Array(n);
  const at = (time: number): readonly number[] => spikes.filter(({ t }) => t === time).map(({ id }) => id);
  const kept = Math.exp(-period / (p * tauS));
  for (let step = 1; step <= duration / delay; step++) {
    const t = step * delay;
    for (const trace of [source, target]) for (let i = 0; i < n; i++) trace[i] = (trace[i] as number) * Math.exp(-delay / tauF);
    for (let i = 0; i < n; i++) {
      const arrived = at(t - delay).reduce((sum, j) => sum + (J[i * n + j] as number) + (A[i * n + j] as number), 0) / (tauS * r0);
      const taken = t > period && (t - delay) % period === 0 ? (period / tauS) * (sums[i] as number) : 0;
      x[i] = (x[i] as number) * Math.exp(-delay / tauS) + arrived - taken;
    }
    if (t % period === 0) {
      for (let i = 0; i < n; i++) sums[i] = A.subarray(i * n, (i + 1) * n).reduce((sum, each) => sum + each, 0);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const product = ((source[j] as number) / r0 - 1) * ((target[i] as number) / r0 - 1);
          A[i * n + j] = kept * (A[i * n + j] as number) + (1 - kept) * (k / n) * product;
        }
    }
    // What happens at a tick's own instant is not seen by it.
    for (const j of at(t - delay)) source[j] = (source[j] as number) + 1 / tauF;
    for (const i of at(t)) target[i] = (target[i] as number) + 1 / tauF;
  }
  return { A, x };
};

it('is the model that its rules say, in both engines', async () => {
  const [ran, again] = [await run('wasm'), await run('reference')];
  expect(again).toEqual(ran);
  expect(ran.spikes.length).toBeGreaterThan(200);
  const { A, x } = replayed(ran);
  const unit = gain.gamma / (tauS * r0);
  // Weights are listed source by source.
  ran.weights.forEach((w, s) => {
    expect(Math.abs(w / unit - (A[(s % n) * n + Math.floor(s / n)] as number))).toBeLessThan(1e-10);
  });
  expect(Math.max(...A.map(Math.abs))).toBeGreaterThan(0.05);
  ran.x.forEach((each, i) => {
    expect(Math.abs(each - (x[i] as number))).toBeLessThan(1e-9);
  });
}, 120_000);
