/** The rules that come with Spikeloom, by name. */
import { arcTnf } from './arc-tnf.ts';
import { bernoulliRelease } from './bernoulli-release.ts';
import { binomialRelease } from './binomial-release.ts';
import { branchScaling } from './branch-scaling.ts';
import { inhibitoryScaling } from './inhibitory-scaling.ts';
import { inhibitoryStdp } from './inhibitory-stdp.ts';
import { metaplasticStdp } from './metaplastic-stdp.ts';
import { multiplicativeStdp } from './multiplicative-stdp.ts';
import { nearestPairStdp } from './nearest-pair-stdp.ts';
import { pairStdp } from './pair-stdp.ts';
import { powerLawStdp } from './power-law-stdp.ts';
import { rewardStdp } from './reward-stdp.ts';
import { synapticScaling } from './synaptic-scaling.ts';
import { tripletStdp } from './triplet-stdp.ts';
import { tsodyksMarkram } from './tsodyks-markram.ts';
import { tsodyksMarkramRelease } from './tsodyks-markram-release.ts';
import { weightDependentStdp } from './weight-dependent-stdp.ts';
import { weightNormalization } from './weight-normalization.ts';

export const rules = {
  arcTnf,
  bernoulliRelease,
  binomialRelease,
  branchScaling,
  inhibitoryScaling,
  inhibitoryStdp,
  metaplasticStdp,
  multiplicativeStdp,
  nearestPairStdp,
  pairStdp,
  powerLawStdp,
  rewardStdp,
  synapticScaling,
  tripletStdp,
  tsodyksMarkram,
  tsodyksMarkramRelease,
  weightDependentStdp,
  weightNormalization,
} as const;
