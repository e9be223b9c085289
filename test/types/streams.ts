/** Compiled, not run: names of populations and projections in streams are the network's own. */
import { allToAll, compareWith, lif, meanField, network, simulate } from '../../src/index.ts';

const net = network({
  populations: { E: { size: 8, neuron: lif() }, I: { size: 2, neuron: lif() } },
  projections: { EI: { from: 'E', to: 'I', wiring: allToAll(), weight: 1, delay: 1 } },
});
const sim = simulate(net);

export const accepted = [
  () => sim.spikes('E').pipe(compareWith(meanField(net))),
  () => sim.weights('EI', { every: 1, synapses: 3 }),
  () => sim.weights('EI'),
  async () => (await sim.fork()).voltages('I', { every: 1 }),
];
export const refused = [
  // @ts-expect-error a population that is not there
  () => sim.spikes('X'),
  // @ts-expect-error a projection that is not there
  () => sim.weights('IE', { every: 1 }),
  // @ts-expect-error a population in place of a projection
  () => sim.energy('E'),
  // @ts-expect-error snapshots need a period
  () => sim.weights('EI', {}),
];
