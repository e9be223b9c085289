/**
 * What does a step of a neuron cost, against streaming its state through the processor?
 *
 * On the grid clock every neuron is updated at every step, whatever happens. The limit is x ← a·x + b over as many cells as a neuron
 * has state variables and inputs: every update must read and write these. 10,000 neurons stay in the cache of a core, a million do not.
 */
import { adaptiveLif, fixedOutDegree, lif, lifConductance, lifExponential, ms, type NeuronUse, network, normal, poissonSource } from 'spikeloom';
import { makeEngine } from '../src/simulation/make-engine.ts';
import { question, type Row, secondsOf, sized } from './harness.ts';
import { streamLimit } from './measuring/limits.ts';

/** Cells of state, and of excitatory and inhibitory input. */
const models: readonly (readonly [string, NeuronUse, number])[] = [
  ['lif', lif(), 1],
  ['lifExponential', lifExponential(), 3],
  ['adaptiveLif', adaptiveLif(), 2],
  ['lifConductance', lifConductance(), 3],
];
const inputs = 2;

/** Neurons with both inputs, which nobody uses. */
const quiet = (neuron: NeuronUse, size: number) => {
  const projection = { from: 'S', to: 'N', wiring: fixedOutDegree(1), delay: 0.1 * ms } as const;
  return network({
    name: 'quiet',
    populations: { S: { size: 1, neuron: poissonSource({ rate: 1e-9 }) }, N: { size, neuron } },
    projections: { exc: { ...projection, weight: normal(1, 0.1, { min: 0 }) }, inh: { ...projection, weight: normal(-1, 0.1, { max: 0 }) } },
  });
};

const nsPerStep = async (neuron: NeuronUse, size: number): Promise<number> => {
  const { engine } = await makeEngine('wasm', quiet(neuron, size), { seed: 1, clock: 'grid' }, 0, 1);
  const steps = Math.max(2, Math.round(2e6 / size));
  let now = 0;
  const seconds = await secondsOf(() => {
    for (let i = 0; i < steps; i++) {
      const spikes = engine.advance(++now);
      engine.receive(spikes);
    }
  });
  return (1e9 * seconds) / steps / size;
};

await question('membrane', async () => {
  const rows: Row[] = [];
  for (const size of sized([10_000, 1_000_000], [1000])) {
    for (const [model, neuron, state] of models) {
      const cells = state + inputs;
      const each = await nsPerStep(neuron, size);
      const limit = cells * (await streamLimit(8 * cells * size));
      rows.push({ model, neurons: size, 'ns per neuron and step': each, 'limit (ns)': limit, 'times the limit': each / limit });
    }
  }
  return rows;
});
