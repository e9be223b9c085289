/** All experiments, loaded when asked for: a new one is a file like its neighbours and a line here. */
import type { Experiment } from './experiment.ts';

export const experiments: Readonly<Record<string, { readonly doc: string; readonly load: () => Promise<Experiment> }>> = {
  asymmetry: { doc: 'scaling down by Arc, up by TNF-α, and their knock-outs', load: async () => (await import('./asymmetry.ts')).asymmetry },
  balancing: { doc: 'synaptic balancing of weight matrices', load: async () => (await import('./balancing.ts')).balancingExperiment },
  branches: { doc: 'scaling of a branch that lost its input', load: async () => (await import('./branches.ts')).branchesExperiment },
  calcium: { doc: 'plasticity and spine states controlled by calcium', load: async () => (await import('./calcium.ts')).calcium },
  channel: { doc: 'information through a single synapse', load: async () => (await import('./channel.ts')).channel },
  'context-integration': {
    doc: 'a network learns with balancing',
    load: async () => (await import('./context-integration.ts')).contextIntegration,
  },
  digits: { doc: 'handwritten digits learned without labels', load: async () => (await import('./digits.ts')).digits },
  'freezable-chaos': {
    doc: 'activity of a rate network that stops when its synapses do',
    load: async () => (await import('./freezable-chaos.ts')).freezableChaos,
  },
  gauge: { doc: 'thresholds and weights multiplied, spikes the same', load: async () => (await import('./gauge.ts')).gauge },
  homeostasis: { doc: 'scaling of a network to its target rate', load: async () => (await import('./homeostasis.ts')).homeostasis },
  'local-balancing': { doc: 'synaptic balancing by a local rule', load: async () => (await import('./local-balancing.ts')).localBalancing },
  'lifelong-perceptron': {
    doc: 'task after task learned by a neuron whose reliable synapses learn no more',
    load: async () => (await import('./lifelong-perceptron.ts')).lifelongPerceptron,
  },
  'mean-field': {
    doc: 'rates of networks by theory and by simulation',
    load: async () => (await import('./mean-field.ts')).meanFieldExperiment,
  },
  'membrane-moments': { doc: 'stochastic release seen from the membrane', load: async () => (await import('./membrane-moments.ts')).membraneMoments },
  metaplasticity: { doc: 'how fast the threshold of plasticity must slide', load: async () => (await import('./metaplasticity.ts')).metaplasticity },
  pruning: { doc: 'microglia prune synapses, and new ones form', load: async () => (await import('./pruning.ts')).pruning },
  'release-statistics': {
    doc: 'moments, failures and independence of release',
    load: async () => (await import('./release-statistics.ts')).releaseStatistics,
  },
  'short-term-depression': {
    doc: 'depression and facilitation of release',
    load: async () => (await import('./short-term-depression.ts')).shortTermDepression,
  },
  runaway: { doc: 'Hebbian learning that runs away, and what scaling does about it', load: async () => (await import('./runaway.ts')).runaway },
  'spiking-chaos': {
    doc: 'a spiking network and its rate model: chaos that stops when weights are frozen',
    load: async () => (await import('./spiking-chaos.ts')).spikingChaos,
  },
  'spine-switching': {
    doc: 'e-prop in strong spines only, STDP in weak ones',
    load: async () => (await import('./spine-switching.ts')).spineSwitching,
  },
  'sleep-wake': { doc: 'learning by day, scaling down by night', load: async () => (await import('./sleep-wake.ts')).sleepWake },
  'spiking-energy': {
    doc: 'information per charge of synapses that release with chance',
    load: async () => (await import('./spiking-energy.ts')).spikingEnergy,
  },
  'ttx-scaling': { doc: 'silenced neurons scale up their synapses', load: async () => (await import('./ttx-scaling.ts')).ttxScaling },
};
