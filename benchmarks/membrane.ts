/**
 * What does a step of a neuron cost, against streaming its state through the processor?
 *
 * On the grid clock every neuron is updated at every step, whatever happens. The limit is x ← a·x + b over as many cells as a neuron
 * has state variables and inputs: every update must read and write these. 10,000 neurons stay in the cache of a core, a million do not.
 */
import {
  adaptiveLif,
  fixedOutDegree,
  kHz,
  lif,
  lifConductance,
  lifExponential,
  ms,
  mV,
  type NeuronUse,
  network,
  normal,
  type Population,
  poisson,
  poissonSource,
} from 'spikeloom';
import { makeEngine } from '../src/simulation/make-engine.ts';
import { question, type Row, secondsOf, sized } from './harness.ts';
import { streamLimit } from './measuring/limits.ts';

/** The external input of `brunel`: two events a step, too weak to matter. */
const drive = poisson({ rate: 20 * kHz, weight: 1e-9 * mV });

/** Name, neuron, number of state variables, drive. */
const models: readonly (readonly [string, NeuronUse, number, { readonly drive?: typeof drive }])[] = [
  ['lif', lif(), 1, {}],
  ['lif, Poisson input', lif(), 1, { drive }],
  ['lifExponential', lifExponential(), 3, {}],
  ['adaptiveLif', adaptiveLif(), 2, {}],
  ['lifConductance', lifConductance(), 3, {}],
];
/** Cells of excitatory and inhibitory input. */
const inputs = 2;

type Cells = Pick<Population, 'size' | 'neuron' | 'drive'>;

/** Neurons with both inputs, which nobody uses. */
const quiet = (cells: Cells) => {
  const projection = { from: 'S', to: 'N', wiring: fixedOutDegree(1), delay: 0.1 * ms } as const;
  return network({
    name: 'quiet',
    populations: { S: { size: 1, neuron: poissonSource({ rate: 1e-9 }) }, N: cells },
    projections: { exc: { ...projection, weight: normal(1, 0.1, { min: 0 }) }, inh: { ...projection, weight: normal(-1, 0.1, { max: 0 }) } },
  });
};

const nsPerStep = async (cells: Cells): Promise<number> => {
  const { engine } = await makeEngine('wasm', quiet(cells), { seed: 1, clock: 'grid' }, 0, 1);
  const steps = Math.max(2, Math.round(2e6 / cells.size));
  let now = 0;
  const seconds = await secondsOf(() => {
    for (let i = 0; i < steps; i++) {
      const spikes = engine.advance(++now);
      engine.receive(spikes);
    }
  });
  return (1e9 * seconds) / steps / cells.size;
};

await question('membrane', async () => {
  const rows: Row[] = [];
  for (const size of sized([10_000, 1_000_000], [1000])) {
    for (const [model, neuron, state, input] of models) {
      const cells = state + inputs;
      const each = await nsPerStep({ size, neuron, ...input });
      const limit = cells * (await streamLimit(8 * cells * size));
      rows.push({ model, neurons: size, 'ns per neuron and step': each, 'limit (ns)': limit, 'times the limit': each / limit });
    }
  }
  return rows;
});
