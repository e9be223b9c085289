/** The cortical microcircuit at full scale: rates by theory, of its description alone, beside published ones. */
import { fileURLToPath } from 'node:url';
import { meanField } from '../../../comparators/mean-field/mean-field.ts';
import { loadNetwork } from '../../load-network.ts';

export const layers = ['L23E', 'L23I', 'L4E', 'L4I', 'L5E', 'L5I', 'L6E', 'L6I'] as const;

/** Simulated with NEST, as its example states them for the full network (nest-simulator, Potjans_2014/network_params.py) [Hz]. */
export const simulatedRates = [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829];

/** By the theory as the NNMT toolbox has it, all weights of a projection equal: reference data of its version 1.3.0 [Hz]. */
export const toolboxRates = [0.75419, 2.79371, 4.44022, 5.82293, 7.15359, 8.46982, 1.15974, 7.75572];

export const microcircuitRates = async (): Promise<readonly number[]> => {
  const file = fileURLToPath(new URL('../../../../networks/microcircuit.ts', import.meta.url));
  const { populations } = meanField(await loadNetwork(file, new Map()));
  return layers.map((name) => populations[name]?.rate as number);
};
