import { ms, s } from '../units.ts';

/** What the six curves have in common. */
const shape = { tauCa: 20 * ms, thetaD: 1, thetaP: 1.3, sigma: 2.8284, tau: 150 * s } as const;

/**
 * Parameters of `graupnerBrunel` and `calciumSpine`. Six are named after the shape of their STDP curve, by rising t(target) − t(source): D depression,
 * P potentiation; a prime is a curve whose ends are depressed as well. Three are fits to slices and cultures.
 *
 * @see Graupner & Brunel (2012) PNAS 109:3991, doi:10.1073/pnas.1109359109, tables S1 and S2, and the authors' code
 */
export const calciumSets = {
  DP: { ...shape, cPre: 1, cPost: 2, gammaD: 200, gammaP: 321.808, D: 13.7 * ms },
  DPD: { ...shape, cPre: 0.9, cPost: 0.9, gammaD: 250, gammaP: 550, D: 4.6 * ms },
  DPDprime: { ...shape, cPre: 1, cPost: 2, thetaP: 2.5, gammaD: 50, gammaP: 600, D: 2.2 * ms },
  P: { ...shape, cPre: 2, cPost: 2, gammaD: 160, gammaP: 257.447, D: 0 },
  D: { ...shape, cPre: 0.6, cPost: 0.6, gammaD: 500, gammaP: 550, sigma: 5.6568, D: 0 },
  Dprime: { ...shape, cPre: 1, cPost: 2, thetaP: 3.5, gammaD: 60, gammaP: 600, D: 0 },
  hippocampalSlice: {
    ...{ tauCa: 48.8373 * ms, cPre: 1, cPost: 0.275865, thetaD: 1, thetaP: 1.3 },
    ...{ gammaD: 313.0965, gammaP: 1645.59, sigma: 9.1844, tau: 688.355 * s, D: 18.8008 * ms },
  },
  hippocampalCulture: {
    ...{ tauCa: 11.9536 * ms, cPre: 0.58156, cPost: 1.76444, thetaD: 1, thetaP: 1.3 },
    ...{ gammaD: 61.141, gammaP: 113.6545, sigma: 2.5654, tau: 33.7596 * s, D: 10 * ms },
  },
  corticalSlice: {
    ...{ tauCa: 22.6936 * ms, cPre: 0.5617539, cPost: 1.23964, thetaD: 1, thetaP: 1.3 },
    ...{ gammaD: 331.909, gammaP: 725.085, sigma: 3.3501, tau: 346.3615 * s, D: 4.6098 * ms },
  },
} as const;

/** Weights in the two states: `b`, that of the strong one over that of the weak one (for a projection's bounds), and `beta`, the share of weak synapses at first. */
export const calciumStrengths = {
  DP: { b: 5, beta: 0.5 },
  DPD: { b: 5, beta: 0.5 },
  DPDprime: { b: 5, beta: 0.5 },
  P: { b: 5, beta: 0.5 },
  D: { b: 5, beta: 0.5 },
  Dprime: { b: 5, beta: 0.5 },
  hippocampalSlice: { b: 5.28145, beta: 0.7 },
  hippocampalCulture: { b: 36.0263, beta: 0.5 },
  corticalSlice: { b: 5.40988, beta: 0.5 },
} as const satisfies Record<keyof typeof calciumSets, { readonly b: number; readonly beta: number }>;
