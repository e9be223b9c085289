/** The rules that come with Spikeloom, by name. */
import { bernoulliRelease } from './bernoulli-release.ts';
import { pairStdp } from './pair-stdp.ts';

export const rules = { bernoulliRelease, pairStdp } as const;
