/** The rules that come with Spikeloom, by name. */
import { activityBalancing } from './activity-balancing.ts';
import { arcTnf } from './arc-tnf.ts';
import { bernoulliRelease } from './bernoulli-release.ts';
import { binomialRelease } from './binomial-release.ts';
import { branchScaling } from './branch-scaling.ts';
import { calciumSpine } from './calcium-spine.ts';
import { eprop } from './eprop.ts';
import { gradientRelease } from './gradient-release.ts';
import { graupnerBrunel } from './graupner-brunel.ts';
import { inhibitoryScaling } from './inhibitory-scaling.ts';
import { inhibitoryStdp } from './inhibitory-stdp.ts';
import { metaplasticStdp } from './metaplastic-stdp.ts';
import { microglialPruning } from './microglial-pruning.ts';
import { multiplicativeStdp } from './multiplicative-stdp.ts';
import { nearestPairStdp } from './nearest-pair-stdp.ts';
import { nearestTripletStdp } from './nearest-triplet-stdp.ts';
import { pairStdp } from './pair-stdp.ts';
import { plasticRelease } from './plastic-release.ts';
import { powerLawStdp } from './power-law-stdp.ts';
import { releaseStdp } from './release-stdp.ts';
import { rewardStdp } from './reward-stdp.ts';
import { sleepScaling } from './sleep-scaling.ts';
import { spineSwitching } from './spine-state.ts';
import { synapticBalancing } from './synaptic-balancing.ts';
import { synapticScaling } from './synaptic-scaling.ts';
import { trainedStdp } from './trained-stdp.ts';
import { trialStdp } from './trial-stdp.ts';
import { tripletStdp } from './triplet-stdp.ts';
import { tsodyksMarkram } from './tsodyks-markram.ts';
import { tsodyksMarkramRelease } from './tsodyks-markram-release.ts';
import { wakefulPlasticity } from './wakeful-plasticity.ts';
import { weightDependentStdp } from './weight-dependent-stdp.ts';
import { weightNormalization } from './weight-normalization.ts';

export const rules = {
  activityBalancing,
  arcTnf,
  bernoulliRelease,
  binomialRelease,
  branchScaling,
  calciumSpine,
  eprop,
  gradientRelease,
  graupnerBrunel,
  inhibitoryScaling,
  inhibitoryStdp,
  metaplasticStdp,
  microglialPruning,
  multiplicativeStdp,
  nearestPairStdp,
  nearestTripletStdp,
  pairStdp,
  plasticRelease,
  powerLawStdp,
  releaseStdp,
  rewardStdp,
  sleepScaling,
  spineSwitching,
  synapticBalancing,
  synapticScaling,
  trainedStdp,
  trialStdp,
  tripletStdp,
  tsodyksMarkram,
  tsodyksMarkramRelease,
  wakefulPlasticity,
  weightDependentStdp,
  weightNormalization,
} as const;
