/** The rate models that the command line knows by name. */
import type { Network } from '../network/description.ts';
import type { Block } from '../streams/blocks.ts';
import type { Comparator } from './comparator.ts';

/** One that follows blocks of whatever kind. */
export type AnyComparator = Comparator<Block>;

/** Makes models of a network; several, where a network has several things that can be compared. */
export type Models = (network: Network) => readonly AnyComparator[];

/** By name, loaded when asked for. */
export const models: Readonly<Record<string, { readonly doc: string; readonly load: () => Promise<Models> }>> = {
  balancing: {
    doc: 'cost of synapses that balance it, tick by tick (Stock et al. 2022)',
    load: async () => {
      const { balancing } = await import('./balancing/balancing.ts');
      return (network) => [balancing(network) as AnyComparator];
    },
  },
  meanField: {
    doc: 'stationary rates (Siegert; Brunel 2000; Fourcaud & Brunel 2002)',
    load: async () => {
      const { meanField } = await import('./mean-field/mean-field.ts');
      return (network) => [meanField(network)];
    },
  },
  scaling: {
    doc: 'settling and ringing of homeostatic scaling from the beginning on (van Rossum et al. 2000)',
    load: async () => {
      const { scaling } = await import('./scaling/scaling.ts');
      return (network) => [scaling(network)];
    },
  },
};
