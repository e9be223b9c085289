/** All experiments, loaded when asked for: a new one is a file like its neighbours and a line here. */
import type { Experiment } from './experiment.ts';

export const experiments: Readonly<Record<string, { readonly doc: string; readonly load: () => Promise<Experiment> }>> = {};
