/** A run that goes on until it is killed: `node endless-run.mjs <directory>`. */
import { fixedProbability } from '../../dist/network/describe/wirings.js';
import { uniform } from '../../dist/network/describe/distributions.js';
import { network } from '../../dist/network/network.js';
import { lif } from '../../dist/neurons/lif.js';
import { pairStdp } from '../../dist/rules/pair-stdp.js';
import { simulate } from '../../dist/simulation/simulate.js';

const net = network({
  populations: { E: { size: 41, neuron: lif() } },
  projections: { EE: { from: 'E', to: 'E', wiring: fixedProbability(0.4), weight: uniform(0.1, 0.9), bounds: [0, 1], delay: uniform(1, 3.5), synapse: [pairStdp()] } },
});
const engine = new URL('./fake-engine.mjs', import.meta.url).href;
const sim = simulate(net, { engine, clock: 'event', delayStep: 0.1, workers: 2, out: process.argv[2], record: { weights: true, weightsEvery: 250 }, checkpointEvery: 200 });
process.stdout.write('running\n');
await sim.run(Number(process.argv[3] ?? 1e9));
await sim.close();
