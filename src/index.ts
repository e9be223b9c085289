/**
 * Spikeloom: an event-driven spiking-network simulator.
 *
 * A network is data (`network`, populations, projections), a rule is equations (`defineRule`), and `simulate` runs them:
 * the same description and seed give the same spikes and weights, bit for bit.
 *
 * @packageDocumentation
 */

// Errors: four classes, each with a stable `code` and the offending values in `fields`.
export { EquationError, type Fields, InternalError, ModelError, UnsupportedError } from './errors.ts';
// How weights, delays and parameters spread; what drives a population; who is connected with whom.
export { lognormal, normal, uniform } from './network/describe/distributions.ts';
export { current, images, poisson, spikeList } from './network/describe/drives.ts';
export { type ImageRates, poissonSource, spikeSource } from './network/describe/sources.ts';
export {
  allToAll,
  distanceDependent,
  edges,
  fixedInDegree,
  fixedOutDegree,
  fixedProbability,
  fixedTotal,
  oneToOne,
} from './network/describe/wirings.ts';
export type {
  CurrentDrive,
  Distribution,
  Drive,
  ImagesDrive,
  Network,
  NeuronUse,
  NeuronValue,
  PoissonDrive,
  Population,
  Projection,
  Source,
  SpikeListDrive,
  SynapseValue,
  Wiring,
} from './network/description.ts';
export { fromJson, toJson } from './network/json.ts';
// Networks.
export { network } from './network/network.ts';
export { networkSchema } from './network/schema.ts';
export { defineNeuron, type NeuronArguments, type NeuronConstructor } from './neurons/define-neuron.ts';

// Neuron models.
export { adaptiveLif, adaptiveLifConductance, adaptiveLifExponential, integrator, lif, lifConductance, lifExponential } from './neurons/index.ts';
export type { EventForm, NeuronModel, NeuronState, Reset } from './neurons/model.ts';
// Rules: what a synapse does and how it learns.
export { bernoulliRelease, type ReleaseOptions } from './rules/bernoulli-release.ts';
export { defineRule, type RuleDefinition } from './rules/define-rule.ts';
export { pairStdp } from './rules/pair-stdp.ts';
export type { Owner, Rule, RuleUse, RuleVariable, Statements } from './rules/rule.ts';
// Units: numbers in NEST's coherent system (ms, mV, pA, pF, nS; rates in Hz).
export { fF, GOhm, Hz, kHz, MOhm, minute, mm, ms, mV, nA, nF, nS, type Parameter, pA, pF, pS, s, type UnitName, um, uS, us, uV } from './units.ts';
