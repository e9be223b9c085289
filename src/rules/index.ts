/** The rules that come with Spikeloom, by name. */
import { bernoulliRelease } from './bernoulli-release.ts';
import { pairStdp } from './pair-stdp.ts';
import { synapticScaling } from './synaptic-scaling.ts';

export const rules = { bernoulliRelease, pairStdp, synapticScaling } as const;
