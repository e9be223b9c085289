/** Synaptic balancing of weight matrices: how much it saves, how fast, what it keeps, and what it does when a synapse is disturbed. */
import { ensembles } from './balancing/ensembles.ts';
import { drawn } from './balancing/figures.ts';
import { exactRows, oneMatrix, response, twoNeuronRows } from './balancing/one-matrix.ts';
import type { Experiment } from './experiment.ts';

export const balancingExperiment: Experiment = {
  name: 'balancing',
  doc: 'How much cost does balancing save, in matrices of every size, rank and kind, how fast, and what does it leave as it was?',
  cite: [
    'Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418 (synaptic balancing)',
    'Osborne (1960) Journal of the ACM 7:338, doi:10.1145/321043.321048 (matrix balancing)',
  ],
  run: async (settings) => {
    const many = ensembles(settings);
    const one = oneMatrix(settings);
    const disturbed = [1, 2].map((p) => response(p, settings.seed));
    const rows = [...twoNeuronRows(), ...one.rows, ...many.rows, ...exactRows(settings.seed), ...disturbed.flatMap((each) => each.rows)];
    return { rows, figures: new Map([['balancing.svg', drawn(many, one, disturbed)]]) };
  },
};
