/**
 * Spikeloom: an event-driven spiking-network simulator.
 *
 * A network is data (`network`, populations, projections), a rule is equations (`defineRule`), and `simulate` runs them:
 * the same description and seed give the same spikes and weights, bit for bit.
 *
 * @packageDocumentation
 */

// Units: numbers in NEST's coherent system (ms, mV, pA, pF, nS; rates in Hz).
export { fF, GOhm, Hz, kHz, MOhm, minute, mm, ms, mV, nA, nF, nS, type Parameter, pA, pF, pS, s, type UnitName, um, uS, us, uV } from './units.ts';

// Errors: four classes, each with a stable `code` and the offending values in `fields`.
export { EquationError, type Fields, InternalError, ModelError, UnsupportedError } from './errors.ts';

// Networks: one value to read, compare, store and run.
export { network } from './network/network.ts';
export { type Factors, rescale } from './network/rescale.ts';
export { fromJson, toJson } from './network/json.ts';
export { networkSchema } from './network/schema.ts';
export type { Carries, Network, Population, Projection, RateTarget, SynapseValue } from './network/description.ts';

// How weights, delays and parameters spread over neurons and synapses.
export { lognormal, normal, uniform } from './network/describe/distributions.ts';
export type { Distribution, NeuronUse, NeuronValue } from './network/description.ts';

// What drives a population from outside.
export { current, images, poisson, spikeList } from './network/describe/drives.ts';
export { type ImageRates, poissonSource, spikeSource } from './network/describe/sources.ts';
export type { CurrentDrive, Drive, ImagesDrive, PoissonDrive, Source, SpikeListDrive } from './network/description.ts';

// Who is connected with whom.
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
export type { Wiring } from './network/description.ts';

// Neuron models.
export {
  adaptiveLif,
  adaptiveLifConductance,
  adaptiveLifConductanceImplicit,
  adaptiveLifExponential,
  integrator,
  lif,
  lifConductance,
  lifExponential,
} from './neurons/index.ts';
export { defineNeuron, type NeuronArguments, type NeuronConstructor } from './neurons/define-neuron.ts';
export type { EventForm, NeuronModel, NeuronState, Reset } from './neurons/model.ts';

// Rules: what a synapse does and how it learns.
export { activityBalancing } from './rules/activity-balancing.ts';
export { arcTnf } from './rules/arc-tnf.ts';
export { bernoulliRelease, type ReleaseOptions } from './rules/bernoulli-release.ts';
export { type BinomialReleaseOptions, binomialRelease } from './rules/binomial-release.ts';
export { type EpropOptions, eprop } from './rules/eprop.ts';
export { pairStdp } from './rules/pair-stdp.ts';
export { branchScaling } from './rules/branch-scaling.ts';
export { calciumSets, calciumStrengths } from './rules/calcium-sets.ts';
export { calciumSpine } from './rules/calcium-spine.ts';
export { graupnerBrunel } from './rules/graupner-brunel.ts';
export { inhibitoryScaling } from './rules/inhibitory-scaling.ts';
export { inhibitoryStdp } from './rules/inhibitory-stdp.ts';
export { metaplasticStdp } from './rules/metaplastic-stdp.ts';
export { microglialPruning } from './rules/microglial-pruning.ts';
export { multiplicativeStdp } from './rules/multiplicative-stdp.ts';
export { nearestPairStdp } from './rules/nearest-pair-stdp.ts';
export { nearestTripletStdp } from './rules/nearest-triplet-stdp.ts';
export { type GradientReleaseOptions, gradientRelease } from './rules/gradient-release.ts';
export { type PlasticReleaseOptions, plasticRelease } from './rules/plastic-release.ts';
export { powerLawStdp } from './rules/power-law-stdp.ts';
export { releaseStdp } from './rules/release-stdp.ts';
export { rewardStdp } from './rules/reward-stdp.ts';
export { sleepScaling } from './rules/sleep-scaling.ts';
export { spineSwitching } from './rules/spine-state.ts';
export { type Switching, switching } from './rules/switching.ts';
export { trainedStdp } from './rules/trained-stdp.ts';
export type { TrainedStdpOptions, TrialStdpOptions } from './rules/trial-pairs.ts';
export { trialStdp } from './rules/trial-stdp.ts';
export { tripletStdp } from './rules/triplet-stdp.ts';
export { tsodyksMarkram } from './rules/tsodyks-markram.ts';
export { tsodyksMarkramRelease } from './rules/tsodyks-markram-release.ts';
export { wakefulPlasticity } from './rules/wakeful-plasticity.ts';
export { weightDependentStdp } from './rules/weight-dependent-stdp.ts';
export { weightNormalization } from './rules/weight-normalization.ts';
export { synapticBalancing } from './rules/synaptic-balancing.ts';
export { synapticScaling } from './rules/synaptic-scaling.ts';
export { defineRule, type RuleDefinition } from './rules/define-rule.ts';
export type { Owner, Rule, RuleStructure, RuleUse, RuleVariable, Statements } from './rules/rule.ts';

// Running a network.
export { resume, type Simulation, simulate } from './streams/simulate.ts';
export type { ForkOptions } from './simulation/simulate.ts';
export type { RecordOptions } from './simulation/run-directory.ts';
export type { SimulateOptions } from './simulation/options.ts';
export type { EngineName } from './simulation/make-engine.ts';
export type { RunOptions, RunResult } from './simulation/start.ts';
export type { Progress } from './simulation/pace.ts';
export type { Summary } from './simulation/account.ts';
export type { Energy, Transmitted } from './simulation/energy.ts';
export type { StateCounts } from './simulation/transition-ledger.ts';
export type { SpikeBlock } from './simulation/spike-block.ts';
export type { EnergyNews, Listener, Moment, StateNews } from './simulation/listeners.ts';
export type { WeightTable } from './simulation/weights.ts';

// What one may do to it while it runs.
export { freezePlasticity, type Intervention, lesion, scale, set, signal, silence } from './simulation/interventions.ts';

// Watching it: streams of blocks, and what to do where a subscriber is slower than the engine.
export type { Block, EnergyBin, Spikes, States, Values, Voltages, Weights } from './streams/blocks.ts';
export type { Streams, VoltagesOptions, WeightsOptions } from './streams/streams.ts';
export { hold } from './streams/hold.ts';
export { lossless, type LosslessOptions } from './streams/lossless.ts';
export { conflate, type Lossy, sample } from './streams/lossy.ts';
export { type PlayOptions, type Replay, replay } from './streams/replay.ts';

// Statistics that follow the spikes of a population, or the weights of a projection.
export { binnedRates, type Fano, fanoFactor, type IsiCv, isiCv, type Rate } from './streams/operators/rates.ts';
export {
  type Correlations,
  type CorrelationsOptions,
  correlations,
  type PopulationCorrelation,
  populationCorrelation,
} from './streams/operators/correlations.ts';
export {
  type Participation,
  type PowerSpectrum,
  participation,
  powerSpectrum,
  type RateAutocorrelation,
  rateAutocorrelation,
} from './streams/operators/signals.ts';
export {
  type Bimodality,
  bimodality,
  type Symmetry,
  symmetry,
  type WeightHistogram,
  type WeightSpectrum,
  weightHistogram,
  weightSpectrum,
} from './streams/operators/weights.ts';

// What it leaves behind.
export {
  type RecordedEnergy,
  type RecordedRun,
  type RecordedSpikes,
  type RecordedTransitions,
  type RecordedWeights,
  readRun,
} from './simulation/read-run.ts';
export type { Receipt } from './simulation/receipt.ts';
export { writeSonataSpikes } from './formats/sonata-spikes.ts';

// Rules as text of other simulators.
export { type ExportRuleOptions, exportRule, type RuleTarget } from './formats/rules/export-rule.ts';

// Dense matrices, for rate models beside the spikes.
export { Dense, type GemmOptions, type Matrix, type Precision } from './kernels/dense.ts';

// Holding a running network against a model, of one's own too.
export { type Comparison, compareWith } from './comparators/compare-with.ts';
export type { Band, Comparator, Pair } from './comparators/comparator.ts';

// Rate models: what a running network is held against.
export { type MeanField, meanField, type Stationary } from './comparators/mean-field/mean-field.ts';
export type { StationaryOptions } from './comparators/mean-field/options.ts';
export { type RateResponse, siegert, type SiegertNeuron, siegertRate } from './comparators/mean-field/siegert.ts';
export { type BesideSpikesOptions, besideSpikes } from './comparators/coupled-rates/beside-spikes.ts';
export { afterStep, isOverdamped, type Loop, periodOf, recoveryOf } from './comparators/scaling/loop.ts';
export { type Scaling, type ScalingOptions, scaling } from './comparators/scaling/scaling.ts';
export {
  type TwoFactorInput,
  type TwoFactorParameters,
  type TwoFactorResult,
  type TwoFactorState,
  twoFactor,
  twoFactorDefaults,
} from './comparators/two-factor/two-factor.ts';
export { restingWeight, type WeightDependentScaling, weightAfter } from './comparators/two-factor/weight-dependent.ts';
export { type CoupledRates, type CoupledState, coupledRates } from './comparators/coupled-rates/network.ts';
export { type Frozen, type Observed, type ObserveOptions, observe, observeFrozen } from './comparators/coupled-rates/observe.ts';
export type { CoupledRatesOptions, ExternalInput } from './comparators/coupled-rates/options.ts';
export { localSpectrum, reducedJacobian } from './comparators/coupled-rates/jacobian.ts';
export { type LifGain, lifGain } from './comparators/coupled-rates/lif-gain.ts';
export { tanh, type Transfer } from './comparators/coupled-rates/transfer.ts';
export { blockWeights, independentWeights, partlySymmetricWeights, sparseWeights } from './comparators/coupled-rates/weights.ts';
export { type DynamicMeanField, dynamicMeanField, type MeanFieldOptions } from './comparators/coupled-rates/dynamic-mean-field.ts';
export { type FixedPoints, fixedPoints, saddleNode } from './comparators/coupled-rates/fixed-points.ts';

// Matrices that a spiking network is held against: synaptic balancing.
export { type BalancingOptions, balancing } from './comparators/balancing/balancing.ts';
export { type ReductionBounds, reductionBounds, spectralCost } from './comparators/balancing/bounds.ts';
export { strongComponents } from './comparators/balancing/components.ts';
export {
  balancingStep,
  diagonalSimilarity,
  imbalancesOf,
  type NeuronCosts,
  neuronCosts,
  synapticCosts,
} from './comparators/balancing/costs.ts';
export { fluctuationSaving, gaussianPairFloor, gaussianSaving, heterogeneousRatio, lowRankRatio } from './comparators/balancing/expected.ts';
export { balancingFlow, type FlowOptions, type FlowPoint, twoNeuronFlow } from './comparators/balancing/flow.ts';
export { balancingRates, effectiveResistance, laplacianOf, perturbationResponse } from './comparators/balancing/near-balance.ts';
export { type Balance, type BalanceOptions, balance } from './comparators/balancing/sweeps.ts';
